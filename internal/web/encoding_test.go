package web

import (
	"bytes"
	"testing"
)

func TestAcceptEncoding(t *testing.T) {
	for value, want := range map[string]bool{
		"gzip": true, "gzip, deflate, br, zstd": true, "br, GZIP": true, "x-gzip": true, "*": true, "gzip;q=0.1": true,
		"gzip; q=1.0, identity; q=0.5": true, "br;q=1, gzip;q=0.2": true, "deflate, *;q=0.3": true,
		"": false, "br": false, "identity": false, "gzip;q=0": false, "gzip;q=0.000": false, "*;q=0": false,
		"*, gzip;q=0": false, "identity, gzip;q=0.5": false, "gzip;q=2": false, "gzip;q=x": false, "gzip;level=9": false, "gzipped": false,
	} {
		if got := acceptsGzip([]string{value}); got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
	if acceptsGzip(nil) || !acceptsGzip([]string{"br", "gzip"}) {
		t.Error("lists of headers")
	}
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
