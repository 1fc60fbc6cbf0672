package site

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"insider/internal/show"
)

// TestRelatedItemsSayWhy reads the section of each page.
func TestRelatedItemsSayWhy(t *testing.T) {
	source := fixture(t, 2)
	source.Episodes[0].Topics, source.Episodes[1].People = nil, source.Episodes[1].People[:2]
	source.Articles[0].Authors, source.Articles[0].Story = source.People[2:], ""
	source.Articles[1].Episode, source.Articles[1].Story = "", "ST-2"
	draft := *source.Articles[0]
	draft.Slug, draft.Draft = "draft", true
	source.Articles = append(source.Articles, &draft)
	server := serve(t, source, "https://insider.example/show")
	first := regexp.MustCompile(`(?s)^.*?<h3><a href="/show([^"]*)".*?<p class="why" dir="auto">([^<]*)</p>`)
	for path, want := range map[string]struct {
		first, why string
		not        []string
	}{
		"/episodes/episode-1": {"/articles/article-1", "Belongs to this episode; ", nil},
		"/stories/story-2":    {"/stories/story-3", "Also on shift", []string{"/articles/article-2"}},    // which stands under the text
		"/articles/article-1": {"/articles/article-2", "about Culture", []string{"/episodes/episode-1"}}, // which stands in the other column
		"/articles/article-2": {"/articles/article-1", "about Culture", []string{"/stories/story-2"}},
	} {
		body := ask(t, server, http.MethodGet, "/show"+path).Body.String()
		_, section, _ := strings.Cut(body, `<section class="wrap related">`)
		got := first.FindStringSubmatch(section)
		if got == nil || got[1] != want.first || !strings.Contains(got[2], want.why) {
			t.Errorf("%s: first is %q", path, got)
		}
		for _, not := range append(want.not, path, "/articles/draft") {
			if strings.Contains(section, `"/show`+not+`"`) {
				t.Errorf("%s names %s", path, not)
			}
		}
		if n := strings.Count(section, `class="why"`); n > relatedRows {
			t.Errorf("%s names %d items", path, n)
		}
	}
	source = fixture(t, 0)
	source.Stories = []*show.Story{source.Stories[0]}
	if body := ask(t, serve(t, source, "https://insider.example"), http.MethodGet, "/stories/story-1").Body.String(); strings.Contains(body, "related") || strings.Contains(body, "turnpage") {
		t.Error("the only item has something beside it")
	}
}
