package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
)

type sink struct{ h http.Header }

func (s sink) Header() http.Header         { return s.h }
func (s sink) Write(p []byte) (int, error) { return len(p), nil }
func (s sink) WriteHeader(int)             {}

// BenchmarkHit is what the kernel itself does for an answer from the page cache, without net/http.
func BenchmarkHit(b *testing.B) {
	log, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	s, _ := testServer(b, "http://localhost:8080", func(o *Options) { o.Log = slog.New(slog.NewJSONHandler(log, nil)) })
	s.Cached("/page", ClassPage, func(context.Context, *Request) (*Response, error) {
		return Page(make([]byte, 20_000)), nil
	})
	ask(s, "GET", "/page")
	r := httptest.NewRequest("GET", "/page", nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	b.ReportAllocs()
	for b.Loop() {
		s.ServeHTTP(sink{http.Header{}}, r)
	}
}
