package site

import (
	"bytes"
	"fmt"
	"image/png"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/derived"
	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

// cardSite is a gate with cards over a source, and the folder they are kept in.
func cardSite(t *testing.T, source *edition.Source) (server *web.Server, gate *Media, folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "cards")
	cards, err := derived.Open(folder, slog.New(slog.DiscardHandler), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	x := newMediaSite(t, "https://insider.example")
	x.gate.Editions.Swap(edition.New(source, noon))
	x.gate.Cards = cards
	return x.server, x.gate, folder
}

func TestCardsOfItems(t *testing.T) {
	source := fixture(t, 2)
	server, gate, folder := cardSite(t, source)
	e := gate.Editions.Current()
	var site Site
	seen := map[string]bool{}
	for i, item := range []show.Item{nil, e.Episodes[0], e.Episodes[1], e.Articles[0], e.Stories[0]} {
		c := site.card(e, item)
		w := ask(t, server, http.MethodGet, c.Path)
		p, err := png.DecodeConfig(bytes.NewReader(w.Body.Bytes()))
		if w.Code != 200 || err != nil || p.Width != c.Width || p.Height != c.Height || w.Body.Len() > 60_000 {
			t.Errorf("%s: %d, %+v, %v, %d bytes", c.Path, w.Code, p, err, w.Body.Len())
			continue
		}
		lasting, files := immutable, i+1
		if item == e.Stories[0] { // which may be taken back
			lasting, files = "public, max-age=3600", i
		}
		if h := w.Header(); h.Get("Content-Type") != "image/png" || h.Get("Cache-Control") != lasting || h.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %v", c.Path, h)
		}
		if again := ask(t, server, http.MethodGet, c.Path, "If-None-Match", w.Header().Get("Etag")); again.Code != 304 {
			t.Errorf("%s again: %d", c.Path, again.Code)
		}
		if head := ask(t, server, http.MethodHead, c.Path); head.Code != 200 || head.Header().Get("Content-Length") != fmt.Sprint(w.Body.Len()) || head.Body.Len() != 0 {
			t.Errorf("HEAD %s: %d, %v", c.Path, head.Code, head.Header())
		}
		if seen[w.Body.String()] {
			t.Errorf("%s is like another", c.Path)
		}
		seen[w.Body.String()] = true
		if kept, err := os.ReadDir(folder); err != nil || len(kept) != files {
			t.Errorf("kept after %s: %v, %v", c.Path, kept, err)
		}
	}
	if err := os.RemoveAll(folder); err != nil { // as if there were no room
		t.Fatal(err)
	}
	if w := ask(t, server, http.MethodGet, site.card(e, nil).Path); w.Code != 200 || !seen[w.Body.String()] {
		t.Errorf("a card that cannot be kept: %d", w.Code)
	}
}

func TestCardsTellWhatTheyShow(t *testing.T) {
	e := edition.New(fixture(t, 1), noon)
	var site Site
	for want, item := range map[string]show.Item{
		"Two Pens: A show about two worlds on one floor.":                                          nil,
		"EP 001, Episode 1: as long as a real one gets. Two Pens, with Cléo van den Berg, 48 min.": e.Episodes[0],
		"AR 001, Article 1 on how the floor keeps time. Two Pens, by Ada, 7 min read.":             e.Articles[0],
		"ST 003, Story 3 from a night shift. Two Pens, a reader’s story.":                          e.Stories[0],
	} {
		if c := site.card(e, item); c.Alt != want {
			t.Errorf("the card says %q, want %q", c.Alt, want)
		}
	}
	people := func(names string) (out []*show.Person) {
		for _, n := range strings.Fields(names) {
			out = append(out, &show.Person{Name: n})
		}
		return out
	}
	for names, want := range map[string]string{"": "", "A": "with A", "A B": "with A and B", "A B C": "with A and 2 others"} {
		if got := among("with ", people(names)); got != want {
			t.Errorf("%q are named %q", names, got)
		}
	}
}

func TestPagesNameTheirCard(t *testing.T) {
	source := fixture(t, 1)
	source.People[0].Picture = &show.Image{Path: "/media/people/ada/ada.jpg", Width: 800, Height: 800, Alt: "Ada"}
	server := serve(t, source, "https://insider.example/show")
	e := edition.New(source, noon)
	var site Site
	const ep1 = "/episodes/episode-1"
	whole, ep := site.card(e, nil), site.card(e, e.Episodes[0])
	for path, want := range map[string]*socialCard{
		"/": whole, "/episodes": whole, "/about": whole, "/topics/culture": whole, "/people/bo": whole, "/nothing": whole,
		ep1: ep, "/episodes/episode-1/transcript": ep, "/articles/article-1": site.card(e, e.Articles[0]),
		"/stories/story-1": site.card(e, e.Stories[2]), "/people/ada": nil,
	} {
		body := ask(t, server, http.MethodGet, "/show"+path).Body.String()
		picture, size, kind := "/media/people/ada/ada.jpg", "800", "summary"
		if want != nil {
			picture, size, kind = want.Path, "1200", "summary_large_image"
		}
		if path == ep1 {
			kind = "player" // it plays where it is shared
		}
		for _, tag := range []string{
			`<meta property="og:image" content="https://insider.example/show` + picture + `">`,
			`<meta property="og:image:width" content="` + size + `">`,
			`<meta name="twitter:card" content="` + kind + `">`,
			`<meta property="og:image:alt" content="`,
		} {
			if strings.Count(body, tag) != 1 {
				t.Errorf("%s does not say once %s", path, tag)
			}
		}
	}
}

// TestCardsAtOtherAddresses asks for earlier cards, old slugs, drafts and nonsense.
func TestCardsAtOtherAddresses(t *testing.T) {
	source := fixture(t, 2)
	source.Episodes[0].Aliases = []string{"/episodes/old-name"}
	source.Episodes[1].Draft = true
	server, gate, folder := cardSite(t, source)
	var site Site
	e := gate.Editions.Current()
	now := site.card(e, e.Episodes[0]).Path
	hash := strings.Split(now, "/")[3]
	other := strings.Repeat("0", 32)
	for path, want := range map[string]string{
		"/media/cards/" + other + "/episodes-episode-1.png": now,
		"/media/cards/" + hash + "/episodes-old-name.png":   now,
		"/media/cards/x/show.png":                           site.card(e, nil).Path,
		"/media/cards/" + hash + "/episodes-episode-2.png":  "",
		"/media/cards/" + hash + "/episodes-episode-1.jpg":  "",
		"/media/cards/" + hash + "/episodes-episode-1":      "",
		"/media/cards/" + hash + "/episodes-.png":           "",
		"/media/cards/" + hash + "/pages-about.png":         "",
		"/media/cards/" + hash + "/.png":                    "",
		"/media/cards/" + hash + "/stories-taken-back.png":  "",
	} {
		w := ask(t, server, http.MethodGet, path)
		if want == "" && w.Code != 404 || want != "" && (w.Code != 302 || w.Header().Get("Location") != want) {
			t.Errorf("%s answers %d, %q", path, w.Code, w.Header().Get("Location"))
		}
	}
	if kept, err := os.ReadDir(folder); err != nil || len(kept) != 0 {
		t.Errorf("drawn all the same: %v, %v", kept, err)
	}
	gate.Cards = nil
	if w := ask(t, server, http.MethodGet, now); w.Code != 404 {
		t.Errorf("without a folder: %d", w.Code)
	}
}

func TestACardChangesWithWhatItShows(t *testing.T) {
	path := func(change func(*edition.Source)) string {
		source := fixture(t, 1)
		change(source)
		e := edition.New(source, noon)
		return (&Site{}).card(e, e.Episodes[0]).Path
	}
	same := path(func(*edition.Source) {})
	for what, change := range map[string]func(*edition.Source){
		"title":       func(s *edition.Source) { s.Episodes[0].Title = "Another" },
		"number":      func(s *edition.Source) { s.Episodes[0].Number = 9 },
		"letters":     func(s *edition.Source) { s.Show.Tags.Episode = "PO" },
		"show":        func(s *edition.Source) { s.Show.Title = "Another" },
		"a guest":     func(s *edition.Source) { s.People[2].Name = "Another" },
		"pens":        func(s *edition.Source) { s.Show.Hosts[0], s.Show.Hosts[1] = s.Show.Hosts[1], s.Show.Hosts[0] },
		"transcripts": func(s *edition.Source) { s.Episodes[0].Transcripts = nil },
	} {
		if path(change) == same {
			t.Errorf("another %s gives the same card", what)
		}
	}
	if path(func(s *edition.Source) { s.Episodes[0].Summary, s.Episodes[0].Hash = "Another", "x" }) != same {
		t.Error("what is not shown changes the card")
	}
}
