package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// agent names the load to floors.
const agent = "bench"

// request is what a load sends, as header lines beyond Host.
type request struct {
	method, path string
	headers      []string
}

func (q request) bytes(host string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\n", q.method, q.path, host, agent)
	for _, h := range q.headers {
		b.WriteString(h + "\r\n")
	}
	b.WriteString("\r\n")
	return []byte(b.String())
}

// fetch returns the answer to one request, its body read.
func fetch(addr string, q request) (*http.Response, []byte, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, nil, err
	}
	defer conn.Close()
	if _, err := conn.Write(q.bytes(addr)); err != nil {
		return nil, nil, err
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: q.method})
	if err != nil {
		return nil, nil, err
	}
	body, err := io.ReadAll(resp.Body)
	return resp, body, err
}

// load sends n requests over one kept connection, each after the answer to the one before, and reads answers cheaply:
// all answers to one request have the same length, which the first one tells.
func load(addr string, q request, n int) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Minute))
	wire := q.bytes(addr)
	size, err := firstSize(conn, wire, q)
	if err != nil {
		return err
	}
	buf := make([]byte, min(size, 1<<16))
	for range n - 1 {
		if _, err := conn.Write(wire); err != nil {
			return err
		}
		for left := size; left > 0; {
			m, err := conn.Read(buf[:min(left, len(buf))])
			if err != nil {
				return fmt.Errorf("after %d of %d bytes: %w", size-left, size, err)
			}
			left -= m
		}
	}
	return nil
}

// firstSize sends the first request and returns the size of its whole answer, headers and body.
func firstSize(conn net.Conn, wire []byte, q request) (int, error) {
	if _, err := conn.Write(wire); err != nil {
		return 0, err
	}
	counted := &countingReader{r: conn}
	buffered := bufio.NewReader(counted)
	resp, err := http.ReadResponse(buffered, &http.Request{Method: q.method})
	if err != nil {
		return 0, err
	}
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return 0, err
	}
	return counted.n - buffered.Buffered(), nil
}

type countingReader struct {
	r io.Reader
	n int
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

// cpuPerOp is the server's processor time for each of n requests.
func cpuPerOp(p *process, q request, n int) (time.Duration, error) {
	before, err := p.cpu()
	if err != nil {
		return 0, err
	}
	if err := load(p.addr, q, n); err != nil {
		return 0, fmt.Errorf("%s %s: %w", q.method, q.path, err)
	}
	after, err := p.cpu()
	return (after - before) / time.Duration(n), err
}
