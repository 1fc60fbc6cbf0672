package web

import (
	"net/http"
	"strings"
	"testing"
)

func pageServer(t testing.TB) *Server {
	s, _ := testServer(t, "http://localhost:8080")
	s.Cached("/page", ClassPage, constant("a page"))
	s.Cached("/:name", ClassPage, constant("named"))
	s.Handle("POST", "/form", ClassForm, func(w http.ResponseWriter, r *http.Request) error {
		form, err := Form(w, r)
		if err != nil {
			return err
		}
		return s.Write(w, r, ClassForm, Page([]byte("got "+form.Get("text"))))
	})
	return s
}

// TestBadRequestsOnTheWire sends what no client library would. Every answer has strict headers, and the server goes on.
func TestBadRequestsOnTheWire(t *testing.T) {
	x := run(t, pageServer(t))
	form := "POST /form HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	cases := []struct {
		name, send string
		status     string
	}{
		{"plain", "GET /page HTTP/1.1\r\nHost: h\r\n\r\n", "200"},
		{"HTTP/1.0 without host", "GET /page HTTP/1.0\r\n\r\n", "200"},
		{"no host", "GET /page HTTP/1.1\r\n\r\n", "400"},
		{"empty host", "GET /page HTTP/1.1\r\nHost:\r\n\r\n", "400"},
		{"two hosts", "GET /page HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
		{"host with path", "GET /page HTTP/1.1\r\nHost: h/evil\r\n\r\n", "400"},
		{"host with user", "GET /page HTTP/1.1\r\nHost: a@b\r\n\r\n", "400"},
		{"host with letters as port", "GET /page HTTP/1.1\r\nHost: h:http\r\n\r\n", "400"},
		{"bare IPv6 host", "GET /page HTTP/1.1\r\nHost: ::1\r\n\r\n", "400"},
		{"any host is served", "GET /page HTTP/1.1\r\nHost: other.example:99\r\n\r\n", "200"},
		{"IPv6 host", "GET /page HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "200"},
		{"not HTTP", "hello\r\n\r\n", "400"},
		{"lower-case protocol", "GET /page http/1.1\r\nHost: h\r\n\r\n", "400"},
		{"HTTP/3.0", "GET /page HTTP/3.0\r\nHost: h\r\n\r\n", "505"},
		{"space in header name", "GET /page HTTP/1.1\r\nHost: h\r\nX Y: 1\r\n\r\n", "400"},
		{"NUL in header", "GET /page HTTP/1.1\r\nHost: h\r\nX: a\x00b\r\n\r\n", "400"},
		{"headers over 20 KiB", "GET /page HTTP/1.1\r\nHost: h\r\nX: " + strings.Repeat("a", 21<<10) + "\r\n\r\n", "431"},
		{"address over 8 KiB", "GET /page?" + strings.Repeat("a", 9<<10) + " HTTP/1.1\r\nHost: h\r\n\r\n", "414"},
		{"unknown method", "BREW /page HTTP/1.1\r\nHost: h\r\n\r\n", "501"},
		{"known method not here", "PUT /page HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", "405"},
		{"TRACE", "TRACE /page HTTP/1.1\r\nHost: h\r\n\r\n", "405"},
		{"CONNECT", "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
		{"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
		{"unknown expectation", "GET /page HTTP/1.1\r\nHost: h\r\nExpect: tea\r\n\r\n", "417"},
		{"dot segments", "GET /../page HTTP/1.1\r\nHost: h\r\n\r\n", "404"},
		{"encoded dots", "GET /%2e%2e/page HTTP/1.1\r\nHost: h\r\n\r\n", "404"},
		{"encoded slash", "GET /..%2fpage HTTP/1.1\r\nHost: h\r\n\r\n", "404"},
		{"encoded backslash", "GET /..%5cpage HTTP/1.1\r\nHost: h\r\n\r\n", "404"},
		{"twice encoded", "GET /%252e%252e%252fpage HTTP/1.1\r\nHost: h\r\n\r\n", "404"},
		{"double slash", "GET //page HTTP/1.1\r\nHost: h\r\n\r\n", "404"},
		{"NUL in path", "GET /pa%00ge HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
		{"path not UTF-8", "GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
		{"overlong dots", "GET /%c0%ae%c0%ae/page HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
		{"NUL in query", "GET /page?a=%00 HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
		{"query not UTF-8", "GET /page?a=%ff HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
		{"broken escape in query", "GET /page?a=%zz HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
		{"broken escape in path", "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
		{"two lengths", form + "Content-Length: 6\r\nContent-Length: 7\r\n\r\ntext=a", "400"},
		{"length no number", form + "Content-Length: six\r\n\r\ntext=a", "400"},
		{"negative length", form + "Content-Length: -6\r\n\r\ntext=a", "400"},
		{"unknown transfer coding", form + "Transfer-Encoding: cow\r\n\r\ntext=a", "501"},
		{"chunked and cow", form + "Transfer-Encoding: chunked, cow\r\n\r\n0\r\n\r\n", "501"},
		{"two transfer codings", form + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "501"},
		{"space before colon", form + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "400"},
		{"broken chunk", form + "Transfer-Encoding: chunked\r\n\r\nzz\r\ntext=a\r\n0\r\n\r\n", "400"},
		{"truncated chunks", form + "Transfer-Encoding: chunked\r\n\r\n6\r\ntext=a\r\n", "400"},
		{"truncated body", form + "Content-Length: 100\r\n\r\ntext=a", "400"},
		{"body without length", form + "\r\ntext=a", "200"},
		{"chunked", form + "Transfer-Encoding: chunked\r\n\r\n6\r\ntext=a\r\n0\r\n\r\n", "200"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			answer := x.raw(c.send)
			if len(answer) < 12 || answer[9:12] != c.status {
				t.Fatalf("want %s, got %.300q", c.status, answer)
			}
			for _, header := range []string{"X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'none'", "Referrer-Policy: "} {
				if strings.Count(answer, "\r\n"+header) != strings.Count(answer, "HTTP/1.") {
					t.Errorf("an answer has not one %q: %.600q", header, answer)
				}
			}
		})
	}
	if a := x.raw("GET /page HTTP/1.1\r\nHost: h\r\n\r\n"); !strings.HasSuffix(a, "a page") {
		t.Fatalf("afterwards the server answers %q", a)
	}
}

// TestSmuggledRequestIsNotAnswered sends a request whose length is ambiguous with another one behind it.
func TestSmuggledRequestIsNotAnswered(t *testing.T) {
	x := run(t, pageServer(t))
	for _, length := range []string{"Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 60", "Transfer-Encoding: chunked"} {
		answer := x.raw("GET /page HTTP/1.1\r\nHost: h\r\n" + length + "\r\n\r\n0\r\n\r\nGET /named HTTP/1.1\r\nHost: h\r\n\r\n")
		if strings.Count(answer, "HTTP/1.1 ") != 1 || !strings.Contains(answer, "\r\nConnection: close\r\n") {
			t.Errorf("%q: %q", length, answer)
		}
	}
	two := x.raw("GET /page HTTP/1.1\r\nHost: h\r\n\r\nGET /page HTTP/1.1\r\nHost: h\r\n\r\n")
	if strings.Count(two, "HTTP/1.1 200") != 2 {
		t.Errorf("honest requests in a row: %q", two)
	}
}

func TestOversizedBodyIsRefusedBeforeItIsRead(t *testing.T) {
	x := run(t, pageServer(t))
	answer := x.raw("POST /form HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 999999999\r\nExpect: 100-continue\r\n\r\n")
	if !strings.HasPrefix(answer, "HTTP/1.1 413") {
		t.Fatalf("%q", answer)
	}
}

func FuzzGuard(f *testing.F) {
	s := pageServer(f)
	for _, seed := range []string{"/page", "/%2e%2e/x", "//", "/a?b=%00", "*", "/..\\x", "/é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, target string) {
		r, err := http.NewRequest("GET", "http://h"+target, nil)
		if err != nil || !strings.HasPrefix(target, "/") {
			return
		}
		r.RequestURI = target
		w := newRecorder()
		s.ServeHTTP(w, r)
		if w.Code >= 500 || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Fatalf("%q: %d %v", target, w.Code, w.Header())
		}
		if w.Code == 200 && strings.Contains(r.URL.Path, "..") && strings.Count(r.URL.Path, "/") > 1 {
			t.Fatalf("%q was served", target)
		}
	})
}
