package web

import (
	"bytes"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// soundServer serves a file of the size under /media/, beginning with the alphabet.
func soundServer(t testing.TB, size int64) *Server {
	t.Helper()
	name := filepath.Join(t.TempDir(), "sound.mp3")
	if err := os.WriteFile(name, []byte("abcdefghijklmnopqrstuvwxyz"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, size); err != nil {
		t.Fatal(err)
	}
	s, _ := testServer(t, "http://localhost:8080")
	s.Mount("/media/", ClassMedia, s.Handler(func(w http.ResponseWriter, r *http.Request) error {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		ServeFile(w, r, File{Type: MediaType(name), ETag: `"tag"`, Modified: testTime, Body: f})
		return nil
	}))
	return s
}

func TestRanges(t *testing.T) {
	s := soundServer(t, 26)
	const modified = "Tue, 03 Nov 2026 09:00:00 GMT"
	cases := []struct {
		headers   []string
		status    int
		body, rng string
	}{
		{nil, 200, "abcdefghijklmnopqrstuvwxyz", ""},
		{[]string{"Range", "bytes=0-2"}, 206, "abc", "bytes 0-2/26"},
		{[]string{"Range", "bytes=23-"}, 206, "xyz", "bytes 23-25/26"},
		{[]string{"Range", "bytes=-2"}, 206, "yz", "bytes 24-25/26"},
		{[]string{"Range", "bytes=20-99"}, 206, "uvwxyz", "bytes 20-25/26"},
		{[]string{"Range", "bytes=0-0"}, 206, "a", "bytes 0-0/26"},
		{[]string{"Range", "bytes=26-"}, 416, "", "bytes */26"},
		{[]string{"Range", "bytes=99999999999999999999-"}, 416, "", ""},
		{[]string{"Range", "bytes=2-1"}, 416, "", ""},
		{[]string{"Range", "bytes=a-b"}, 416, "", ""},
		{[]string{"Range", "bytes=--1"}, 416, "", ""},
		{[]string{"Range", "bytes=-0"}, 416, "", "bytes */26"},
		{[]string{"Range", "bytes=-002"}, 206, "yz", "bytes 24-25/26"},
		{[]string{"Range", "lines=1-2"}, 416, "", ""},
		{[]string{"Range", "bytes=0-2", "If-Range", `"tag"`}, 206, "abc", ""},
		{[]string{"Range", "bytes=0-2", "If-Range", `"other"`}, 200, "", ""},
		{[]string{"Range", "bytes=0-2", "If-Range", `W/"tag"`}, 200, "", ""},
		{[]string{"Range", "bytes=0-2", "If-Range", modified}, 206, "abc", ""},
		{[]string{"Range", "bytes=0-2", "If-Range", "Mon, 02 Nov 2026 09:00:00 GMT"}, 200, "", ""},
		{[]string{"If-None-Match", `"tag"`}, 304, "", ""},
		{[]string{"If-Modified-Since", modified}, 304, "", ""},
		{[]string{"If-None-Match", `"tag"`, "Range", "bytes=0-2"}, 304, "", ""},
		{[]string{"If-Match", `"other"`}, 412, "", ""},
	}
	for _, c := range cases {
		w := ask(s, "GET", "/media/sound.mp3", c.headers...)
		if w.Code != c.status || c.body != "" && w.Body.String() != c.body || c.rng != "" && w.Header().Get("Content-Range") != c.rng {
			t.Errorf("%v: %d %q %q", c.headers, w.Code, w.Body, w.Header().Get("Content-Range"))
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%v: %v", c.headers, w.Header())
		}
	}
}

func TestFewRangesAtOnce(t *testing.T) {
	s := soundServer(t, 26)
	w := ask(s, "GET", "/media/sound.mp3", "Range", "bytes=0-1,4-5")
	_, parameters, err := mime.ParseMediaType(w.Header().Get("Content-Type"))
	if w.Code != 206 || err != nil {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	var got []string
	for r := multipart.NewReader(w.Body, parameters["boundary"]); ; {
		part, err := r.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		data, _ := io.ReadAll(part)
		got = append(got, string(data))
	}
	if strings.Join(got, " ") != "ab ef" {
		t.Fatal(got)
	}
	many := "bytes=0-0" + strings.Repeat(",1-1", 8)
	if w := ask(s, "GET", "/media/sound.mp3", "Range", many); w.Code != 200 || w.Body.Len() != 26 {
		t.Fatalf("nine ranges: %d, %d bytes", w.Code, w.Body.Len())
	}
}

// countingListener counts the bytes that reach a connection by its fast path straight from a file.
type countingListener struct {
	net.Listener
	fast *atomic.Int64
}

func (l countingListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return countingConn{c.(*net.TCPConn), l.fast}, nil
}

type countingConn struct {
	*net.TCPConn
	fast *atomic.Int64
}

// ReadFrom counts only what package net sends by sendfile: an *os.File behind one *io.LimitedReader.
func (c countingConn) ReadFrom(src io.Reader) (int64, error) {
	n, err := c.TCPConn.ReadFrom(src)
	if limited, ok := src.(*io.LimitedReader); ok {
		if _, ok := limited.R.(*os.File); ok {
			c.fast.Add(n)
		}
	}
	return n, err
}

func TestMediaKeepsSendfile(t *testing.T) {
	const size = 3<<20 + 17
	var fast atomic.Int64
	x := run(t, soundServer(t, size), func(l net.Listener) net.Listener { return countingListener{l, &fast} })
	for _, c := range []struct {
		headers string
		want    int64
	}{{"", size}, {"Range: bytes=100-1048675\r\n", 1 << 20}} {
		fast.Store(0)
		answer := x.raw("GET /media/sound.mp3 HTTP/1.1\r\nHost: h\r\n" + c.headers + "Connection: close\r\n\r\n")
		_, body, _ := strings.Cut(answer, "\r\n\r\n")
		if int64(len(body)) != c.want || fast.Load() < c.want-512 { // net/http may copy what it looks at for a type
			t.Errorf("%q: %d bytes came, %d of them by sendfile", c.headers, len(body), fast.Load())
		}
	}
}

// pacedServer serves 32 MiB with a write deadline of limit for a piece, and as long for the whole answer to others.
func pacedServer(t *testing.T, limit time.Duration) (addr string, ended chan error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "long")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, 32<<20); err != nil {
		t.Fatal(err)
	}
	ended = make(chan error, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, err := os.Open(name)
		if err != nil {
			panic(err)
		}
		defer f.Close()
		_, err = io.Copy(&pacedWriter{ResponseWriter: &writer{ResponseWriter: w}, control: http.NewResponseController(w), limit: limit}, &io.LimitedReader{R: f, N: 32 << 20})
		ended <- err
	}))
	server.Config.WriteTimeout = limit
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), ended
}

// TestLongDownloadIsNotCut reads slowly but steadily for longer than a piece may take. A machine that stands still makes the reader a
// stalled one, whom the server may cut: then there is more time for a piece.
func TestLongDownloadIsNotCut(t *testing.T) {
	const size, step = 32 << 20, 512 << 10
	for limit := time.Second; ; limit *= 2 {
		addr, ended := pacedServer(t, limit)
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
		var total int64
		var stalled time.Duration // the longest time without a read
		start := time.Now()
		for last := start; err == nil; {
			var n int64
			n, err = io.CopyN(io.Discard, conn, step)
			total += n
			time.Sleep(limit * step * 5 / size / 4) // a slow reader, but a steady one
			stalled, last = max(stalled, time.Since(last)), time.Now()
		}
		took, failed := time.Since(start), <-ended
		switch {
		case failed == nil && total >= size && took >= limit:
			return
		case stalled < limit/4 || limit > 30*time.Second:
			t.Fatalf("%d bytes in %v, %v without a read, limit %v: %v, %v", total, took, stalled, limit, err, failed)
		}
		t.Logf("the machine stood still for %v; once more", stalled)
	}
}

func TestStalledReaderIsCut(t *testing.T) {
	addr, ended := pacedServer(t, 100*time.Millisecond)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
	select {
	case err := <-ended:
		if err == nil {
			t.Fatal("all of it went out to a client that reads nothing")
		}
	case <-time.After(20 * time.Second):
		t.Fatal("a client that reads nothing still holds its answer")
	}
}

// TestAFileThatIsCutIsLogged shortens a file while it is sent: the answer is cut, and the log says whose fault that is.
func TestAFileThatIsCutIsLogged(t *testing.T) {
	logged := make(logLines, 8)
	server, _ := testServer(t, "http://localhost:8080", func(o *Options) { o.Log = slog.New(slog.NewTextHandler(logged, nil)) })
	name := filepath.Join(t.TempDir(), "long")
	if err := os.WriteFile(name, make([]byte, 3*piece), 0o600); err != nil {
		t.Fatal(err)
	}
	server.Mount("/media/", ClassMedia, server.Handler(func(w http.ResponseWriter, r *http.Request) error {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		ServeFile(w, r, File{Type: "audio/mpeg", ETag: `"a"`, Body: &shrinking{f, name}})
		return nil
	}))
	x := run(t, server)
	answer := x.raw("GET /media/sound.mp3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	if line := <-logged; len(answer) > 3*piece || !strings.Contains(line, "a file could not be read to its end") {
		t.Errorf("%d bytes came, the log says %s", len(answer), line)
	}
}

// logLines are the lines of a log.
type logLines chan string

func (l logLines) Write(line []byte) (int, error) { l <- string(line); return len(line), nil }

// shrinking is a file that loses its end once its size was told.
type shrinking struct {
	*os.File
	name string
}

func (s *shrinking) Seek(offset int64, whence int) (int64, error) {
	n, err := s.File.Seek(offset, whence)
	if err == nil && whence == io.SeekStart {
		err = os.Truncate(s.name, 2*piece)
	}
	return n, err
}

func TestPacedWriterSendsWhatReadersGive(t *testing.T) {
	w := newRecorder()
	paced := &pacedWriter{ResponseWriter: w, control: http.NewResponseController(w), limit: time.Second}
	data := bytes.Repeat([]byte("x"), 2*piece+1)
	if n, err := paced.ReadFrom(struct{ io.Reader }{bytes.NewReader(data)}); err != nil || int(n) != len(data) || !bytes.Equal(w.Body.Bytes(), data) {
		t.Fatalf("%d, %v", n, err)
	}
}
