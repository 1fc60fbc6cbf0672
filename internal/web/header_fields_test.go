package web

import (
	"crypto/tls"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestHeaderFieldsAreCounted(t *testing.T) {
	header := func(fields int, end string) string {
		return "GET / HTTP/1.1" + end + strings.Repeat("a: b"+end, fields) + end
	}
	for name, c := range map[string]struct {
		text string
		over bool
	}{
		"none":                   {header(0, "\r\n"), false},
		"as many as may":         {header(maxHeaderFields, "\r\n"), false},
		"one too many":           {header(maxHeaderFields+1, "\r\n"), true},
		"only LF, as many":       {header(maxHeaderFields, "\n"), false},
		"only LF, one too many":  {header(maxHeaderFields+1, "\n"), true},
		"before a body of lines": {header(maxHeaderFields, "\r\n") + strings.Repeat("line\n", 500), false},
		"without an end":         {"GET / HTTP/1.1\r\n" + strings.Repeat("a:\r\n", maxHeaderFields+1), true},
		"a CR in the empty line": {"GET / HTTP/1.1\r\n" + strings.Repeat("\r\r\r \n", maxHeaderFields+1), true},
	} {
		for _, size := range []int{1, 3, 7, 4096, 1 << 20} {
			var f fieldCount
			f.begin()
			over := false
			for rest := c.text; rest != "" && !over; {
				piece := rest[:min(size, len(rest))]
				rest = rest[len(piece):]
				over = f.over([]byte(piece))
			}
			if over != c.over {
				t.Errorf("%s, in pieces of %d: over %v", name, size, over)
			}
		}
	}
}

func TestFieldsOfTheNextHeaderAreCountedAnew(t *testing.T) {
	var f fieldCount
	for range 3 {
		f.begin()
		if f.over([]byte("GET / HTTP/1.1\r\n")) || f.over([]byte(strings.Repeat("a: b\r\n", maxHeaderFields)+"\r\n")) {
			t.Fatal("a header that may be is refused")
		}
		if f.over([]byte(strings.Repeat("\n", 2*maxHeaderFields))) {
			t.Fatal("lines of a body are counted")
		}
	}
}

// TestManyFieldsByTLSAreRefused sends them to a page that is kept and to one that is not there, by HTTP/1 and HTTP/2.
func TestManyFieldsByTLSAreRefused(t *testing.T) {
	addr := serveSecured(t, pageServer(t))
	for _, two := range []bool{false, true} {
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: two}}
		for path, want := range map[string]int{"/page": http.StatusOK, "/not/there": http.StatusNotFound} {
			for n, want := range map[int]int{maxHeaderFields - 10: want, maxHeaderFields + 1: http.StatusRequestHeaderFieldsTooLarge} {
				r, err := http.NewRequest(http.MethodGet, "https://"+addr+path, http.NoBody)
				if err != nil {
					t.Fatal(err)
				}
				r.Header["X-A"] = slices.Repeat([]string{"b"}, n)
				resp, err := client.Do(r)
				if err != nil {
					t.Fatal(err)
				}
				_ = resp.Body.Close()
				if resp.StatusCode != want || (resp.ProtoMajor == 2) != two {
					t.Errorf("%s with %d fields by %s: %d", path, n, resp.Proto, resp.StatusCode)
				}
			}
		}
		client.CloseIdleConnections()
	}
}
