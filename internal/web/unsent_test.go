package web

import (
	"net"
	"net/http"
	"runtime"
	"testing"
	"time"
)

func TestUnsentSharesStayWithinTheRoom(t *testing.T) {
	before := unsentMost
	for busy := 1; busy <= mostConnections; busy++ {
		share := unsentShare(busy)
		if share > before || share < unsentLeast || share > unsentLeast && share*busy > unsentRoom {
			t.Fatalf("one of %d has %d", busy, share)
		}
		before = share
	}
	if unsentShare(1) != unsentMost || unsentShare(mostConnections) != unsentLeast {
		t.Error("the ends are not reached")
	}
}

// TestTheKernelTakesLittleForWhoDoesNotRead writes to a client that does not read until nothing more is taken, and again when many
// others are being answered.
func TestTheKernelTakesLittleForWhoDoesNotRead(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("SKIP-TOOL linux: what the kernel takes is its own choice")
	}
	s, _ := testServer(t, "http://localhost:8080")
	taken := make(chan int)
	s.Handle(http.MethodGet, "/large", ClassPage, func(w http.ResponseWriter, _ *http.Request) error {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Second))
		total := 0
		for block := make([]byte, 32<<10); total < 16<<20; total += len(block) {
			if _, err := w.Write(block); err != nil {
				break
			}
		}
		taken <- total
		return nil
	})
	x := run(t, s)
	ask := func() int {
		c := x.visit("")
		_ = c.(*net.TCPConn).SetReadBuffer(4 << 10)
		if _, err := c.Write([]byte("GET /large HTTP/1.1\r\nHost: h\r\n\r\n")); err != nil {
			t.Fatal(err)
		}
		return <-taken
	}
	if n := ask(); n > unsentMost+unsentMost/2 {
		t.Errorf("%d KiB are taken for one", n>>10)
	}
	for range unsentRoom / unsentLeast {
		s.crowd.put(&strictConn{}, &s.crowd.busy)
	}
	if n := ask(); n > 8*unsentLeast {
		t.Errorf("%d KiB are taken for one of many", n>>10)
	}
}
