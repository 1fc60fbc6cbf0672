package show_test

import (
	"testing"

	"insider/internal/show"
)

func TestCheckCategory(t *testing.T) {
	for _, c := range []struct {
		given, nearest show.Category
		ok             bool
	}{
		{show.Category{Name: "Technology"}, show.Category{Name: "Technology"}, true},
		{show.Category{Name: "Business", Sub: "Management"}, show.Category{Name: "Business", Sub: "Management"}, true},
		{show.Category{Name: "News", Sub: "Tech News"}, show.Category{Name: "News", Sub: "Tech News"}, true},
		{show.Category{Name: "technology"}, show.Category{Name: "Technology"}, false},
		{show.Category{Name: "Tech News"}, show.Category{Name: "News", Sub: "Tech News"}, false},
		{show.Category{Name: "Busines", Sub: "managment"}, show.Category{Name: "Business", Sub: "Management"}, false},
		{show.Category{Name: "Education", Sub: "How-To"}, show.Category{Name: "Education", Sub: "How To"}, false},
		{show.Category{Name: "TV and Film"}, show.Category{Name: "TV & Film"}, false},
		{show.Category{Name: "Technology", Sub: "Gadgets"}, show.Category{Name: "Technology"}, false},
		{show.Category{Name: "Business", Sub: "Nonprofit"}, show.Category{Name: "Business", Sub: "Non-Profit"}, false},
		{show.Category{}, show.Category{Name: "Arts"}, false},
	} {
		nearest, ok := show.CheckCategory(c.given)
		if nearest != c.nearest || ok != c.ok {
			t.Errorf("CheckCategory(%v) = %v, %v; want %v, %v", c.given, nearest, ok, c.nearest, c.ok)
		}
		if fixed, ok := show.CheckCategory(nearest); !ok {
			t.Errorf("%v was offered and is refused itself: %v", nearest, fixed)
		}
	}
}
