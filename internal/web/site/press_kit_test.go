package site

import (
	"net/http"
	"strings"
	"testing"

	"insider/internal/edition"
	"insider/internal/show"
)

func TestPressKit(t *testing.T) {
	source := fixture(t, 1)
	source.Show.Cover.File = &show.File{Hash: "0123456789abcdef0123456789abcdef"}
	_, body, _ := get(t, serve(t, source, "https://insider.example/show"), "/show/about")
	expectSaid(t, body, "Press kit", "Wordmark for dark grounds (SVG)", `href="/show/media/art/0123456789abcdef/3000.jpg" download>3000 pixels, JPG`,
		`src="/show/media/art/0123456789abcdef/300.jpg" width="300" height="300" alt="Cover"`, `data-copy="A show about two worlds on one floor."`,
		"A show about two worlds that meet on one floor, told by those who work there.")
	source.Show.Cover.Width, source.Show.Cover.Height = 1400, 1400
	_, body, _ = get(t, serve(t, source, "https://insider.example"), "/about")
	if n := strings.Count(body, ">1400 pixels, JPG<"); n != 1 || strings.Contains(body, ">3000 pixels") || !strings.Contains(body, ">600 pixels, JPG<") {
		t.Errorf("a cover of 1400 pixels is offered %d times", n)
	}
	source.Show.Cover, source.Show.Wordmark, source.Show.Tagline = nil, "境界", ""
	_, body, _ = get(t, serve(t, source, "https://insider.example"), "/about")
	expectSaid(t, body, "Mark (SVG)", "!Wordmark", "!<h3>Cover</h3>", "!short text")
}

func TestPressFilesAreServed(t *testing.T) {
	x := newMediaSite(t, "https://insider.example")
	source := x.source()
	source.Show.Wordmark = "Two Pens"
	x.gate.Editions.Swap(edition.New(source, noon))
	marks := newPressKit(source.Show).Marks
	if len(marks) != 4 {
		t.Fatalf("%d files", len(marks))
	}
	for _, f := range marks {
		w := ask(t, x.server, http.MethodGet, f.Path)
		if w.Code != 200 || w.Header().Get("Content-Type") != "image/svg+xml" || w.Header().Get("Cache-Control") != immutable || !strings.HasPrefix(w.Body.String(), "<svg ") {
			t.Errorf("%s: %d, %v", f.Path, w.Code, w.Header())
		}
	}
	for _, path := range []string{"/media/press/0123456789abcdef/mark.svg", strings.Replace(marks[0].Path, "mark.svg", "wordmark.svg", 1)} {
		if w := ask(t, x.server, http.MethodGet, path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
