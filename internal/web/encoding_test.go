package web

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/andybalholm/brotli"
)

func TestAcceptEncoding(t *testing.T) {
	for value, want := range map[string]string{
		"gzip": "gzip", "gzip, deflate": "gzip", "gzip, deflate, br, zstd": "br gzip", "br, GZIP": "br gzip", "x-gzip": "gzip", "*": "br gzip", "br": "br",
		"gzip;q=0.1": "gzip", "gzip; q=1.0, identity; q=0.5": "gzip", "br;q=1, gzip;q=0.2": "br gzip", "br;q=0.2, gzip;q=1": "gzip", "deflate, *;q=0.3": "br gzip",
		"gzip, *;q=0.5": "gzip", "*, br;q=0": "gzip", "*, gzip;q=0": "br", "identity, br": "br", "identity, br;q=0.5, gzip": "gzip",
		"": "", "identity": "", "gzip;q=0": "", "br;q=0.000": "", "*;q=0": "", "identity, gzip;q=0.5": "", "gzip;q=2": "", "br;q=x": "", "gzip;level=9": "",
		"gzipped": "", "brotli": "",
	} {
		if br, gz := accepted([]string{value}); words(br, gz) != want {
			t.Errorf("%q: %v", value, words(br, gz))
		}
	}
	if br, gz := accepted(nil); br || gz {
		t.Error("nothing is asked for")
	}
	if br, gz := accepted([]string{"br", "gzip"}); !br || !gz {
		t.Error("lists of headers")
	}
}

func words(br, gz bool) string {
	out := ""
	if br {
		out = "br "
	}
	if gz {
		out += "gzip"
	}
	return strings.TrimSpace(out)
}

// TestEveryEncodingHoldsTheSame asks for a page and a style sheet in each encoding: the same text under other validators, the best one
// the smallest.
func TestEveryEncodingHoldsTheSame(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	s.Cached("/page", ClassPage, constant(longText))
	s.Cached("/small", ClassPage, constant("short"))
	s.Cached("/large", ClassFeed, constant(strings.Repeat(longText, largeBody/len(longText)+1)))
	assets, err := NewAssets(fstest.MapFS{"site.css": {Data: []byte(longText)}}, "")
	if err != nil {
		t.Fatal(err)
	}
	assets.Mount(s)
	css, err := assets.Path("site.css")
	if err != nil {
		t.Fatal(err)
	}
	for path, best := range map[string]string{"/page": "br", css: "br", "/small": "", "/large": "gzip"} {
		sizes, tags := map[string]int{}, map[string]bool{}
		for asked, want := range map[string]string{"identity": "", "gzip": "gzip", "gzip, deflate, br, zstd": best} {
			w := ask(s, "GET", path, "Accept-Encoding", asked)
			got, etag := w.Header().Get("Content-Encoding"), w.Header().Get("Etag")
			if path == "/small" {
				want = ""
			}
			if got != want || w.Header().Get("Vary") != "Accept-Encoding" || w.Header().Get("Content-Length") != strconv.Itoa(w.Body.Len()) {
				t.Errorf("%s for %q: %v", path, asked, w.Header())
			}
			sizes[got], tags[etag] = w.Body.Len(), true
			if again := ask(s, "GET", path, "Accept-Encoding", asked, "If-None-Match", etag); again.Code != http.StatusNotModified {
				t.Errorf("%s for %q: %d to its own tag", path, asked, again.Code)
			}
			if text := unpacked(t, got, w.Body.Bytes()); text != unpacked(t, "", ask(s, "GET", path).Body.Bytes()) {
				t.Errorf("%s for %q is another text", path, asked)
			}
		}
		if len(tags) != len(sizes) || best == "br" && sizes["br"] >= sizes["gzip"] {
			t.Errorf("%s: sizes %v, tags %v", path, sizes, tags)
		}
	}
}

// unpacked is a body without its encoding.
func unpacked(t *testing.T, encoding string, body []byte) string {
	t.Helper()
	switch encoding {
	case "gzip":
		return unzip(t, body)
	case "br":
		plain, err := io.ReadAll(brotli.NewReader(bytes.NewReader(body)))
		if err != nil {
			t.Fatal(err)
		}
		return string(plain)
	}
	return string(body)
}

func TestOnlyWhatGetsSmallerIsPacked(t *testing.T) {
	text := bytes.Repeat([]byte("line "), 200)
	if compress(text[:200]) != nil || len(compress(text)) >= len(text) {
		t.Error("sizes")
	}
	if !bytes.Equal(compress(text), compress(text)) {
		t.Error("equal bodies give other bytes")
	}
	noise := make([]byte, 1000)
	for i := range noise {
		noise[i] = newID()[i%13]
	}
	if packed := compress(noise[:300]); len(packed) >= 300 {
		t.Error("packed what got larger")
	}
	for mime, want := range map[string]bool{"text/html; charset=utf-8": true, "image/svg+xml": true, "application/rss+xml": true,
		"application/json": true, "application/x-subrip": true, "image/png": false, "audio/mpeg": false, "font/woff2": false} {
		if compressible(mime) != want {
			t.Error(mime)
		}
	}
}

// FuzzConditions reads what a client says of what it takes and what it has: no answer is taken for another one's, and what is
// refused is not sent.
func FuzzConditions(f *testing.F) {
	for _, seed := range []string{"", "gzip, br;q=0.5", "*;q=0", "identity;q=NaN, gzip", "br;q=NaN", `W/"a", "b"`, "*", `"a`, "Mon, 02 Jan 2006 15:04:05 GMT"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for _, part := range strings.Split(value, ";") {
			if q := quality(part); !(q >= 0 && q <= 1) {
				t.Fatalf("%q is liked %v", part, q)
			}
		}
		br, gz := accepted([]string{value})
		lower := strings.ToLower(value)
		if any := strings.Contains(value, "*"); br && !any && !strings.Contains(lower, "br") || gz && !any && !strings.Contains(lower, "gzip") {
			t.Fatalf("%q: br %v, gzip %v", value, br, gz)
		}
		const etag = `"JSL8KezEIMKC_W8G"`
		h := http.Header{"If-None-Match": {value}, "If-Modified-Since": {value}}
		if unchanged(h, etag, time.Unix(1, 0)) && !strings.Contains(value, etag) && !strings.Contains(value, "*") {
			t.Fatalf("%q is taken for the tag of another page", value)
		}
	})
}
