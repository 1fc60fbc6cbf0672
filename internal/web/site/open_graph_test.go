package site

import (
	"html"
	"regexp"
	"slices"
	"testing"
	"time"
)

var property = regexp.MustCompile(`<meta (?:property|name)="([a-z:_]+)" content="([^"]*)">`)

// properties are what the head of a page says of it, in order.
func properties(body string) map[string][]string {
	out := map[string][]string{}
	for _, m := range property.FindAllStringSubmatch(body, -1) {
		out[m[1]] = append(out[m[1]], html.UnescapeString(m[2]))
	}
	return out
}

func TestOpenGraphOfEachKindOfPage(t *testing.T) {
	source := fixture(t, 2)
	source.Show.Language = "nl-BE"
	source.Articles[0].Updated = noon.Add(-time.Hour)
	server := serve(t, source, "https://insider.example/show")
	for path, want := range map[string]map[string][]string{
		"/": {"og:type": {"website"}, "og:title": {"Two Pens"}, "og:url": {"https://insider.example/show/"}, "og:locale": {"nl_BE"},
			"og:audio": nil, "article:published_time": nil},
		"/episodes/episode-2": {"og:type": {"article"}, "og:title": {"Episode 2: as long as a real one gets"},
			"og:audio": {"https://insider.example/show/media/episodes/episode-2/audio.mp3"}, "og:audio:type": {"audio/mpeg"},
			"article:published_time": {"2026-09-17T05:00:00Z"}, "article:modified_time": nil, "article:tag": {"Data"},
			"article:author": {"https://insider.example/show/people/ada", "https://insider.example/show/people/bo",
				"https://insider.example/show/people/cleo-van-den-berg"}},
		"/articles/article-1": {"og:type": {"article"}, "article:modified_time": {"2026-11-14T11:00:00Z"},
			"article:author": {"https://insider.example/show/people/ada"}, "article:tag": {"Culture"}, "og:audio": nil},
		"/stories/story-2": {"og:type": {"article"}, "article:author": nil},
		"/people/ada":      {"og:type": {"profile"}, "profile:username": {"ada"}, "article:author": nil},
	} {
		_, body, _ := get(t, server, "/show"+path)
		got := properties(body)
		for name, values := range want {
			if !slices.Equal(got[name], values) {
				t.Errorf("%s: %s is %q, want %q", path, name, got[name], values)
			}
		}
	}
}

func TestAudioElsewhereIsSharedFromThere(t *testing.T) {
	source := fixture(t, 1)
	source.Episodes[0].Audio.URL, source.Episodes[0].Audio.Path = "https://cdn.example/a.mp3?x=1&y=2", ""
	_, body, _ := get(t, serve(t, source, "https://insider.example"), "/episodes/episode-1")
	if got := properties(body)["og:audio"]; !slices.Equal(got, []string{"https://cdn.example/a.mp3?x=1&y=2"}) {
		t.Errorf("og:audio is %q", got)
	}
}

func TestLocale(t *testing.T) {
	for tag, want := range map[string]string{"en": "", "en-GB": "en_GB", "nl": "nl_NL", "nl-BE": "nl_BE", "zh-Hant-TW": "zh_TW", "no language": ""} {
		if got := locale(tag); got != want {
			t.Errorf("%q gives %q, want %q", tag, got, want)
		}
	}
}

func TestPagesOfASeriesNameTheirNeighbours(t *testing.T) {
	server := serve(t, fixture(t, 42), "https://insider.example/show")
	neighbour := regexp.MustCompile(`<link rel="(prev|next)" href="([^"]*)">`)
	for path, want := range map[string][]string{
		"/episodes":                   {"next /show/episodes?page=2"},
		"/episodes?page=2":            {"prev /show/episodes", "next /show/episodes?page=3"},
		"/people/ada?page=5":          {"prev /show/people/ada?page=4"},
		"/episodes/episode-1":         {"next /show/episodes/episode-2"},
		"/episodes/episode-2":         {"prev /show/episodes/episode-1", "next /show/episodes/episode-3"},
		"/articles/article-2":         {"prev /show/articles/article-1", "next /show/articles/article-3"},
		"/stories/story-3":            {"prev /show/stories/story-2"},
		"/about":                      nil,
		"/episodes/episode-42?t=1:00": {"prev /show/episodes/episode-41"},
	} {
		_, body, _ := get(t, server, "/show"+path)
		var got []string
		for _, m := range neighbour.FindAllStringSubmatch(body, -1) {
			got = append(got, m[1]+" "+m[2])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
