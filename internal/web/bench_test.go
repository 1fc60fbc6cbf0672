package web

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkAgainstFloor measures processor time per answer in a process of its own, against a bare net/http handler that
// writes the same status, headers and bytes. Rounds alternate, so that a busy machine slows both. Run with -benchtime 1x.
func BenchmarkAgainstFloor(b *testing.B) {
	for _, c := range benchCases {
		b.Run(c.name, func(b *testing.B) {
			for range b.N {
				ours, floor := measurePair(b, c)
				b.ReportMetric(median(ours), "ours-us/op")
				b.ReportMetric(median(floor), "floor-us/op")
				b.ReportMetric(median(ratios(ours, floor)), "ratio")
			}
		})
	}
}

type benchCase struct {
	name, path string
	headers    string // further lines, each ended
	file       bool   // the floor is http.ServeContent of the file
}

var benchCases = []benchCase{
	{name: "page", path: "/page"},
	{name: "page gzip", path: "/page", headers: "Accept-Encoding: gzip, deflate, br\r\n"},
	{name: "feed gzip", path: "/feed", headers: "Accept-Encoding: gzip\r\n"},
	{name: "page 304", path: "/page", headers: "If-None-Match: *\r\n"},
	{name: "media range", path: "/media/file.mp3", headers: "Range: bytes=1000-263143\r\n", file: true},
}

const benchRounds = 81

func measurePair(b *testing.B, c benchCase) (ours, floor []float64) {
	o := startChild(b, "server", b.TempDir())
	head, body := o.fetch(b, c)
	answer := filepath.Join(b.TempDir(), "answer")
	if err := os.WriteFile(answer, append(head, body...), 0o600); err != nil {
		b.Fatal(err)
	}
	role := "floor"
	if c.file {
		role = "file"
	}
	f := startChild(b, role, answer)
	if h, _ := f.fetch(b, c); !sameHead(head, h) {
		b.Fatalf("the floor answers otherwise:\n%s\n%s", head, h)
	}
	const n = 500
	o.cpuPerOp(b, c, 5*n)
	f.cpuPerOp(b, c, 5*n)
	for range benchRounds {
		ours = append(ours, o.cpuPerOp(b, c, n))
		floor = append(floor, f.cpuPerOp(b, c, n))
	}
	return ours, floor
}

// sameHead compares headers without those that change with each answer.
func sameHead(a, b []byte) bool {
	lines := func(head []byte) []string {
		all := strings.Split(string(head), "\r\n")
		all = slices.DeleteFunc(all, func(l string) bool { return strings.HasPrefix(l, "X-Request-Id") || strings.HasPrefix(l, "Date") })
		slices.Sort(all)
		return all
	}
	return slices.Equal(lines(a), lines(b))
}

// child is a server in a process of its own.
type child struct {
	pid  int
	addr string
}

func startChild(b *testing.B, role, argument string) *child {
	b.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "WEB_BENCH_ROLE="+role, "WEB_BENCH_ARG="+argument, "GOMAXPROCS=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return &child{cmd.Process.Pid, strings.TrimSpace(line)}
}

func (c *child) wire(q benchCase) []byte {
	return []byte("GET " + q.path + " HTTP/1.1\r\nHost: " + c.addr + "\r\nUser-Agent: bench\r\n" + q.headers + "\r\n")
}

// fetch returns the head, with its blank line, and the body of one answer.
func (c *child) fetch(b *testing.B, q benchCase) (head, body []byte) {
	b.Helper()
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write(c.wire(q)); err != nil {
		b.Fatal(err)
	}
	var raw bytes.Buffer
	resp, err := http.ReadResponse(bufio.NewReader(io.TeeReader(conn, &raw)), nil)
	if err != nil {
		b.Fatal(err)
	}
	if body, err = io.ReadAll(resp.Body); err != nil {
		b.Fatal(err)
	}
	head, _, _ = bytes.Cut(raw.Bytes(), []byte("\r\n\r\n"))
	return append(bytes.Clone(head), "\r\n\r\n"...), body
}

// cpuPerOp returns the processor time of one answer in microseconds, over n on one connection.
func (c *child) cpuPerOp(b *testing.B, q benchCase, n int) float64 {
	b.Helper()
	head, body := c.fetch(b, q)
	size, wire, buf := len(head)+len(body), c.wire(q), make([]byte, 1<<16)
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	before := c.cpu(b)
	for range n {
		if _, err := conn.Write(wire); err != nil {
			b.Fatal(err)
		}
		for left := size; left > 0; {
			m, err := conn.Read(buf[:min(left, len(buf))])
			if err != nil {
				b.Fatal(err)
			}
			left -= m
		}
	}
	return float64((c.cpu(b) - before).Nanoseconds()) / 1000 / float64(n)
}

// cpu sums the time on processor of all threads.
func (c *child) cpu(b *testing.B) (total time.Duration) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", c.pid))
	if err != nil || len(files) == 0 {
		b.Skip("this system does not tell the processor time of threads")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		ns, err := strconv.ParseInt(strings.Fields(string(data))[0], 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		total += time.Duration(ns)
	}
	return total
}

// runChild is the other process.
func runChild(role, argument string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	switch role {
	case "server":
		s, err := benchServer(argument)
		if err != nil {
			return err
		}
		return s.Serve(context.Background(), l)
	default:
		h, err := benchFloor(role, argument)
		if err != nil {
			return err
		}
		return newHTTPServer(h, slog.New(slog.DiscardHandler)).Serve(l)
	}
}

func benchServer(dir string) (*Server, error) {
	log, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	s, _ := testServer(nil, "http://localhost:8080", func(o *Options) { o.Log = slog.New(slog.NewJSONHandler(log, nil)) })
	page := bytes.Repeat([]byte("<p>The line went down at four in the morning and nobody knew why.</p>\n"), 300)
	for i := range page {
		if i%50 == 0 {
			page[i] = byte('a' + i*7%26)
		}
	}
	s.Cached("/page", ClassPage, func(context.Context, *Request) (*Response, error) { return Page(page), nil })
	feed := bytes.Repeat(page, 10)
	s.Cached("/feed", ClassFeed, func(context.Context, *Request) (*Response, error) {
		return &Response{Type: "application/rss+xml; charset=utf-8", Body: feed, Modified: testTime}, nil
	})
	name := filepath.Join(dir, "file.mp3")
	if err := os.WriteFile(name, bytes.Repeat([]byte("sound"), 400_000), 0o600); err != nil {
		return nil, err
	}
	s.Mount("/media/", ClassMedia, s.Handler(func(w http.ResponseWriter, r *http.Request) error {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		ServeFile(w, r, File{Type: MediaType(name), ETag: `"one"`, Modified: testTime, Body: f})
		return nil
	}))
	return s, nil
}

// benchFloor gives the recorded answer, or the same range of an equal file through http.ServeContent.
func benchFloor(role, answer string) (http.Handler, error) {
	data, err := os.ReadFile(answer)
	if err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(data)), nil)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Header.Del("Date")
	if role == "floor" {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for name, values := range resp.Header {
				w.Header()[name] = values
			}
			w.WriteHeader(resp.StatusCode)
			_, _ = w.Write(body)
		}), nil
	}
	name := answer + ".mp3"
	if err := os.WriteFile(name, bytes.Repeat([]byte("sound"), 400_000), 0o600); err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, err := os.Open(name)
		if err != nil {
			panic(err)
		}
		defer f.Close()
		for name, values := range resp.Header {
			if name != "Content-Length" {
				w.Header()[name] = values
			}
		}
		http.ServeContent(w, r, "", testTime, f)
	}), nil
}

func ratios(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] / b[i]
	}
	return out
}

func median(values []float64) float64 {
	s := slices.Clone(values)
	slices.Sort(s)
	return s[len(s)/2]
}
