package site

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"insider/internal/artwork"
	"insider/internal/derived"
	"insider/internal/edition"
	"insider/internal/picture"
	"insider/internal/show"
)

// artSite is a gate with covers: of the show, of a public episode, and of a draft.
func artSite(t *testing.T) (*mediaSite, map[string]*show.Image) {
	t.Helper()
	x := newMediaSite(t, "https://insider.example")
	covers := map[string]*show.Image{}
	for name, side := range map[string]int{"show": 1400, "public": 400, "draft": 500} {
		var out bytes.Buffer
		if err := png.Encode(&out, image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White})); err != nil {
			t.Fatal(err)
		}
		f := x.file(name+".png", out.String())
		f.Hash, f.Width, f.Height = (name + "0123456789abcdef0123456789abcdef")[:32], side, side
		covers[name] = &show.Image{Path: "/media/show/x/" + name + ".png", Width: side, Height: side, File: f}
	}
	source := x.source()
	source.Show.Cover, source.Episodes[0].Cover, source.Episodes[2].Cover = covers["show"], covers["public"], covers["draft"]
	x.gate.Editions.Swap(edition.New(source, noon))
	folder, err := derived.Open(filepath.Join(t.TempDir(), "covers"), slog.New(slog.DiscardHandler), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	x.gate.Art = artwork.New(folder, func(source string) (artwork.Source, error) { return os.Open(filepath.Join(x.dir, source)) })
	return x, covers
}

func TestCoversInTheirSizes(t *testing.T) {
	x, covers := artSite(t)
	for path, want := range map[string]int{
		covers["show"].Sized(3000).Path:  1400,
		covers["show"].Sized(600).Path:   600,
		covers["public"].Sized(600).Path: 400,
		covers["public"].Sized(300).Path: 300,
	} {
		w := ask(t, x.server, http.MethodGet, path)
		info, err := picture.Probe(bytes.NewReader(w.Body.Bytes()))
		if w.Code != 200 || err != nil || info != (picture.Info{Type: "image/jpeg", Width: want, Height: want}) {
			t.Errorf("%s: %d, %+v, %v", path, w.Code, info, err)
			continue
		}
		if w.Header().Get("Content-Type") != "image/jpeg" || w.Header().Get("Cache-Control") != immutable || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %v", path, w.Header())
		}
		head := ask(t, x.server, http.MethodHead, path)
		if head.Code != 200 || head.Header().Get("Content-Length") != w.Header().Get("Content-Length") || head.Header().Get("Etag") != w.Header().Get("Etag") {
			t.Errorf("HEAD %s: %d, %v", path, head.Code, head.Header())
		}
		if part := ask(t, x.server, http.MethodGet, path, "Range", "bytes=0-1"); part.Code != 206 || part.Body.String() != "\xff\xd8" {
			t.Errorf("the first bytes of %s: %d, %q", path, part.Code, part.Body)
		}
		if again := ask(t, x.server, http.MethodGet, path, "If-None-Match", w.Header().Get("Etag")); again.Code != 304 {
			t.Errorf("%s again: %d", path, again.Code)
		}
	}
}

func TestOnlySizesOfPublicCoversAreMade(t *testing.T) {
	x, covers := artSite(t)
	key := covers["show"].ArtKey()
	for _, path := range []string{
		covers["draft"].Sized(300).Path, "/media/art/" + key + "/1399.jpg", "/media/art/" + key + "/3000.jpg", "/media/art/" + key + "/0300.jpg",
		"/media/art/" + key + "/300.png", "/media/art/" + key + "/.jpg", "/media/art/" + key + "/-300.jpg", "/media/art/" + key, "/media/art/nothing/300.jpg",
	} {
		if w := ask(t, x.server, http.MethodGet, path); w.Code != 404 {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
	if err := os.Remove(filepath.Join(x.dir, "show.png")); err != nil {
		t.Fatal(err)
	}
	if w := ask(t, x.server, http.MethodGet, covers["show"].Sized(300).Path); w.Code != 503 {
		t.Errorf("a cover that is gone answers %d", w.Code)
	}
	x.gate.Art = nil
	if w := ask(t, x.server, http.MethodGet, covers["show"].Sized(600).Path); w.Code != 404 {
		t.Errorf("without sizes: %d", w.Code)
	}
}
