package site

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var copied = regexp.MustCompile(`data-copy="([^"]*)" disabled>([^<]*)<`)

// TestWhatCanBeCopied presses no button, but reads what each would copy; without a script the same stands there to be taken.
func TestWhatCanBeCopied(t *testing.T) {
	server := serve(t, fixture(t, 1), "https://insider.example/show")
	code := `<iframe src="https://insider.example/show/embed/episode-1" title="Episode 1: as long as a real one gets, Two Pens" width="100%" height="180"` +
		` loading="lazy" allow="clipboard-write" frameborder="0"></iframe>`
	const feed = "Copy feed link: https://insider.example/show/podcast.xml"
	for path, want := range map[string][]string{
		"/":                   {feed},
		"/episodes/episode-1": {"Copy link: https://insider.example/show/episodes/episode-1", feed, "Copy embed code: " + code},
		"/articles/article-1": {"Copy link: https://insider.example/show/articles/article-1"},
		"/stories/story-1":    {"Copy link: https://insider.example/show/stories/story-1"},
	} {
		_, body, _ := get(t, server, "/show"+path)
		var got []string
		for _, m := range copied.FindAllStringSubmatch(body, -1) {
			got = append(got, m[2]+": "+html.UnescapeString(m[1]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", path, got)
		}
		if plain := strings.Contains(html.UnescapeString(body), `"Code of the player">`+code+"</textarea>"); plain != (path == "/episodes/episode-1") {
			t.Errorf("%s: the code to embed stands there: %v", path, plain)
		}
	}
}
