package feedcheck

import (
	"bytes"
	"compress/gzip"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// host is a podcast host of which each path has its own manners.
func host(t *testing.T) *httptest.Server {
	t.Helper()
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 1500, 1500)), nil); err != nil {
		t.Fatal(err)
	}
	audio := bytes.NewReader(make([]byte, 5000))
	mux := http.NewServeMux()
	mux.HandleFunc("/good.xml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"1"`)
		w.Header().Set("Content-Type", "application/rss+xml")
		http.ServeContent(w, r, "", time.Unix(1_700_000_000, 0), strings.NewReader("<rss/>"))
	})
	mux.HandleFunc("/zip.xml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte("<rss/>"))
		_ = z.Close()
	})
	mux.HandleFunc("/bomb.xml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for range 64 {
			_, _ = z.Write(make([]byte, 1<<20))
		}
		_ = z.Close()
	})
	mux.HandleFunc("/forgetful.xml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"1"`)
		_, _ = w.Write([]byte("<rss/>"))
	})
	mux.HandleFunc("/good.mp3", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "audio/mpeg")
		http.ServeContent(w, r, "", time.Time{}, audio)
	})
	mux.HandleFunc("/whole.mp3", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "5000")
		if r.Method != http.MethodHead {
			_, _ = w.Write(make([]byte, 5000))
		}
	})
	mux.HandleFunc("/moved.mp3", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/good.mp3", http.StatusFound) })
	mux.HandleFunc("/circle.mp3", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/circle.mp3", http.StatusFound) })
	mux.HandleFunc("/cover.jpg", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(picture.Bytes()) })
	mux.HandleFunc("/text.jpg", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("no picture")) })
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func asker(t *testing.T) *Asker {
	a := NewAsker()
	t.Cleanup(a.Close)
	return a
}

func TestAFeedIsAskedForAsAppsDo(t *testing.T) {
	h, a := host(t), asker(t)
	data, got := a.Feed(t.Context(), h.URL+"/good.xml")
	if string(data) != "<rss/>" || got.Status != 200 || got.Head != 200 || !got.Unchanged || got.Gzip || got.ETag != `"1"` || got.Modified == "" || got.Type != "application/rss+xml" {
		t.Errorf("%q %+v", data, got)
	}
	if data, got = a.Feed(t.Context(), h.URL+"/zip.xml"); string(data) != "<rss/>" || !got.Gzip || !got.Unchanged {
		t.Errorf("%q %+v", data, got)
	}
	if data, got = a.Feed(t.Context(), h.URL+"/forgetful.xml"); data == nil || got.Unchanged {
		t.Errorf("%q %+v", data, got)
	}
	if data, got = a.Feed(t.Context(), h.URL+"/none.xml"); data != nil || got.Status != 404 || got.Problem != "" {
		t.Errorf("%q %+v", data, got)
	}
	data, _ = a.Feed(t.Context(), h.URL+"/bomb.xml")
	if _, err := Parse(data); len(data) != MaxFeed+1 || err == nil || !strings.Contains(err.Error(), "larger") {
		t.Errorf("%d bytes of a bomb: %v", len(data), err)
	}
	h.Close()
	if data, got = a.Feed(t.Context(), h.URL+"/good.xml"); data != nil || !strings.HasPrefix(got.Problem, "It cannot be fetched: connection refused") {
		t.Errorf("%q %+v", data, got)
	}
}

func TestAudioIsAskedForAsAppleDoes(t *testing.T) {
	h, a := host(t), asker(t)
	var addresses []string
	for _, name := range []string{"good.mp3", "whole.mp3", "moved.mp3", "none.mp3", "circle.mp3"} {
		addresses = append(addresses, h.URL+"/"+name)
	}
	got := a.Enclosures(t.Context(), addresses)
	good := EnclosureAnswer{Head: 200, Length: 5000, Type: "audio/mpeg", Range: 206, Part: "bytes 0-1/5000", Body: 2}
	for name, want := range map[string]EnclosureAnswer{
		"good.mp3": good, "moved.mp3": good,
		"whole.mp3":  {Head: 200, Length: 5000, Range: 200, Body: 3},
		"none.mp3":   {Head: 404, Length: -1, Type: "text/plain"},
		"circle.mp3": {Problem: "It cannot be fetched: stopped after 10 redirects."},
	} {
		one := got[h.URL+"/"+name]
		if name == "none.mp3" {
			one.Length = -1 // of the page that says so
		}
		if one != want {
			t.Errorf("%s: %+v, want %+v", name, one, want)
		}
	}
}

func TestWhatTakesTooLongIsLeftOut(t *testing.T) {
	h, a := host(t), asker(t)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	addresses := []string{h.URL + "/slow", h.URL + "/slow?2", h.URL + "/slow?3", h.URL + "/slow?4", h.URL + "/good.mp3"}
	if got := a.Enclosures(ctx, addresses); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	a.Client.Timeout = 200 * time.Millisecond
	if got := a.Enclosures(t.Context(), addresses); len(got) != 5 || got[h.URL+"/slow"].Problem != "It did not answer within 15 seconds." || got[h.URL+"/good.mp3"].Head != 200 {
		t.Errorf("%+v", got)
	}
}

func TestArtworkIsLookedAt(t *testing.T) {
	h, a := host(t), asker(t)
	got := a.Pictures(t.Context(), []string{h.URL + "/cover.jpg", h.URL + "/text.jpg", h.URL + "/none.jpg", "https://%zz/"})
	if p := got[h.URL+"/cover.jpg"]; p.Problem != "" || p.Type != "image/jpeg" || p.Width != 1500 || p.Height != 1500 || p.Colours != "RGB" || p.Bytes < 1000 {
		t.Errorf("%+v", p)
	}
	for address, want := range map[string]string{h.URL + "/text.jpg": "This is no picture.", h.URL + "/none.jpg": "It answers 404.", "https://%zz/": "Its address cannot be used."} {
		if p := got[address]; !strings.HasPrefix(p.Problem, want) {
			t.Errorf("%s: %+v", address, p)
		}
	}
}

func TestColoursOfArtwork(t *testing.T) {
	area := image.Rect(0, 0, 8, 8)
	clear := image.NewNRGBA(area)
	opaque := image.NewRGBA(area)
	for i := range opaque.Pix {
		opaque.Pix[i] = 0xff
	}
	for name, c := range map[string]struct {
		picture image.Image
		colours string
		clear   bool
	}{
		"clear":         {clear, "RGB", true},
		"opaque":        {opaque, "RGB", false},
		"grey":          {image.NewGray(area), "grey", false},
		"palette":       {image.NewPaletted(area, color.Palette{color.Black, color.White}), "palette", false},
		"clear palette": {image.NewPaletted(area, color.Palette{color.Black, color.Transparent}), "palette", true},
	} {
		var out bytes.Buffer
		if err := png.Encode(&out, c.picture); err != nil {
			t.Fatal(err)
		}
		if p := Look(&out); p.Problem != "" || p.Colours != c.colours || p.Clear != c.clear {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if name, _ := colours(color.CMYKModel); name != "CMYK" {
		t.Error(name)
	}
}
