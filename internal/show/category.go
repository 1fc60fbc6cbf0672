package show

import "slices"

// categories is Apple's list of podcast categories; case, hyphens and ampersands matter to directories.
var categories = map[string][]string{
	"Arts":                    {"Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"},
	"Business":                {"Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"},
	"Comedy":                  {"Comedy Interviews", "Improv", "Stand-Up"},
	"Education":               {"Courses", "How To", "Language Learning", "Self-Improvement"},
	"Fiction":                 {"Comedy Fiction", "Drama", "Science Fiction"},
	"Government":              nil,
	"History":                 nil,
	"Health & Fitness":        {"Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"},
	"Kids & Family":           {"Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"},
	"Leisure":                 {"Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games"},
	"Music":                   {"Music Commentary", "Music History", "Music Interviews"},
	"News":                    {"Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News", "Tech News"},
	"Religion & Spirituality": {"Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"},
	"Science": {"Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature",
		"Physics", "Social Sciences"},
	"Society & Culture": {"Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"},
	"Sports": {"Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running",
		"Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"},
	"Technology": nil,
	"True Crime": nil,
	"TV & Film":  {"After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"},
}

// CheckCategory reports whether c is in Apple's list, written exactly as there. If it is not, nearest is the entry that was
// most likely meant: a subcategory given in place of a category is found with its parent.
func CheckCategory(c Category) (nearest Category, ok bool) {
	subs, known := categories[c.Name]
	if known && (c.Sub == "" || slices.Contains(subs, c.Sub)) {
		return c, true
	}
	if known {
		return nearestIn([]string{c.Name}, c.Sub), false
	}
	parents := sortedCategories()
	if c.Sub == "" {
		return nearestIn(parents, c.Name), false
	}
	name := closest(parents, c.Name)
	return nearestIn([]string{name}, c.Sub), false
}

// nearestIn returns the category or subcategory of the given parents whose own name is nearest to text.
func nearestIn(parents []string, text string) Category {
	var best Category
	distance := -1
	see := func(c Category, name string) {
		if d := EditDistance(fold(name), fold(text)); distance < 0 || d < distance {
			best, distance = c, d
		}
	}
	for _, p := range parents {
		if len(parents) > 1 || len(categories[p]) == 0 {
			see(Category{Name: p}, p)
		}
		for _, s := range categories[p] {
			see(Category{Name: p, Sub: s}, s)
		}
	}
	return best
}

func sortedCategories() []string {
	names := make([]string, 0, len(categories))
	for name := range categories {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
