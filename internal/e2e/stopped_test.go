package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// stoppedWhileAnswering asks the server to end while two hundred forms are half sent and a long download is half read: all of them
// get their whole answers, and the exit code is 0.
func stoppedWhileAnswering(t *testing.T) {
	t.Parallel()
	const forms = 200
	dir := newShow(t)
	longRecording(t, filepath.Join(dir, "episodes/your-first-episode/sample.mp3"), 24<<20)
	metrics := "127.0.0.1:" + freePort(t)
	s := start(t, withContent(dir), noLimits, withEnv("INSIDER_METRICS_ADDR="+metrics))
	download := s.halfRead(s.audio())
	open := make([]*net.TCPConn, forms)
	requests := make([]string, forms)
	for i := range forms {
		open[i] = s.dial()
		requests[i] = form("/subscribe", fmt.Sprintf("email=reader%d%%40example.com", i), urlEncoded)
		if _, err := io.WriteString(open[i], requests[i][:len(requests[i])-5]); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, patience, "every request has begun", func() bool {
		return strings.Contains(metricsOf(t, metrics), fmt.Sprintf("insider_http_requests_in_flight %d\n", forms+1))
	})
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	eventually(t, 5*time.Second, "the door closes", func() bool { _, err := s.try(http.MethodGet, "/healthz", nil); return err != nil })
	var group sync.WaitGroup
	for i, c := range open {
		group.Go(func() {
			defer c.Close()
			if _, err := io.WriteString(c, requests[i][len(requests[i])-5:]); err != nil {
				t.Errorf("form %d: %v", i, err)
				return
			}
			if got := s.answers(c, requests[i]); len(got) != 1 || got[0].Status != http.StatusOK || !strings.Contains(got[0].Body, fmt.Sprintf("reader%d@example.com", i)) {
				t.Errorf("form %d got %d answers", i, len(got))
			}
		})
	}
	group.Wait()
	if rest, err := io.ReadAll(download.Body); err != nil || int64(len(rest))+download.read != download.ContentLength {
		t.Errorf("the download ends with %v after %d of %d bytes", err, int64(len(rest))+download.read, download.ContentLength)
	}
	_ = download.Body.Close()
	if err := s.end(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
	if readers := columnOf(t, openDatabase(t, s.Data), "SELECT id FROM subscribers"); len(readers) != forms {
		t.Errorf("%d of %d readers are there", len(readers), forms)
	}
	if !strings.Contains(s.log.String(), "msg=stopped") || strings.Contains(s.log.String(), "answers were cut") {
		t.Error("the log does not end well")
	}
}

// download is an answer of which some bytes were read.
type download struct {
	*http.Response
	read int64
}

// halfRead begins a download by a connection that takes little at once.
func (s *server) halfRead(path string) download {
	s.t.Helper()
	slow := &http.Client{Transport: &http.Transport{ReadBufferSize: 4 << 10, DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, addr)
		if tcp, ok := c.(*net.TCPConn); ok && err == nil {
			err = tcp.SetReadBuffer(64 << 10)
		}
		return c, err
	}}}
	response, err := slow.Get(s.URL + path)
	if err != nil {
		s.t.Fatal(err)
	}
	n, err := io.CopyN(io.Discard, response.Body, 1<<20)
	if err != nil || response.StatusCode != http.StatusOK {
		s.t.Fatalf("%d, %v", response.StatusCode, err)
	}
	return download{response, n}
}

// longRecording makes a recording as long as it has to be, of its own frames again and again.
func longRecording(t *testing.T, name string, bytesAtLeast int) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, bytes.Repeat(data, bytesAtLeast/len(data)+1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// secondServer refuses a second server on the same data.
func secondServer(t *testing.T) {
	t.Parallel()
	s := start(t)
	out, code := s.command("serve", "--addr", "127.0.0.1:0")
	if code != 1 || !strings.Contains(out, "Another insider process") {
		t.Errorf("%d %s", code, out)
	}
	s.mustRead("a second server was refused")
}
