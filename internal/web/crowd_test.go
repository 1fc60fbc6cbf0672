package web

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// crowded is a server with room for so many connections, and a page whose answer stands still until the test ends.
func crowded(t *testing.T, most int) (*running, *crowd) {
	s, _ := testServer(t, "http://localhost:8080")
	release := make(chan struct{})
	s.Handle(http.MethodGet, "/slow", ClassPage, func(w http.ResponseWriter, _ *http.Request) error {
		<-release
		_, err := io.WriteString(w, "slow")
		return err
	})
	s.Cached("/page", ClassPage, constant("page"))
	s.crowd.most = most
	x := run(t, s)
	t.Cleanup(func() { close(release) })
	return x, s.crowd
}

// visit connects, sends what it is given and closes when the test ends.
func (x *running) visit(send string) net.Conn {
	x.t.Helper()
	c := x.dial()
	x.t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(c, send); err != nil {
		x.t.Fatal(err)
	}
	return c
}

// mustBecome waits until so many wait and so many are being answered.
func (c *crowd) mustBecome(t *testing.T, waiting, busy int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		c.mu.Lock()
		w, b := c.waiting.Len(), c.busy.Len()
		c.mu.Unlock()
		if w == waiting && b == busy {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d wait, %d are answered; want %d and %d", w, b, waiting, busy)
		}
	}
}

const askPage, askSlow = "GET /page HTTP/1.1\r\nHost: h\r\n\r\n", "GET /slow HTTP/1.1\r\nHost: h\r\n\r\n"

// mustAnswer reads an answer.
func mustAnswer(t *testing.T, c net.Conn) {
	t.Helper()
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Error("no answer:", err)
		return
	}
	if body, err := io.ReadAll(resp.Body); err != nil || string(body) != "page" {
		t.Errorf("answered %q, %v", body, err)
	}
}

// mustBeLet waits for the server to end the connection.
func mustBeLet(t *testing.T, c net.Conn) {
	t.Helper()
	if n, err := c.Read(make([]byte, 1)); n > 0 || err == nil || os.IsTimeout(err) {
		t.Errorf("the connection lives: %v", err)
	}
}

// TestWhoWaitsLongestMakesRoom opens one connection too many while some headers have not ended and one connection is kept.
func TestWhoWaitsLongestMakesRoom(t *testing.T) {
	x, crowd := crowded(t, 4)
	kept := x.visit(askPage)
	mustAnswer(t, kept)
	crowd.mustBecome(t, 1, 0)
	var slow []net.Conn
	for i := range 3 {
		slow = append(slow, x.visit("GET /page HTTP/1.1\r\nX-Slow: "))
		crowd.mustBecome(t, 2+i, 0)
	}
	if _, err := io.WriteString(kept, askPage); err != nil { // from now on it waits for the shortest time
		t.Fatal(err)
	}
	mustAnswer(t, kept)
	for i := range 2 {
		mustAnswer(t, x.visit(askPage))
		mustBeLet(t, slow[i])
	}
	for _, c := range []net.Conn{kept, x.visit("")} {
		if _, err := io.WriteString(c, askPage); err != nil {
			t.Fatal(err)
		}
		mustAnswer(t, c)
	}
	if connected, cut := crowd.usage(); connected != 4 || cut != 3 {
		t.Errorf("%d are connected, %d had to go", connected, cut)
	}
}

// TestSlowAnswersMakeRoom fills the house with answers that stand still: who came first goes, never one who just came.
func TestSlowAnswersMakeRoom(t *testing.T) {
	x, crowd := crowded(t, 6)
	var slow []net.Conn
	for i := range 6 {
		slow = append(slow, x.visit(askSlow))
		crowd.mustBecome(t, 0, i+1)
	}
	var late []net.Conn
	for i := range 2 {
		late = append(late, x.visit(""))
		mustBeLet(t, slow[i])
		crowd.mustBecome(t, i+1, 5-i)
	}
	for _, c := range late {
		if _, err := io.WriteString(c, askPage); err != nil {
			t.Fatal(err)
		}
		mustAnswer(t, c)
	}
}

func TestConnectionsByTLSHaveAPlaceToo(t *testing.T) {
	c := &strictConn{}
	if strictOf(tls.Server(c, nil)) != c || strictOf(c) != c || strictOf(&net.TCPConn{}) != nil {
		t.Error("a connection is not found below what net/http has of it")
	}
}

// TestManyFieldsAreRefusedStrictly sends one field too many and looks at the answer that net/http did not write.
func TestManyFieldsAreRefusedStrictly(t *testing.T) {
	x, crowd := crowded(t, 4)
	got := x.raw("GET /page HTTP/1.1\r\nHost: h\r\n" + strings.Repeat("a: b\r\n", maxHeaderFields) + "\r\n")
	if !strings.HasPrefix(got, "HTTP/1.1 431 ") || !strings.Contains(got, "\r\nContent-Security-Policy: ") || !strings.HasSuffix(got, "\r\n\r\n431 Request Header Fields Too Large") {
		t.Errorf("answered %q", got)
	}
	crowd.mustBecome(t, 0, 0)
}

func TestOperationsNameTheMostConnections(t *testing.T) {
	data, err := os.ReadFile("../../docs/operations.md")
	if says := fmt.Sprintf("At most %d connections are open", mostConnections); err != nil || !strings.Contains(string(data), says) {
		t.Errorf("docs/operations.md does not say %q (%v)", says, err)
	}
}
