package site

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"insider/internal/edition"
	"insider/internal/show"
)

// TestTopicsAndPeopleLeadToTheirFeeds follows the link in the head of each page and reads what is there.
func TestTopicsAndPeopleLeadToTheirFeeds(t *testing.T) {
	source := fixture(t, 6)
	nobody := &show.Person{Slug: "nobody-yet", Name: "Nobody Yet"}
	source.People = append(source.People, nobody)
	server := whole(t, source, "https://insider.example/show")
	e := edition.New(source, noon)
	culture, _ := e.Topic("culture")
	for page, c := range map[string]struct {
		title string
		items []show.Item
	}{
		"/topics/culture":           {"Two Pens: Culture", culture.Items},
		"/people/ada":               {"Two Pens: Ada", e.ItemsBy("ada")},
		"/people/cleo-van-den-berg": {"Two Pens: Cléo van den Berg", e.ItemsBy("cleo-van-den-berg")},
	} {
		body := ask(t, server, http.MethodGet, "/show"+page).Body.String()
		first := regexp.MustCompile(`<link rel="alternate" type="application/rss&#43;xml" title="([^"]*)" href="([^"]*)">`).FindStringSubmatch(body)
		if first == nil || first[1] != c.title || first[2] != "/show"+page+"/feed.xml" {
			t.Errorf("the first feed of %s is %q", page, first)
			continue
		}
		if !strings.Contains(body, `<a class="button small" href="`+first[2]+`">`) {
			t.Errorf("%s shows no link to its feed", page)
		}
		w := ask(t, server, http.MethodGet, first[2])
		f, err := gofeed.NewParser().Parse(bytes.NewReader(w.Body.Bytes()))
		if err != nil || f.Title != c.title || f.FeedLink != "https://insider.example"+first[2] || len(f.Items) != len(c.items) {
			t.Errorf("%s: %v, %+v", first[2], err, f)
			continue
		}
		for i, item := range c.items {
			if f.Items[i].Link != "https://insider.example/show"+item.Path() || len(f.Items[i].Enclosures) != 0 {
				t.Errorf("%s, item %d: %s, want %s", first[2], i, f.Items[i].Link, item.Path())
			}
		}
	}
	for _, page := range []string{"/", "/articles", "/people/nobody-yet"} {
		body := ask(t, server, http.MethodGet, "/show"+page).Body.String()
		if strings.Contains(body, page+"/feed.xml") || !strings.Contains(body, `href="/show/feed.xml"`) {
			t.Errorf("%s leads to other feeds than those of the show", page)
		}
	}
}

func TestFeedsOfPeopleMoveWithThem(t *testing.T) {
	source := fixture(t, 2)
	source.People[0].Aliases = []string{"/people/ada-before"}
	server := whole(t, source, "https://insider.example")
	if w := ask(t, server, http.MethodGet, "/people/ada-before/feed.xml"); w.Code != 301 || w.Header().Get("Location") != "/people/ada/feed.xml" {
		t.Errorf("the old feed answers %d, %q", w.Code, w.Header().Get("Location"))
	}
}

// TestLastModifiedOfPartsFollowsEveryKindTheyShow changes one kind of thing at a time.
func TestLastModifiedOfPartsFollowsEveryKindTheyShow(t *testing.T) {
	later := noon.Add(-time.Minute)
	for name, c := range map[string]struct {
		change func(*edition.Source)
		moves  bool
	}{
		"an episode":                  {func(s *edition.Source) { s.Episodes[0].Changed = later }, true},
		"an article":                  {func(s *edition.Source) { s.Articles[0].Changed = later }, true},
		"a person":                    {func(s *edition.Source) { s.People[0].Changed = later }, true},
		"an episode that was removed": {func(s *edition.Source) { s.Removed = map[show.Kind]time.Time{show.Episodes: later} }, true},
		"a page":                      {func(s *edition.Source) { s.Pages[0].Changed = later }, false},
	} {
		source := fixture(t, 2)
		c.change(source)
		server := whole(t, source, "https://insider.example")
		for _, path := range []string{"/topics/culture/feed.xml", "/people/ada/feed.xml"} {
			got := ask(t, server, http.MethodGet, path).Header().Get("Last-Modified")
			if moved := got == later.Format(http.TimeFormat); moved != c.moves {
				t.Errorf("%s: Last-Modified of %s is %s", name, path, got)
			}
		}
	}
}
