package site

import (
	"net/http"
	"regexp"
	"slices"
	"testing"

	"insider/internal/show"
)

func TestItemsAreCalledByTheirTagOrKind(t *testing.T) {
	s := &show.Show{Tags: show.Tags{Episode: "EP", Article: "AR", Story: "ST"}}
	for _, c := range []struct {
		want         string
		item, beside show.Item
	}{
		{"EP 007", &show.Episode{Number: 7, Type: show.Trailer}, &show.Episode{}},
		{"Trailer", &show.Episode{Type: show.Trailer}, &show.Episode{}},
		{"Bonus", &show.Episode{Type: show.Bonus}, &show.Episode{}},
		{"Episode", &show.Episode{Type: show.Full}, &show.Episode{}},
		{"EP 001", &show.Episode{Number: 1, Season: 2}, &show.Episode{Season: 2}},
		{"Season 2, EP 001", &show.Episode{Number: 1, Season: 2}, &show.Episode{Season: 1}},
		{"Season 2, Trailer", &show.Episode{Type: show.Trailer, Season: 2}, &show.Episode{}},
		{"Bonus", &show.Episode{Type: show.Bonus}, &show.Episode{Season: 1}},
		{"AR 012", &show.Article{Number: 12}, &show.Article{}},
		{"Article", &show.Article{}, &show.Article{}},
		{"ST 003", &show.Story{Number: 3}, &show.Story{}},
	} {
		if got := called(s, c.item, c.beside); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestPagesTurn reads the links to the items before and after.
func TestPagesTurn(t *testing.T) {
	source := fixture(t, 3)
	for i, ep := range source.Episodes {
		ep.Season = 1 + i/2
	}
	source.Episodes[2].Number, source.Episodes[2].Type = 0, show.Trailer
	source.Articles[1].Title = "عنوان"
	server := serve(t, source, "https://insider.example/show")
	link := regexp.MustCompile(`<a class="(?:previous|next)" href="([^"]*)" rel="(prev|next)"><span class="meta">([^<]*)</span> <span dir="auto">([^<]*)</span></a>`)
	for path, want := range map[string][]string{
		"/episodes/episode-1": {"/show/episodes/episode-2|next|EP 002, next|Episode 2: as long as a real one gets"},
		"/episodes/episode-2": {"/show/episodes/episode-1|prev|EP 001, previous|Episode 1: as long as a real one gets",
			"/show/episodes/episode-3|next|Season 2, Trailer, next|Episode 3: as long as a real one gets"},
		"/episodes/episode-3": {"/show/episodes/episode-2|prev|Season 1, EP 002, previous|Episode 2: as long as a real one gets"},
		"/articles/article-1": {"/show/articles/article-2|next|AR 002, next|عنوان"},
		"/stories/story-2":    {"/show/stories/story-1|prev|ST 001, previous|Story 1 from a night shift", "/show/stories/story-3|next|ST 003, next|Story 3 from a night shift"},
	} {
		body := ask(t, server, http.MethodGet, "/show"+path).Body.String()
		var got []string
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			got = append(got, m[1]+"|"+m[2]+"|"+m[3]+"|"+m[4])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", path, got)
		}
	}
}
