package feed_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/show"
)

// TestBlogFeedsAgree reads all three formats back: they tell the same entries.
func TestBlogFeedsAgree(t *testing.T) {
	e := at(blogSource(t, 60))
	var first *gofeed.Feed
	for _, name := range []string{"feed.xml", "feed.atom", "feed.json"} {
		data, err := formats[name](builder(t), e)
		if err != nil {
			t.Fatal(err)
		}
		f, err := gofeed.NewParser().Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Items) != 50 || len(f.Items[0].Enclosures) != 0 {
			t.Errorf("%s has %d items", name, len(f.Items))
		}
		if first == nil {
			first = f
		}
		for i, item := range f.Items {
			want := first.Items[i]
			if item.GUID != want.GUID || item.Title != want.Title || item.Link != want.Link || strings.TrimSpace(item.Content) != strings.TrimSpace(want.Content) ||
				!item.PublishedParsed.Equal(*want.PublishedParsed) || item.Authors[0].Name != want.Authors[0].Name {
				t.Errorf("%s, item %d: %+v is not %+v", name, i, item, want)
			}
		}
	}
	if newest := first.Items[0]; newest.Title != "Story 3" || newest.Authors[0].Name != "B" {
		t.Errorf("the newest item is %q by %q", newest.Title, newest.Authors[0].Name)
	}
	if !strings.Contains(first.Items[10].Content, `href="https://show.example/root/about"`) {
		t.Errorf("links are not absolute: %s", first.Items[10].Content)
	}
}

func TestIDsSurviveARename(t *testing.T) {
	ids := func(s *edition.Source) map[string]bool {
		data, err := builder(t).JSON(at(s))
		if err != nil {
			t.Fatal(err)
		}
		var f struct{ Items []struct{ ID string } }
		if err := json.Unmarshal(data, &f); err != nil {
			t.Fatal(err)
		}
		set := map[string]bool{}
		for _, item := range f.Items {
			set[item.ID] = true
		}
		return set
	}
	before, renamed := blogSource(t, 2), blogSource(t, 2)
	renamed.Articles[1].Slug, renamed.Articles[1].Aliases = "renamed", []string{"/articles/article-2"}
	renamed.Stories[0].Slug = "renamed-too"
	want := ids(before)
	if len(want) != 5 {
		t.Fatalf("%d ids for 5 entries", len(want))
	}
	for id := range ids(renamed) {
		if !want[id] {
			t.Errorf("%s is new after a rename", id)
		}
	}
}

// logSource is a show with three episodes, and n articles and stories between them in time.
func logSource(t *testing.T, n int) *edition.Source {
	s, blog := withEpisodes(t, 3), blogSource(t, n)
	s.Articles, s.Stories = blog.Articles, blog.Stories
	for i, ep := range s.Episodes {
		ep.Date = noon.Add(-time.Duration(100-i)*time.Hour + time.Minute)
	}
	return s
}

// TestFeedsOfTopicsAndPeopleTellWhatTheirPagesList reads them back by parsers of others.
func TestFeedsOfTopicsAndPeopleTellWhatTheirPagesList(t *testing.T) {
	e := at(logSource(t, 2))
	culture, _ := e.Topic("culture")
	for path, c := range map[string]struct {
		build func(*feed.Builder, *edition.Edition) ([]byte, error)
		title string
		items []show.Item
	}{
		"/topics/culture": {parts["topic.feed.xml"], "Two Pens: Culture", culture.Items},
		"/people/ada":     {parts["person.feed.xml"], "Two Pens: Ada", e.ItemsBy("ada")},
	} {
		data, err := c.build(builder(t), e)
		if err != nil {
			t.Fatal(err)
		}
		f := parse(t, data)
		if f.Title != c.title || f.Link != "https://show.example/root"+path || len(c.items) != 5 {
			t.Errorf("%s: %q of %s, %d items", path, f.Title, f.Link, len(c.items))
		}
		if !strings.Contains(string(data), `<atom:link href="https://show.example/root`+path+`/feed.xml" rel="self" type="application/rss+xml">`) {
			t.Errorf("%s does not say where it is", path)
		}
		type line struct {
			title, link string
			date        int64
		}
		var want, got []line
		for _, item := range c.items {
			want = append(want, line{item.Heading(), "https://show.example/root" + item.Path(), item.Published().Unix()})
		}
		for i, item := range f.Items {
			got = append(got, line{item.Title, item.Link, item.PubDateParsed.Unix()})
			if ep, ok := c.items[i].(*show.Episode); ok && item.GUID.Value != ep.GUID {
				t.Errorf("%s: the id of %s is %q, not that of the podcast", path, item.Title, item.GUID.Value)
			}
			if len(item.Enclosures) > 0 || item.Content == "" {
				t.Errorf("%s: %s has %d enclosures and says %q", path, item.Title, len(item.Enclosures), item.Content)
			}
		}
		if !slices.Equal(want, got) {
			t.Errorf("the page %s lists\n%v, its feed\n%v", path, want, got)
		}
	}
}

func TestEditedEntriesKeepTheirPlace(t *testing.T) {
	s := blogSource(t, 3)
	s.Articles[0].Updated = noon.Add(-time.Minute)
	data, err := builder(t).Atom(at(s))
	if err != nil {
		t.Fatal(err)
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	last := f.Items[len(f.Items)-1]
	if last.Link != "https://show.example/root/articles/article-1" || !last.UpdatedParsed.Equal(noon.Add(-time.Minute)) || !last.PublishedParsed.Equal(noon.Add(-100*time.Hour)) {
		t.Errorf("the edited article is %s, %v, %v", last.Link, last.PublishedParsed, last.UpdatedParsed)
	}
}
