package web

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// counted serves a file of the size and tells what went out of each answer.
func counted(t *testing.T, size int64) (*Server, chan Sent) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "sound.mp3")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, size); err != nil {
		t.Fatal(err)
	}
	s, _ := testServer(t, "http://localhost:8080")
	sent := make(chan Sent, 1)
	s.Mount("/media/", ClassMedia, s.Handler(func(w http.ResponseWriter, r *http.Request) error {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		sent <- ServeFile(w, r, File{Type: MediaType(name), ETag: `"tag"`, Modified: testTime, Body: f})
		return nil
	}))
	return s, sent
}

func TestWhatWentOutIsTold(t *testing.T) {
	const size = 1 << 20
	s, sent := counted(t, size)
	for _, c := range []struct {
		method  string
		headers []string
		want    Sent
	}{
		{"GET", nil, Sent{200, size, size}},
		{"HEAD", nil, Sent{200, size, 0}},
		{"GET", []string{"Range", "bytes=0-1"}, Sent{206, 2, 2}},
		{"GET", []string{"Range", "bytes=-100"}, Sent{206, 100, 100}},
		{"GET", []string{"If-None-Match", `"tag"`}, Sent{304, -1, 0}},
	} {
		ask(s, c.method, "/media/sound.mp3", c.headers...)
		if got := <-sent; got != c.want {
			t.Errorf("%s %v: %+v, want %+v", c.method, c.headers, got, c.want)
		}
	}
	ask(s, "GET", "/media/sound.mp3", "Range", "bytes=5-1")
	if got := <-sent; got.Status != 416 {
		t.Errorf("%+v", got)
	}
	ask(s, "GET", "/media/sound.mp3", "Range", "bytes=0-9,20-29")
	if got := <-sent; got.Status != 206 || got.Bytes <= 20 || got.Bytes != got.Length {
		t.Errorf("two ranges: %+v", got)
	}
	ask(s, "GET", "/media/sound.mp3", "Range", "bytes=0-0"+strings.Repeat(",1-1", 9_999))
	if got := <-sent; got != (Sent{200, size, size}) {
		t.Errorf("10,000 ranges: %+v", got)
	}
}

func TestAClientThatLeavesGotWhatItConfirmed(t *testing.T) {
	const size, took = 64 << 20, 300 << 10
	s, sent := counted(t, size)
	x := run(t, s)
	conn, err := net.Dial("tcp", x.addr)
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).SetReadBuffer(64 << 10); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, "GET /media/sound.mp3 HTTP/1.1\r\nHost: h\r\n\r\n")
	if _, err := io.CopyN(io.Discard, conn, took); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond) // the server fills its buffers
	_ = conn.Close()
	got := <-sent
	// What the client's own kernel confirmed and nobody read is its receive buffer: that much cannot be known.
	if got.Status != 200 || got.Bytes < took-4<<10 || got.Bytes > took+512<<10 {
		t.Fatalf("%+v of %d taken", got, took)
	}
}

func TestAClientThatOnlyListensGetsAll(t *testing.T) {
	const size = 8 << 20
	s, sent := counted(t, size)
	x := run(t, s)
	conn := x.dial()
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET /media/sound.mp3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond) // the server notices that nothing more comes
	if _, err := io.Copy(io.Discard, conn); err != nil {
		t.Fatal(err)
	}
	if got := <-sent; got.Bytes != size {
		t.Fatalf("%+v", got)
	}
}

func TestObserversSeeEveryAnswer(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080/radio", func(o *Options) { o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} })
	s.Cached("/topics/:topic/feed.xml", ClassFeed, func(_ context.Context, _ *Request) (*Response, error) {
		return &Response{Type: "application/rss+xml", Body: []byte("<rss/>"), Modified: testTime}, nil
	})
	var seen []string
	s.Observe("/topics/:topic/feed.xml", func(r *http.Request, path string, status int) {
		seen = append(seen, fmt.Sprint(r.Method, " ", path, " ", status, " ", s.ClientAddr(r)))
	})
	request := func(method, path string, headers ...string) *httptest.ResponseRecorder {
		return ask(s, method, path, append(headers, "X-Forwarded-For", "203.0.113.9")...)
	}
	etag := request("GET", "/radio/topics/a/feed.xml").Header().Get("Etag")
	request("GET", "/radio/topics/a/feed.xml")
	request("HEAD", "/radio/topics/a/feed.xml?x=1")
	request("GET", "/radio/topics/a/feed.xml", "If-None-Match", etag)
	request("GET", "/radio/elsewhere")
	want := []string{"GET /topics/a/feed.xml 200 203.0.113.9", "GET /topics/a/feed.xml 200 203.0.113.9", "HEAD /topics/a/feed.xml 200 203.0.113.9",
		"GET /topics/a/feed.xml 304 203.0.113.9"}
	if strings.Join(seen, "\n") != strings.Join(want, "\n") {
		t.Fatalf("%q", seen)
	}
}

func TestOneConnectionCountsEachAnswerAlone(t *testing.T) {
	const size = 1 << 20
	s, sent := counted(t, size)
	x := run(t, s)
	conn := x.dial()
	defer conn.Close()
	in := bufio.NewReader(conn)
	for range 3 {
		_, _ = io.WriteString(conn, "GET /media/sound.mp3 HTTP/1.1\r\nHost: h\r\nRange: bytes=0-99999\r\n\r\n")
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			t.Fatal(err)
		}
		if got := <-sent; got != (Sent{206, 100_000, 100_000}) {
			t.Fatalf("%+v", got)
		}
	}
}
