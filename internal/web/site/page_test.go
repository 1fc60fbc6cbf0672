package site

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

// get asks a server for a page and returns status, body and headers.
func get(t testing.TB, server http.Handler, path string) (int, string, http.Header) {
	t.Helper()
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String(), w.Header()
}

func TestPagesSayWhatTheyShould(t *testing.T) {
	server := serve(t, fixture(t, 42), "https://insider.example")
	for _, c := range []struct {
		path   string
		status int
		want   []string
		not    []string
	}{
		{"/", 200, []string{"Latest episode, ", "Episode 42", "27 October 2026", "48 minutes", `href="/episodes/episode-42#player"`, "Read all 3",
			"Ada", `property="og:image" content="https://insider.example/media/cards/`, `rel="canonical" href="https://insider.example/"`},
			[]string{"Drafts and future", "noindex", `id="chapter-`}},
		{"/episodes", 200, []string{"Episode 42", "Episode 23", `href="/episodes?page=2"`, `href="/seasons/1"`, `href="/topics/culture"`}, []string{"Episode 22:"}},
		{"/episodes?page=3", 200, []string{"Episode 2:", "Episodes, page 3", `href="https://insider.example/episodes?page=3"`}, nil},
		{"/episodes?page=4", 404, []string{"Nothing is wired to this address.", "It ends with page 3."}, nil},
		{"/episodes/episode-42", 200, []string{`<source src="/media/episodes/episode-42/audio.mp3" type="audio/mpeg">`, `href="/episodes/episode-42?t=840#player"`,
			"Download MP3, 44 MB", "EP 041, previous", "In this episode", "All 7 chapters", `<li id="chapter-420">`, `<a class="about" href="https://www.example.org/floor?a=1&amp;b=2" rel="external noopener">`, "example.org</a>", `start="6"`, "Read the full transcript", `<p class="meta">Reader A, Bo and the guest alternate.</p>`, `href="?t=812#player"`}, []string{"next</span>", "<details class=\"more\" open>"}},
		{"/episodes/episode-42?t=14:00", 200, []string{`audio.mp3#t=840"`, "starts at 14:00", "<b>Why “convergence” is the wrong word</b>",
			`rel="canonical" href="https://insider.example/episodes/episode-42"`}, nil},
		{"/episodes/episode-42?t=2200", 200, []string{`<details class="more" open>`, `class="cursor" x1="75.76%"`}, nil},
		{"/episodes/episode-42?t=9000", 200, []string{`audio.mp3" type`}, []string{"starts at"}},
		{"/episodes/episode-42/transcript", 200, []string{"Reader A", "Bo", "Guest", "from there. Reader A, Bo and the guest alternate.</p>", `id="t42"`, `href="/episodes/episode-42/transcript.vtt"`,
			`href="/episodes/episode-42/transcript.nl.vtt"`, `href="/episodes/episode-42/transcript.srt"`, `href="/episodes/episode-42/transcript.json"`,
			`href="/episodes/episode-42/transcript.html"`, "SRT, nl"}, nil},
		{"/articles/article-1", 200, []string{"7 min read", "On this page", "Written by", "The episode", "The reader’s story", "<table>", `id="fn:1" role="doc-footnote"`}, []string{"doc-endnotes"}},
		{"/stories", 200, []string{"Story 3", "Were you there?"}, nil},
		{"/stories/story-1", 200, []string{"Sent in by a reader who is not named.", "Food, Belgium", "Answer of Ada and Bo", "We heard of it too.", "What came of it", `href="/articles/article-1"`, `href="/episodes/episode-1"`}, nil},
		{"/stories/story-2", 200, []string{"Sent in by A. Reader, operator."}, []string{"Answer of", "What came of it"}},
		{"/stories/taken-back", 410, []string{"This was taken back."}, nil},
		{"/stories/never-there", 404, []string{"Nothing is wired"}, nil},
		{"/topics/data", 200, []string{"Topic, 63 entries", `href="/topics/data/feed.xml"`, `href="/topics/data" aria-current="page"`}, nil},
		{"/seasons/2", 200, []string{"Season 2", "Season, 21 episodes"}, nil},
		{"/seasons/02", 404, nil, nil},
		{"/people/ada", 200, []string{"Ada", "Elsewhere", "Episode 42"}, nil},
		{"/about", 200, []string{"Who makes this and how.", `aria-current="true">About`, `class="pen1"`, "Two lines about the second host."}, nil},
		{"/privacy", 200, []string{"We keep nothing."}, []string{"Two lines about"}},
		{"/nowhere", 404, []string{"Nothing is wired to this address.", "The latest", "noindex"}, nil},
	} {
		status, body, _ := get(t, server, c.path)
		if status != c.status {
			t.Errorf("%s: status %d, want %d", c.path, status, c.status)
		}
		for _, want := range c.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %q", c.path, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(body, not) {
				t.Errorf("%s: has %q", c.path, not)
			}
		}
	}
}

func TestOldPathsMove(t *testing.T) {
	source := fixture(t, 1)
	source.Episodes[0].Aliases = []string{"/first", "/episodes/first"}
	server := serve(t, source, "https://insider.example/show")
	for _, old := range source.Episodes[0].Aliases {
		for _, query := range []string{"", "?t=90"} {
			status, _, h := get(t, server, "/show"+old+query)
			if status != http.StatusMovedPermanently || h.Get("Location") != "/show/episodes/episode-1"+query {
				t.Errorf("%s%s: %d to %q", old, query, status, h.Get("Location"))
			}
		}
	}
	status, _, h := get(t, server, "/show/episodes/first/chapters.json")
	if status != http.StatusMovedPermanently || h.Get("Location") != "/show/episodes/episode-1/chapters.json" {
		t.Errorf("below an old path: %d to %q", status, h.Get("Location"))
	}
}

func TestAnOldFeedMovesAlsoForAppsThatReadJSON(t *testing.T) {
	source := fixture(t, 1)
	source.Show.Aliases = []string{"/feed/podcast"}
	server := serve(t, source, "https://insider.example")
	for path, want := range map[string]int{"/feed/podcast": http.StatusMovedPermanently, "/nowhere": http.StatusNotFound} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept", "application/rss+xml, application/json;q=0.9")
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// pages are one address of each kind of page.
var pages = []string{"/", "/episodes", "/episodes/episode-1", "/episodes/episode-1?t=60", "/episodes/episode-1/transcript", "/articles",
	"/articles/article-1", "/stories", "/stories/story-1", "/topics/culture", "/seasons/2", "/people/ada", "/about", "/nowhere"}

var (
	inline  = regexp.MustCompile(`(?i)\s(style|on[a-z]+)\s*=`)
	foreign = regexp.MustCompile(`<(?:script|img|source|audio|iframe)\b[^>]*\bsrc="(?:https?:)?//|<link\b[^>]*rel="(?:stylesheet|preload|icon)"[^>]*href="(?:https?:)?//`)
	scripts = regexp.MustCompile(`(?s)<script[^>]*>(.*?)</script>`)
	data    = regexp.MustCompile(`^<script type="application/(ld\+)?json">`)
	h1      = regexp.MustCompile(`<h1\b`)
)

func TestPagesKeepTheRulesOfTheHouse(t *testing.T) {
	server := serve(t, fixture(t, 3), "https://insider.example")
	for _, path := range pages {
		_, body, h := get(t, server, path)
		if m := inline.FindString(body); m != "" {
			t.Errorf("%s: inline style or handler %q", path, m)
		}
		if m := foreign.FindString(body); m != "" {
			t.Errorf("%s: loads %q from elsewhere", path, m)
		}
		if n := len(h1.FindAllString(body, -1)); n != 1 {
			t.Errorf("%s: %d h1", path, n)
		}
		for _, m := range scripts.FindAllStringSubmatch(body, -1) {
			if m[1] != "" && m[1] != web.ThemeScript && !data.MatchString(m[0]) {
				t.Errorf("%s: inline script %q", path, m[1])
			}
		}
		if h.Get("Set-Cookie") != "" || h.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
}

func TestLinksCarryThePathOfTheBaseAddress(t *testing.T) {
	server := serve(t, fixture(t, 3), "https://insider.example/show")
	outside := regexp.MustCompile(`(?:href|src|action)="(/[^"]*)"`)
	for _, path := range []string{"/", "/episodes/episode-1", "/episodes", "/articles/article-1"} {
		_, body, _ := get(t, server, "/show"+path)
		body, _, _ = strings.Cut(strings.ReplaceAll(body, `href="/about"`, ""), "\x00") // written by hand in the fixture's notes
		for _, m := range outside.FindAllStringSubmatch(body, -1) {
			if !strings.HasPrefix(m[1], "/show/") {
				t.Errorf("%s: %s leaves the base address", path, m[1])
			}
		}
	}
}

func TestNavigationShowsOnlyWhatExists(t *testing.T) {
	source := fixture(t, 1)
	source.Articles, source.Stories, source.Pages = nil, nil, nil
	_, body, _ := get(t, serve(t, source, "https://insider.example"), "/")
	nav, _, _ := strings.Cut(body, "</header>")
	for _, not := range []string{"/articles", "/stories", "/about", "feed.atom"} {
		if strings.Contains(nav, not) {
			t.Errorf("navigation or head has %s", not)
		}
	}
	if !strings.Contains(nav, `href="/episodes"`) || !strings.Contains(nav, "/podcast.xml") {
		t.Error("episodes are missing")
	}
}

func TestAnEmptyShowStillHasItsPages(t *testing.T) {
	source := fixture(t, 0)
	source.Stories, source.People, source.Show.Hosts = nil, nil, nil
	server := serve(t, source, "https://insider.example")
	for path, want := range map[string]string{"/": "Two Pens", "/episodes": "The first episode is on its way.",
		"/articles": "The first article is on its way.", "/stories": "No stories yet."} {
		if status, body, _ := get(t, server, path); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d without %q", path, status, want)
		}
	}
}

func TestDraftsAreMarked(t *testing.T) {
	source := fixture(t, 2)
	source.Drafts, source.Episodes[1].Draft = true, true
	server := serve(t, source, "https://insider.example")
	for path, want := range map[string]string{"/": "Drafts and future items are shown.", "/episodes": `<span class="draft">Draft</span>`,
		"/episodes/episode-2": "/ draft"} {
		if _, body, _ := get(t, server, path); !strings.Contains(body, want) {
			t.Errorf("%s: no %q", path, want)
		}
	}
}

func TestAnEpisodeElsewhereAndBare(t *testing.T) {
	source := fixture(t, 1)
	ep := source.Episodes[0]
	ep.Audio.URL, ep.Audio.Path, ep.Audio.Bytes = "https://cdn.example/a.mp3", "", 0
	ep.Chapters, ep.Transcripts, ep.People, ep.Summary, ep.Topics, ep.Number = nil, nil, nil, "", nil, 0
	server := serve(t, source, "https://insider.example")
	_, body, _ := get(t, server, ep.Path()+"?t=1m5s")
	for _, want := range []string{`src="https://cdn.example/a.mp3#t=65"`, "Download MP3<", "but audio from cdn.example.", `class="cursor"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, not := range []string{"Chapters</h2>", "Transcript</h2>", "In this episode", `class="chapter"`} {
		if strings.Contains(body, not) {
			t.Errorf("has %q", not)
		}
	}
	if status, _, _ := get(t, server, ep.TranscriptPath()); status != 404 {
		t.Errorf("transcript: %d", status)
	}
}

// TestTheHomePageIsSmall holds the budget of the design: HTML, styles and scripts of a first visit on the wire.
func TestTheHomePageIsSmall(t *testing.T) {
	const budget = 20 << 10
	server := serve(t, fixture(t, 42), "https://insider.example")
	_, body, _ := get(t, server, "/")
	total := wire(t, server, "/")
	for _, m := range regexp.MustCompile(`(?:href|src)="(/assets/(?:css|js)/[^"]+)"`).FindAllStringSubmatch(body, -1) {
		total += wire(t, server, m[1])
	}
	if total > budget {
		t.Errorf("%d bytes, more than %d", total, budget)
	}
}

// wire returns how many bytes a browser is sent, and makes sure that they unpack.
func wire(t testing.TB, server http.Handler, path string) int {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	n := w.Body.Len()
	if w.Code != 200 || n == 0 {
		t.Fatalf("%s: %d, %d bytes", path, w.Code, n)
	}
	if w.Header().Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, z); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func TestRelatedItemsShareTopics(t *testing.T) {
	source := fixture(t, 4)
	e := edition.New(source, noon)
	s := New(Deps{Clock: e.Show.Changed.Local})
	ep, _ := e.Episode("episode-4")
	rows := s.related(e, ep)
	if len(rows) != relatedRows {
		t.Fatalf("%d rows", len(rows))
	}
	for _, r := range rows {
		if r.Path == ep.Path() {
			t.Error("an episode is related to itself")
		}
	}
	if got := s.related(e, &show.Story{}); len(got) != 0 {
		t.Errorf("a story without topics has %d", len(got))
	}
}
