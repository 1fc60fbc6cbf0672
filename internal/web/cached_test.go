package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
)

var longText = strings.Repeat("The line went down at four in the morning. ", 100)

func TestEachEncodingHasItsOwnTag(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	s.Cached("/page", ClassPage, constant(longText))
	for range 2 { // built, then from the cache
		plain, packed := ask(s, "GET", "/page"), ask(s, "GET", "/page", "Accept-Encoding", "gzip")
		if plain.Body.String() != longText || unzip(t, packed.Body.Bytes()) != longText {
			t.Fatal("bodies differ")
		}
		tag, packedTag := plain.Header().Get("Etag"), packed.Header().Get("Etag")
		if tag == "" || tag == packedTag || strings.HasPrefix(tag, "W/") || packed.Header().Get("Content-Encoding") != "gzip" {
			t.Fatalf("tags %s and %s", tag, packedTag)
		}
		for _, w := range []http.Header{plain.Header(), packed.Header()} {
			if w.Get("Vary") != "Accept-Encoding" {
				t.Fatalf("Vary %q", w.Get("Vary"))
			}
		}
		if w := ask(s, "GET", "/page", "Accept-Encoding", "gzip", "If-None-Match", packedTag); w.Code != 304 || w.Body.Len() > 0 {
			t.Fatalf("gzip: %d", w.Code)
		}
		if w := ask(s, "GET", "/page", "If-None-Match", packedTag); w.Code != 200 {
			t.Fatalf("the other encoding's tag: %d", w.Code)
		}
	}
}

func unzip(t *testing.T, data []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestHeadEqualsGet(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	s.Cached("/page", ClassPage, constant(longText))
	s.Handle("GET", "/form", ClassForm, func(w http.ResponseWriter, r *http.Request) error {
		return s.Write(w, r, ClassForm, Page([]byte("form")))
	})
	x := run(t, s)
	for _, path := range []string{"/page", "/page", "/form", "/none", "/healthz", "/readyz"} {
		tail := " HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
		get, body, _ := strings.Cut(x.raw("GET "+path+tail), "\r\n\r\n")
		head, none, _ := strings.Cut(x.raw("HEAD "+path+tail), "\r\n\r\n")
		if body == "" || none != "" || steady(get) != steady(head) {
			t.Errorf("%s:\n%s\n%s", path, get, head)
		}
		if !strings.Contains(head, "Content-Length: "+strconv.Itoa(len(body))) {
			t.Errorf("%s: the length of %d is missing in %q", path, len(body), head)
		}
	}
}

// steady drops what changes with each answer.
func steady(head string) string {
	lines := strings.Split(head, "\r\n")
	kept := lines[:0]
	for _, l := range lines {
		if !strings.HasPrefix(l, "Date:") && !strings.HasPrefix(l, "X-Request-Id:") {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

func TestHitEqualsMiss(t *testing.T) {
	for _, class := range []Class{ClassPage, ClassFeed, ClassCompanion, ClassEmbed} {
		s, _ := testServer(t, "http://localhost:8080/radio")
		s.Cached("/page", class, constant(longText))
		x := run(t, s)
		get := "GET /radio/page HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
		miss, hit := x.raw(get), x.raw(get)
		if steady(miss) != steady(hit) {
			t.Errorf("class %d:\n%s\n\n%s", class, miss[:800], hit[:800])
		}
	}
}

func TestValidatorsWorkAlone(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	s.Cached("/feed", ClassFeed, func(context.Context, *Request) (*Response, error) {
		return &Response{Type: "application/rss+xml; charset=utf-8", Body: []byte(longText), Modified: testTime.Add(400 * time.Millisecond)}, nil
	})
	first := ask(s, "GET", "/feed")
	tag, modified := first.Header().Get("Etag"), first.Header().Get("Last-Modified")
	if modified != "Tue, 03 Nov 2026 09:00:00 GMT" {
		t.Fatalf("Last-Modified %q", modified)
	}
	earlier := testTime.Add(-time.Hour).Format(http.TimeFormat)
	cases := []struct {
		headers []string
		want    int
	}{
		{[]string{"If-None-Match", tag}, 304},
		{[]string{"If-None-Match", "W/" + tag}, 304},
		{[]string{"If-None-Match", `"other", ` + tag}, 304},
		{[]string{"If-None-Match", `"other"`, "If-None-Match", tag}, 304},
		{[]string{"If-None-Match", "*"}, 304},
		{[]string{"If-None-Match", `"other"`}, 200},
		{[]string{"If-None-Match", `"other"`, "If-Modified-Since", modified}, 200},
		{[]string{"If-None-Match", tag, "If-Modified-Since", earlier}, 304},
		{[]string{"If-Modified-Since", modified}, 304},
		{[]string{"If-Modified-Since", earlier}, 200},
		{[]string{"If-Modified-Since", "yesterday"}, 200},
		{[]string{"If-Modified-Since", modified, "If-Modified-Since", modified}, 200},
	}
	for _, c := range cases {
		w := ask(s, "GET", "/feed", c.headers...)
		if w.Code != c.want {
			t.Errorf("%v: %d, want %d", c.headers, w.Code, c.want)
		}
		if w.Code == 304 && (w.Header().Get("Etag") != tag || w.Header().Get("Cache-Control") == "" || w.Header().Get("Content-Type") != "") {
			t.Errorf("%v: headers %v", c.headers, w.Header())
		}
	}
}

func TestManyAskOneBuilds(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	var built atomic.Int32
	gate := make(chan struct{})
	s.Cached("/page", ClassPage, func(context.Context, *Request) (*Response, error) {
		built.Add(1)
		<-gate
		return Page([]byte("once")), nil
	})
	var all sync.WaitGroup
	first, leave := context.WithCancel(t.Context())
	for i := range 20 {
		all.Go(func() {
			r, _ := http.NewRequest("GET", "http://h/page", nil)
			if i == 0 {
				r = r.WithContext(first)
			}
			w := newRecorder()
			s.ServeHTTP(w, r)
			if w.Code != 200 || w.Body.String() != "once" {
				t.Errorf("%d %q", w.Code, w.Body)
			}
		})
	}
	wait(t, "the page is being built", func() bool { return built.Load() == 1 })
	leave() // whoever came first and left must not fail the others
	close(gate)
	all.Wait()
	if built.Load() > 2 { // one flight, or a second for whoever came after it landed and before the entry was there
		t.Fatalf("built %d times", built.Load())
	}
}

func TestPanicWhileBuildingAnswersEverybody(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	fail := true
	s.Cached("/page", ClassPage, func(context.Context, *Request) (*Response, error) {
		if fail {
			panic("broken template")
		}
		return Page([]byte("mended")), nil
	})
	if w := ask(s, "GET", "/page"); w.Code != 500 || strings.Contains(w.Body.String(), "broken") || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %q %v", w.Code, w.Body, w.Header())
	}
	fail = false
	if w := ask(s, "GET", "/page"); w.Body.String() != "mended" {
		t.Fatalf("the failure was kept: %q", w.Body)
	}
}

func TestPageNumbers(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	s.Cached("/episodes", ClassPage, func(_ context.Context, r *Request) (*Response, error) {
		return Page([]byte("page " + strconv.Itoa(r.Page))), nil
	})
	for query, want := range map[string]string{
		"": "page 1", "?page=1": "page 1", "?page=2": "page 2", "?x=1&page=2": "page 2", "?utm=page": "page 1",
		"?page=0": "", "?page=-1": "", "?page=01": "", "?page=+1": "", "?page=1.0": "", "?page=": "", "?page=x": "",
		"?page=1&page=2": "", "?page=1000001": "", "?page=99999999999999999999": "",
	} {
		for range 2 {
			w := ask(s, "GET", "/episodes"+query)
			if want == "" && w.Code != 404 || want != "" && w.Body.String() != want {
				t.Errorf("%q: %d %q", query, w.Code, w.Body)
			}
		}
	}
}

func TestPageNumbersOfNoListShareTheEntry(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	built := 0
	s.Cached("/about", ClassPage, func(context.Context, *Request) (*Response, error) {
		built++
		return Page([]byte("about")), nil
	})
	for _, query := range []string{"", "?page=2", "?page=3", "?page=4", "?page=4"} {
		if w := ask(s, "GET", "/about"+query); w.Body.String() != "about" {
			t.Fatalf("%s: %d", query, w.Code)
		}
	}
	if _, n := s.cache.usage(); n != 1 || built != 2 {
		t.Fatalf("%d entries, built %d times", n, built)
	}
}

func TestDeclaredParametersAreNotCached(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	built := 0
	s.Cached("/episodes/:slug", ClassPage, func(_ context.Context, r *Request) (*Response, error) {
		built++
		return Page([]byte(r.Path + " at " + r.Query("t") + r.Query("other"))), nil
	}, "t")
	for _, c := range [][2]string{{"", ""}, {"?t=12", "12"}, {"?t=13&other=x", "13"}, {"?other=x", ""}, {"?t=", ""}} {
		if w := ask(s, "GET", "/episodes/x"+c[0]); w.Body.String() != "/episodes/x at "+c[1] {
			t.Errorf("%s: %q", c[0], w.Body)
		}
	}
	if built != 4 { // once for the cache, once for each ?t=
		t.Errorf("built %d times", built)
	}
}

func TestRedirectsAndFaultsAreNotKept(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080/radio")
	built := 0
	s.Cached("/old", ClassPage, func(context.Context, *Request) (*Response, error) {
		built++
		return s.Moved("/new", http.StatusMovedPermanently), nil
	})
	for range 2 {
		if w := ask(s, "GET", "/radio/old"); w.Code != 301 || w.Header().Get("Location") != "/radio/new" || w.Header().Get("Etag") != "" {
			t.Fatalf("%d %v", w.Code, w.Header())
		}
	}
	if _, n := s.cache.usage(); n != 0 || built != 2 {
		t.Fatalf("%d entries, built %d times", n, built)
	}
}

func TestBaseURLWithPath(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080/radio/")
	s.Cached("/", ClassPage, func(_ context.Context, r *Request) (*Response, error) { return Page([]byte("home at " + r.Path)), nil })
	s.Cached("/about", ClassPage, constant("about"))
	for path, want := range map[string]int{"/radio/": 200, "/radio": 200, "/radio/about": 200, "/": 404, "/about": 404, "/radiology": 404,
		"/radio/healthz": 200, "/healthz": 200, "/readyz": 200} {
		for range 2 {
			if w := ask(s, "GET", path); w.Code != want {
				t.Errorf("%s: %d, want %d", path, w.Code, want)
			}
		}
	}
}

func TestPolicyNamesHostsElsewhere(t *testing.T) {
	s, current := testServer(t, "http://localhost:8080")
	s.Cached("/page", ClassPage, constant("page"))
	if csp := ask(s, "GET", "/page").Header().Get("Content-Security-Policy"); !strings.Contains(csp, "media-src 'self';") {
		t.Fatal(csp)
	}
	remote := func(slug, address string) *show.Episode {
		return &show.Episode{Slug: slug, GUID: slug, Hash: slug, Audio: show.Enclosure{URL: address}}
	}
	current.Store(edition.New(&edition.Source{Show: &show.Show{}, Episodes: []*show.Episode{
		remote("a", "https://b.example/x.mp3"), remote("b", "https://a.example:8443/y.mp3?z=1"), remote("c", "https://b.example/z.mp3"),
		remote("d", "javascript:alert(1)"),
	}, Articles: []*show.Article{{Slug: "a", Origins: []string{"https://d.example", "https://c.example"}}}, Pages: []*show.Page{{Slug: "p", Origins: []string{"https://c.example"}}},
	}, testTime))
	for range 2 {
		csp := ask(s, "GET", "/page").Header().Get("Content-Security-Policy")
		if !strings.Contains(csp, "media-src 'self' https://a.example:8443 https://b.example;") ||
			!strings.Contains(csp, "img-src 'self' data: https://c.example https://d.example;") {
			t.Fatal(csp)
		}
	}
}

func TestEqualEditionKeepsTheCacheAndLaterDatesDoNot(t *testing.T) {
	s, current := testServer(t, "http://localhost:8080")
	built := 0
	s.Cached("/page", ClassPage, func(context.Context, *Request) (*Response, error) {
		built++
		return Page([]byte("page")), nil
	})
	ask(s, "GET", "/page")
	current.Store(testEdition("one"))
	ask(s, "GET", "/page")
	if built != 1 {
		t.Fatalf("an equal edition was built again: %d", built)
	}
	current.Store(edition.New(&edition.Source{Show: &show.Show{Title: "Test", Hash: "one"}, Removed: map[show.Kind]time.Time{show.Stories: testTime}}, testTime))
	ask(s, "GET", "/page")
	if built != 2 {
		t.Fatalf("a removal left old dates in the cache: built %d times", built)
	}
}

func TestBuildSeesATimeLimit(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	s.Cached("/page", ClassPage, func(ctx context.Context, _ *Request) (*Response, error) {
		if _, ok := ctx.Deadline(); !ok {
			return nil, errors.New("no deadline")
		}
		return Page(nil), nil
	})
	if w := ask(s, "GET", "/page"); w.Code != 200 {
		t.Fatal(w.Code)
	}
}
