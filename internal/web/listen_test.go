package web

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// running is a server on a socket of its own.
type running struct {
	t    testing.TB
	addr string
	stop context.CancelFunc
	done chan error
}

// run serves s until the test ends; wrap may change the listener.
func run(t testing.TB, s *Server, wrap ...func(net.Listener) net.Listener) *running {
	t.Helper()
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	for _, f := range wrap {
		l = f(l)
	}
	ctx, cancel := context.WithCancel(t.Context())
	x := &running{t, addr, cancel, make(chan error, 1)}
	go func() { x.done <- s.Serve(ctx, l); close(x.done) }()
	t.Cleanup(func() {
		cancel()
		if err, ok := <-x.done; ok && err != nil {
			t.Error("serving ended with", err)
		}
	})
	return x
}

// raw sends bytes as they are and returns what comes back until the server closes or the time is over.
func (x *running) raw(bytes string) string {
	x.t.Helper()
	conn := x.dial()
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := io.WriteString(conn, bytes); err != nil {
		x.t.Fatal(err)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.CloseWrite()
	}
	answer, _ := io.ReadAll(conn)
	return string(answer)
}

func (x *running) dial() net.Conn {
	x.t.Helper()
	conn, err := net.Dial("tcp", x.addr)
	if err != nil {
		x.t.Fatal(err)
	}
	return conn
}

func TestStopLetsAnswersFinish(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080", func(o *Options) { o.Drain = time.Second })
	entered, leave := make(chan struct{}), make(chan struct{})
	s.Handle("GET", "/slow", ClassForm, func(w http.ResponseWriter, r *http.Request) error {
		close(entered)
		<-leave
		return s.Write(w, r, ClassForm, Page([]byte("whole")))
	})
	x := run(t, s)
	answers := make(chan string, 1)
	go func() { answers <- x.raw("GET /slow HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n") }()
	<-entered
	x.stop()
	wait(t, "readyz fails", func() bool {
		return strings.HasPrefix(x.raw("GET /readyz HTTP/1.0\r\n\r\n"), "HTTP/1.0 503")
	})
	wait(t, "the listener is closed", func() bool {
		conn, err := net.Dial("tcp", x.addr)
		if err == nil {
			conn.Close()
		}
		return err != nil
	})
	close(leave)
	if a := <-answers; !strings.HasSuffix(a, "whole") {
		t.Fatalf("the answer under way was cut: %q", a)
	}
	if err := <-x.done; err != nil {
		t.Fatal(err)
	}
}

func TestStopCutsWhatOutlastsTheGrace(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080", func(o *Options) { o.Drain, o.Grace = -1, 50*time.Millisecond })
	entered := make(chan struct{})
	s.Handle("GET", "/hang", ClassForm, func(w http.ResponseWriter, r *http.Request) error {
		close(entered)
		<-r.Context().Done()
		return r.Context().Err()
	})
	x := run(t, s)
	go x.raw("GET /hang HTTP/1.1\r\nHost: h\r\n\r\n")
	<-entered
	x.stop()
	if err := <-x.done; err != nil {
		t.Fatal(err)
	}
}

func TestUnixSocketServesItsProxy(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080", func(o *Options) { o.Drain = -1 })
	s.Handle("GET", "/who", ClassForm, func(w http.ResponseWriter, r *http.Request) error {
		return s.Write(w, r, ClassForm, Page([]byte(ClientAddr(r).String())))
	})
	name := filepath.Join(t.TempDir(), "s")
	for range 2 { // a socket left by a crash is replaced
		l, err := Listen("unix:" + name)
		if err != nil {
			t.Fatal(err)
		}
		l.(*net.UnixListener).SetUnlinkOnClose(false)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Serve(ctx, l) }()
		conn, err := net.Dial("unix", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, "GET /who HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n")
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		conn.Close()
		if string(body) != "203.0.113.9" {
			t.Fatalf("client %q", body)
		}
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		s.stopping.Store(false)
	}
}

func TestListenNeverReplacesAFile(t *testing.T) {
	if l, err := Listen("unix:" + t.TempDir()); err == nil {
		l.Close()
		t.Fatal("a folder was replaced by a socket")
	}
}

// wait polls until cond holds.
func wait(t testing.TB, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if cond() {
			return
		}
	}
	t.Fatal("never: ", what)
}
