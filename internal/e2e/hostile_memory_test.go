package e2e

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestManyLongFormsTakeLittleMemory leaves 600 forms of half a megabyte without their end: what they take has a bound, and a
// sign-up gets through.
func TestManyLongFormsTakeLittleMemory(t *testing.T) {
	t.Parallel()
	s := start(t)
	before := s.memory()
	form := "POST /stories/new HTTP/1.1\r\nHost: localhost\r\n" + urlEncoded + "\r\nContent-Length: 520000\r\n\r\ntext=" + strings.Repeat("a", 510_000)
	var open []net.Conn
	defer func() {
		for _, c := range open {
			_ = c.Close()
		}
	}()
	for range 600 {
		c := s.dial()
		open = append(open, c)
		_ = c.SetDeadline(time.Now().Add(time.Second))
		_, _ = fmt.Fprint(c, form) // whoever finds no room is refused before the end
	}
	if a := s.post("/subscribe", "email=reader%40example.com"); a.Status != http.StatusOK {
		t.Errorf("a sign-up meanwhile: %d", a.Status)
	}
	if took := s.memory() - before; took > 200<<20 {
		t.Errorf("600 forms that do not end take %d MiB", took>>20)
	}
}

// TestManyLongHeadersTakeLittleMemory sends 600 headers that do not end, of fields as short as they can be: such a header took the
// memory of half a megabyte. What they take has a bound, and a reader gets through.
func TestManyLongHeadersTakeLittleMemory(t *testing.T) {
	t.Parallel()
	s := start(t)
	before := s.memory()
	header := "GET / HTTP/1.1\r\nHost: localhost\r\n"
	for i := range 3200 {
		header += strconv.FormatInt(int64(i), 36) + ":\r\n"
	}
	var sending sync.WaitGroup
	for range 600 {
		c := s.dial()
		defer c.Close()
		sending.Go(func() { _, _ = fmt.Fprint(c, header) }) // whoever says too much is refused before the end
	}
	sending.Wait()
	if a := s.get("/about"); a.Status != http.StatusOK {
		t.Errorf("a reader meanwhile: %d", a.Status)
	}
	if took := s.memory() - before; took > 60<<20 {
		t.Errorf("600 headers that do not end take %d MiB", took>>20)
	}
}

// memory is what the process holds of the machine's, in bytes.
func (s *server) memory() int64 {
	s.t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(data)
	if err != nil || m == nil {
		s.t.Skip("SKIP-TOOL proc: ", err)
	}
	kilobytes, _ := strconv.ParseInt(string(m[1]), 10, 64)
	return kilobytes << 10
}
