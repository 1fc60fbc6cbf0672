package site

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
	"insider/static"
)

// whole returns a server with every public route over a source.
func whole(t testing.TB, source *edition.Source, base string) *web.Server {
	t.Helper()
	address, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return noon }
	editions := edition.NewHolder(edition.New(source, noon), clock)
	server := web.New(web.Options{Base: address, Edition: editions.Current, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	assets, err := web.NewAssets(static.FS, server.Root())
	if err != nil {
		t.Fatal(err)
	}
	assets.Mount(server)
	New(Deps{Editions: editions, Renderer: renderer(t, address, assets), Assets: assets, Base: address, Clock: clock, Log: slog.New(slog.DiscardHandler)}).Register(server)
	return server
}

func ask(t testing.TB, server http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, http.NoBody)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	return w
}

// documents are the machine-readable addresses of the fixture with their types.
var documents = map[string]string{
	"/podcast.xml":                          "application/rss+xml; charset=utf-8",
	"/feed.xml":                             "application/rss+xml; charset=utf-8",
	"/feed.atom":                            "application/atom+xml; charset=utf-8",
	"/feed.json":                            "application/feed+json; charset=utf-8",
	"/topics/culture/podcast.xml":           "application/rss+xml; charset=utf-8",
	"/topics/culture/feed.xml":              "application/rss+xml; charset=utf-8",
	"/seasons/2/podcast.xml":                "application/rss+xml; charset=utf-8",
	"/people/ada/feed.xml":                  "application/rss+xml; charset=utf-8",
	"/episodes/episode-1/transcript.vtt":    "text/vtt; charset=utf-8",
	"/episodes/episode-1/transcript.srt":    "application/x-subrip",
	"/episodes/episode-1/transcript.json":   "application/json",
	"/episodes/episode-1/transcript.html":   "text/html; charset=utf-8",
	"/episodes/episode-1/transcript.txt":    "text/plain; charset=utf-8",
	"/episodes/episode-1/transcript.nl.vtt": "text/vtt; charset=utf-8",
	"/episodes/episode-1/transcript.nl.txt": "text/plain; charset=utf-8",
	"/episodes/episode-1/chapters.json":     "application/json+chapters",
	"/sitemap.xml":                          "application/xml; charset=utf-8",
	"/robots.txt":                           "text/plain; charset=utf-8",
	"/.well-known/security.txt":             "text/plain; charset=utf-8",
}

func TestDocumentsAnswerEveryWay(t *testing.T) {
	server := whole(t, fixture(t, 6), "https://insider.example")
	for path, mime := range documents {
		for _, encoding := range []string{"identity", "gzip"} {
			get := ask(t, server, http.MethodGet, path, "Accept-Encoding", encoding)
			head := ask(t, server, http.MethodHead, path, "Accept-Encoding", encoding)
			if get.Code != 200 || get.Header().Get("Content-Type") != mime || get.Body.Len() == 0 {
				t.Fatalf("%s: %d, %s, %d bytes", path, get.Code, get.Header().Get("Content-Type"), get.Body.Len())
			}
			for name := range get.Header() {
				if name != "X-Request-Id" && get.Header().Get(name) != head.Header().Get(name) {
					t.Errorf("%s: %s is %q for GET and %q for HEAD", path, name, get.Header().Get(name), head.Header().Get(name))
				}
			}
			if again := ask(t, server, http.MethodGet, path, "Accept-Encoding", encoding, "If-None-Match", get.Header().Get("Etag")); again.Code != 304 {
				t.Errorf("%s: If-None-Match answers %d", path, again.Code)
			}
			if m := get.Header().Get("Last-Modified"); m != "" {
				if again := ask(t, server, http.MethodGet, path, "Accept-Encoding", encoding, "If-Modified-Since", m); again.Code != 304 {
					t.Errorf("%s: If-Modified-Since answers %d", path, again.Code)
				}
			}
		}
	}
}

func TestCompanionsAreOpenToPlayersOfOtherSites(t *testing.T) {
	server := whole(t, fixture(t, 1), "https://insider.example")
	for path := range documents {
		w := ask(t, server, http.MethodGet, path, "Origin", "https://player.example")
		open := w.Header().Get("Access-Control-Allow-Origin") == "*"
		if want := strings.HasPrefix(path, "/episodes/"); open != want {
			t.Errorf("%s: open to other sites %v, want %v", path, open, want)
		}
	}
	if w := ask(t, server, http.MethodOptions, "/episodes/episode-1/transcript.vtt", "Origin", "https://player.example"); w.Code >= 300 {
		t.Errorf("OPTIONS answers %d", w.Code)
	}
}

func TestCompanionsSayWhatTheEpisodeSays(t *testing.T) {
	server := whole(t, fixture(t, 1), "https://insider.example")
	for path, want := range map[string]string{
		"/episodes/episode-1/transcript.vtt":    "<v Reader A>Line 1 of what is said",
		"/episodes/episode-1/transcript.srt":    "00:00:42,000 --> 00:00:49,000\nBo: Line 7 of what is said",
		"/episodes/episode-1/transcript.json":   `"speaker": "Bo"`,
		"/episodes/episode-1/transcript.html":   "<cite>Bo:</cite>\n<time datetime=\"PT42S\">0:42</time>\n<p>Line 7 of what is said",
		"/episodes/episode-1/transcript.txt":    "Line 400 of what is said",
		"/episodes/episode-1/transcript.nl.vtt": "Line 3 of what is said",
		"/episodes/episode-1/chapters.json":     `"img": "https://example.org/floor.png"`,
		"/podcast.xml":                          `<psc:chapter start="00:07:00.000" title="What the floor got right" href="https://www.example.org/floor?a=1&amp;b=2" image="https://example.org/floor.png">`,
	} {
		if w := ask(t, server, http.MethodGet, path); !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s lacks %q:\n%.300s", path, want, w.Body)
		}
	}
	if w := ask(t, server, http.MethodGet, "/episodes/episode-1/transcript.nl.vtt"); w.Header().Get("Content-Language") != "nl" || strings.Contains(w.Body.String(), "Line 4 ") {
		t.Errorf("the Dutch transcript is in %q", w.Header().Get("Content-Language"))
	}
}

func TestUnknownDocumentsAreNotFoundAndOldOnesMove(t *testing.T) {
	source := fixture(t, 2)
	source.Episodes[0].Aliases = []string{"/episodes/old", "/old/feed.xml", "/people/gone/feed.xml", "/episodes/old/chapters.json"}
	source.Episodes[1].Chapters, source.Episodes[1].Transcripts = nil, nil
	server := whole(t, source, "https://insider.example")
	for path, want := range map[string]int{
		"/topics/nothing/podcast.xml":            404,
		"/topics/nothing/feed.xml":               404,
		"/seasons/9/podcast.xml":                 404,
		"/seasons/02/podcast.xml":                404,
		"/seasons/x/podcast.xml":                 404,
		"/people/nobody/feed.xml":                404,
		"/episodes/nothing/transcript.vtt":       404,
		"/episodes/episode-1/transcript.en.vtt":  404,
		"/episodes/episode-1/transcript.fr.vtt":  404,
		"/episodes/episode-1/transcript.vtt.bak": 404,
		"/episodes/episode-1/transcript.doc":     404,
		"/episodes/episode-1/index.md":           404,
		"/episodes/episode-2/transcript.vtt":     404,
		"/episodes/episode-2/chapters.json":      404,
		"/people/gone/feed.xml":                  301,
		"/episodes/old/chapters.json":            301,
	} {
		if w := ask(t, server, http.MethodGet, path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
}

// TestLastModifiedFollowsWhatTheFeedShows changes one kind of thing at a time.
func TestLastModifiedFollowsWhatTheFeedShows(t *testing.T) {
	later := noon.Add(-time.Minute)
	for name, c := range map[string]struct {
		change func(*edition.Source)
		moves  map[string]bool
	}{
		"an episode": {func(s *edition.Source) { s.Episodes[0].Changed = later }, map[string]bool{"/podcast.xml": true}},
		"an article": {func(s *edition.Source) { s.Articles[0].Changed = later }, map[string]bool{"/feed.xml": true, "/feed.atom": true, "/feed.json": true}},
		"a story":    {func(s *edition.Source) { s.Stories[0].Changed = later }, map[string]bool{"/feed.xml": true, "/feed.atom": true, "/feed.json": true}},
		"a removed story": {func(s *edition.Source) { s.Removed = map[show.Kind]time.Time{show.Stories: later} },
			map[string]bool{"/feed.xml": true, "/feed.atom": true, "/feed.json": true}},
		"a person": {func(s *edition.Source) { s.People[0].Changed = later },
			map[string]bool{"/podcast.xml": true, "/feed.xml": true, "/feed.atom": true, "/feed.json": true}},
		"a page": {func(s *edition.Source) { s.Pages[0].Changed = later }, nil},
	} {
		source := fixture(t, 2)
		c.change(source)
		server := whole(t, source, "https://insider.example")
		for _, path := range []string{"/podcast.xml", "/feed.xml", "/feed.atom", "/feed.json"} {
			got := ask(t, server, http.MethodGet, path).Header().Get("Last-Modified")
			if moved := got == later.Format(http.TimeFormat); moved != c.moves[path] {
				t.Errorf("%s: Last-Modified of %s is %s", name, path, got)
			}
		}
	}
}

func TestFeedsBelowAPath(t *testing.T) {
	server := whole(t, fixture(t, 3), "https://example.org/show/")
	for path := range documents {
		w := ask(t, server, http.MethodGet, "/show"+path)
		body := w.Body.String()
		if w.Code != 200 || strings.Contains(body, "https://example.org/media") || strings.Contains(body, "https://example.org/episodes") || strings.Contains(body, "show//") {
			t.Errorf("%s below /show: %d\n%.500s", path, w.Code, body)
		}
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader(ask(t, server, http.MethodGet, "/show/podcast.xml").Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if e := f.Items[0].Enclosures[0]; e.URL != "https://example.org/show/media/episodes/episode-3/audio.mp3" || f.FeedLink != "https://example.org/show/podcast.xml" {
		t.Errorf("enclosure %s of %s", e.URL, f.FeedLink)
	}
}

func TestFeedWithoutItems(t *testing.T) {
	server := whole(t, fixture(t, 0), "https://insider.example")
	for _, path := range []string{"/podcast.xml", "/feed.xml", "/feed.atom", "/feed.json", "/sitemap.xml"} {
		if w := ask(t, server, http.MethodGet, path); w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestPodcastIsPaged(t *testing.T) {
	source := fixture(t, 5)
	source.Show.FeedLimit, source.Show.Hubs = 2, []string{"https://hub.example/"}
	server := whole(t, source, "https://insider.example/show")
	for path, items := range map[string]int{
		"/podcast.xml": 2, "/podcast.xml?page=1": 2, "/podcast.xml?page=2": 2, "/podcast.xml?page=3": 1, "/podcast.xml?utm=x": 2,
		"/podcast.xml?page=4": 0, "/podcast.xml?page=0": 0, "/podcast.xml?page=02": 0, "/topics/culture/podcast.xml?page=99": 0, "/seasons/2/podcast.xml?page=99": 0,
	} {
		for range 2 { // built, then from the cache
			w := ask(t, server, http.MethodGet, "/show"+path)
			if got := strings.Count(w.Body.String(), "<item>"); got != items || (w.Code == 404) != (items == 0) {
				t.Errorf("%s: %d with %d items, want %d", path, w.Code, got, items)
			}
			links := strings.Join(w.Header().Values("Link"), ", ")
			if first := items == 2 && !strings.Contains(path, "page=2"); first != (links == `<https://hub.example/>; rel="hub", <https://insider.example/show/podcast.xml>; rel="self"`) {
				t.Errorf("%s: Link is %s", path, links)
			}
		}
	}
	if a, b := ask(t, server, http.MethodGet, "/show/podcast.xml?page=2"), ask(t, server, http.MethodGet, "/show/podcast.xml"); a.Header().Get("Etag") == b.Header().Get("Etag") {
		t.Error("two pages have one ETag")
	}
}

func TestPodcastMoves(t *testing.T) {
	source := fixture(t, 3)
	source.Show.Moved, source.Show.Aliases = "https://host.example/feed.xml", []string{"/feed/podcast", "/rss"}
	server := whole(t, source, "https://insider.example/show")
	for _, path := range []string{"/podcast.xml", "/podcast.xml?page=2"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			w := ask(t, server, method, "/show"+path)
			if w.Code != 301 || w.Header().Get("Location") != "https://host.example/feed.xml" || w.Header().Get("Etag") != "" {
				t.Errorf("%s %s: %d to %q", method, path, w.Code, w.Header().Get("Location"))
			}
		}
	}
	for _, path := range []string{"/feed/podcast", "/rss", "/feed/podcast?format=xml", "/feed/podcast/"} {
		if w := ask(t, server, http.MethodGet, "/show"+path); w.Code != 301 || w.Header().Get("Location") != "/show/podcast.xml" {
			t.Errorf("%s: %d to %q", path, w.Code, w.Header().Get("Location"))
		}
	}
	if w := ask(t, server, http.MethodGet, "/show/topics/culture/podcast.xml"); w.Code != 200 {
		t.Errorf("a topic's feed moved too: %d", w.Code)
	}
	source.Show.Moved = "https://insider.example/show/podcast.xml"
	w := ask(t, whole(t, source, "https://insider.example/show"), http.MethodGet, "/show/podcast.xml")
	if w.Code != 200 || !strings.Contains(w.Body.String(), "<itunes:new-feed-url>https://insider.example/show/podcast.xml</itunes:new-feed-url>") {
		t.Errorf("a feed that came here: %d", w.Code)
	}
}
