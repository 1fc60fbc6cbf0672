package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// hostile is one thing that no honest client sends, as the bytes on the wire.
type hostile struct {
	name string
	send string
	want []int // the status of each answer, a*1000+b where both are right; none: the connection just ends
}

// dial opens a bare connection that gives up after a while.
func (s *server) dial() *net.TCPConn {
	s.t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil {
		s.t.Fatal(err)
	}
	c, err := net.Dial("tcp", "127.0.0.1:"+u.Port())
	if err != nil {
		s.t.Fatal(err)
	}
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	return c.(*net.TCPConn)
}

// raw sends bytes, says that nothing more comes and reads every answer until the server closes.
func (s *server) raw(send string) []*answer {
	s.t.Helper()
	c := s.dial()
	defer c.Close()
	// A server that refuses early stops reading; then the rest cannot be sent, and its answer is there all the same.
	if _, err := io.WriteString(c, send); err == nil {
		_ = c.CloseWrite()
	}
	return s.answers(c, send)
}

// answers reads answers until the server closes the connection.
func (s *server) answers(c net.Conn, sent string) []*answer {
	s.t.Helper()
	method, _, _ := strings.Cut(sent, " ")
	in := bufio.NewReader(c)
	var all []*answer
	for {
		if _, err := in.Peek(1); err != nil {
			if e, ok := err.(net.Error); ok && e.Timeout() {
				s.t.Errorf("no answer and no end to %.60q", sent)
			}
			return all
		}
		resp, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			s.t.Errorf("after %d answers to %.60q comes something that is none: %v", len(all), sent, err)
			return all
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			s.t.Errorf("half an answer to %.60q: %v", sent, err)
		}
		all = append(all, &answer{Status: resp.StatusCode, Header: resp.Header, Body: string(body)})
	}
}

// attack sends each thing and expects its answers, strict headers on each, and a server that lives on.
func (s *server) attack(list []hostile) {
	t := s.t.(*testing.T)
	home := s.get("/")
	for _, h := range list {
		got := s.raw(h.send)
		var statuses []int
		for _, a := range got {
			statuses = append(statuses, a.Status)
			mustBeStrict(t, h.name, a)
		}
		if !slices.EqualFunc(statuses, h.want, meets) {
			t.Errorf("%s: answers %v, want %v", h.name, statuses, h.want)
		}
		if a := s.get("/healthz"); a.Status != http.StatusOK {
			t.Fatalf("%s: the server is not well: %d", h.name, a.Status)
		}
	}
	if a := s.get("/"); a.Status != http.StatusOK || a.Header.Get("ETag") != home.Header.Get("ETag") {
		t.Errorf("the home page changed: %d, %s", a.Status, a.Header.Get("ETag"))
	}
}

// meets compares a status with the one or the two that are right.
func meets(got, want int) bool { return got == want || got == want/1000 || got == want%1000 }

// mustBeStrict holds any answer to the headers that every answer carries, and a refusal to what a refusal must be.
func mustBeStrict(t *testing.T, name string, a *answer) {
	t.Helper()
	for what, ok := range map[string]bool{
		"a policy":       strings.Contains(a.Header.Get("Content-Security-Policy"), "default-src 'none'"),
		"nosniff":        a.Header.Get("X-Content-Type-Options") == "nosniff",
		"a referrer":     a.Header.Get("Referrer-Policy") != "",
		"no cookie":      a.Header.Get("Set-Cookie") == "",
		"no server name": a.Header.Get("Server") == "" && a.Header.Get("X-Powered-By") == "",
		"no-store":       a.Status < 400 || a.Status == 416 || a.Header.Get("Cache-Control") == "no-store",
		"no script":      !strings.Contains(a.Body, "<script>alert"),
		"no file":        !strings.Contains(a.Body, "root:x:0:0"),
		"no stack":       !strings.Contains(a.Body, "goroutine "),
		"a type":         a.Body == "" || typed(a.Header.Get("Content-Type")),
	} {
		if !ok {
			t.Errorf("%s: the answer %d lacks %s: %v", name, a.Status, what, a.Header)
		}
	}
}

// typed says whether a type of content is one, and names the coding when it is text.
func typed(kind string) bool {
	kind, parameters, err := mime.ParseMediaType(kind)
	text := strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "xml") && kind != "image/svg+xml" // a picture says it itself
	return err == nil && kind != "" && (!text || strings.EqualFold(parameters["charset"], "utf-8"))
}

// request is a GET request with further header lines.
func request(path string, lines ...string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + strings.Join(append(lines, ""), "\r\n") + "\r\n"
}

func TestHostileRequestLines(t *testing.T) {
	t.Parallel()
	s := start(t)
	line := func(l string) string { return l + "\r\nHost: localhost\r\n\r\n" }
	long := strings.Repeat("a", 9<<10)
	s.attack([]hostile{
		{name: "nothing", send: ""},
		{name: "only line ends", send: "\r\n\r\n\r\n", want: []int{400}},
		{name: "half a line", send: "GET / HT", want: []int{400}},
		{name: "half a header", send: "GET / HTTP/1.1\r\nHost: loc", want: []int{400}},
		{name: "one word", send: line("GET"), want: []int{400}},
		{name: "no version", send: line("GET /"), want: []int{400}},
		{name: "four words", send: line("GET / x HTTP/1.1"), want: []int{400}},
		{name: "two spaces", send: line("GET  / HTTP/1.1"), want: []int{400}},
		{name: "a tab", send: line("GET\t/ HTTP/1.1"), want: []int{400}},
		{name: "a space first", send: line(" GET / HTTP/1.1"), want: []int{400}},
		{name: "version of letters", send: line("GET / HTTP/x"), want: []int{400}},
		{name: "version 9.9", send: line("GET / HTTP/9.9"), want: []int{400*1000 + 505}},
		{name: "version 3.0", send: line("GET / HTTP/3.0"), want: []int{505}},
		{name: "small letters", send: line("get / HTTP/1.1"), want: []int{501}},
		{name: "unknown method", send: line("BREW / HTTP/1.1"), want: []int{501}},
		{name: "a method that is no word", send: line("G@(T / HTTP/1.1"), want: []int{400}},
		{name: "a long method", send: line(long + " / HTTP/1.1"), want: []int{501}},
		{name: "preface of HTTP/2", send: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", want: []int{400*1000 + 501}},
		{name: "start of TLS", send: "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 200), want: []int{400}},
		{name: "a NUL in the line", send: line("GET /\x00 HTTP/1.1"), want: []int{400}},
		{name: "bytes that are no text", send: line("GET /\xff\xfe HTTP/1.1"), want: []int{400}},
		{name: "only LF", send: "GET /nowhere HTTP/1.1\nHost: localhost\nConnection: close\n\n", want: []int{404}},
		{name: "a target over 8 KiB", send: line("GET /" + long + " HTTP/1.1"), want: []int{414}},
		{name: "a query over 8 KiB", send: line("GET /?q=" + long + " HTTP/1.1"), want: []int{414}},
		{name: "a target over 64 KiB", send: line("GET /" + strings.Repeat(long, 9) + " HTTP/1.1"), want: []int{431}},
		{name: "CONNECT", send: line("CONNECT example.com:443 HTTP/1.1"), want: []int{400*1000 + 405}},
		{name: "TRACE", send: line("TRACE / HTTP/1.1"), want: []int{405}},
		{name: "PUT", send: line("PUT /episodes HTTP/1.1"), want: []int{405}},
		{name: "DELETE media", send: line("DELETE /media/show/x/cover.png HTTP/1.1"), want: []int{405}},
		{name: "POST to a page", send: line("POST / HTTP/1.1"), want: []int{405}},
		{name: "OPTIONS *", send: line("OPTIONS * HTTP/1.1"), want: []int{400}},
		{name: "a star", send: line("GET * HTTP/1.1"), want: []int{400}},
		{name: "a target without slash", send: line("GET nowhere HTTP/1.1"), want: []int{400}},
		{name: "another scheme", send: line("GET gopher://example.com HTTP/1.1"), want: []int{400}},
		{name: "another site", send: line("GET http://evil.example/nowhere HTTP/1.1"), want: []int{404}},
	})
	for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if a := s.do(method, "/subscribe", nil); a.Status != http.StatusMethodNotAllowed || a.Header.Get("Allow") != "GET, HEAD, POST" {
			t.Errorf("%s: %d, Allow %q", method, a.Status, a.Header.Get("Allow"))
		}
	}
}

// TestHeadHasNoBody asks for the head of everything, errors too: it is that of GET, and nothing follows it.
func TestHeadHasNoBody(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, path := range []string{"/", "/about", "/subscribe", "/stories/new", "/stories/mine", "/nowhere", "/stories/nobody", "/desk", "/desk/sign-in", "/podcast.xml", "/feed.json", "/robots.txt", "/%00", "/..", "/healthz", "/media/x/y/z", "/assets/x"} {
		for _, accept := range []string{"text/html", "application/json"} {
			get := s.raw(request(path, "Accept: "+accept, "Connection: close"))
			head := s.raw(strings.Replace(request(path, "Accept: "+accept, "Connection: close"), "GET", "HEAD", 1))
			if len(get) != 1 || len(head) != 1 || get[0].Status != head[0].Status || head[0].Body != "" {
				t.Errorf("%s: %d and %d answers", path, len(get), len(head))
				continue
			}
			for name := range get[0].Header {
				if x, y := get[0].Header.Get(name), head[0].Header.Get(name); x != y && name != "X-Request-Id" && name != "Date" && name != "Content-Length" {
					t.Errorf("%s: %s is %q for GET, %q for HEAD", path, name, x, y)
				}
			}
			if kind := get[0].Header.Get("Content-Type"); accept == "application/json" && get[0].Status >= 400 && path != "/assets/x" && kind != accept {
				t.Errorf("%s: an error for a program is %q", path, kind)
			}
			mustBeStrict(t, path, head[0])
		}
	}
}

func TestHostileHeaders(t *testing.T) {
	t.Parallel()
	s := start(t)
	bare := func(lines ...string) string {
		return "GET /nowhere HTTP/1.1\r\n" + strings.Join(lines, "\r\n") + "\r\n\r\n"
	}
	many := strings.Repeat("X-A: b\r\n", 12_000)
	fields := func(n int) []string { return append(slices.Repeat([]string{"X-A: b"}, n), "Connection: close") } // and Host
	s.attack([]hostile{
		{name: "no Host", send: bare("Accept: */*"), want: []int{400}},
		{name: "no Host in HTTP/1.0", send: "GET /nowhere HTTP/1.0\r\n\r\n", want: []int{404}},
		{name: "an empty Host", send: bare("Host:"), want: []int{400}},
		{name: "two Hosts", send: bare("Host: localhost", "Host: localhost"), want: []int{400}},
		{name: "Host with a space", send: bare("Host: local host"), want: []int{400}},
		{name: "Host with a path", send: bare("Host: localhost/.."), want: []int{400}},
		{name: "Host with a user", send: bare("Host: me@localhost"), want: []int{400}},
		{name: "Host with quotes", send: bare(`Host: local"><script>alert(1)</script>`), want: []int{400}},
		{name: "Host with a wrong port", send: bare("Host: localhost:99999999"), want: []int{400}},
		{name: "half an IPv6 Host", send: bare("Host: [::1"), want: []int{400}},
		{name: "a Host that is no text", send: bare("Host: \xff\xfe"), want: []int{400}},
		{name: "another Host", send: bare("Host: evil.example"), want: []int{404}},
		{name: "a header without colon", send: request("/", "NoColonHere"), want: []int{400}},
		{name: "a header without name", send: request("/", ": value"), want: []int{400}},
		{name: "a space before the colon", send: request("/", "Accept : text/html"), want: []int{400}},
		{name: "a name with a space", send: request("/", "A B: c"), want: []int{400}},
		{name: "NUL in a header", send: request("/", "X-A: b\x00c"), want: []int{400}},
		{name: "CR in a header", send: request("/", "X-A: b\rX-B: c"), want: []int{400}},
		{name: "DEL in a header", send: request("/", "X-A: b\x7fc"), want: []int{400}},
		{name: "a folded first line", send: "GET / HTTP/1.1\r\n folded: x\r\nHost: localhost\r\n\r\n", want: []int{400}},
		{name: "a header of 80 KiB", send: request("/", "X-A: "+strings.Repeat("b", 80<<10)), want: []int{431}},
		{name: "12,000 headers", send: request("/", many), want: []int{431}},
		{name: "a header of 21 KiB", send: request("/", "X-A: "+strings.Repeat("b", 21<<10)), want: []int{431}},
		{name: "100 fields", send: request("/nowhere", fields(98)...), want: []int{404}},
		{name: "101 fields", send: request("/nowhere", fields(99)...), want: []int{431}},
		{name: "fields of two requests at once", send: request("/nowhere", fields(60)[:60]...) + request("/nowhere", fields(60)...), want: []int{404, 404}},
		{name: "200 lines of body", send: "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 200\r\n\r\n" + strings.Repeat("\n", 200), want: []int{405}},
		{name: "a cookie of 15 KiB", send: request("/desk", "Cookie: session="+strings.Repeat("c", 15<<10), "Connection: close"), want: []int{303}},
		{name: "an odd expectation", send: request("/", "Expect: the unexpected"), want: []int{417}},
		{name: "an upgrade to WebSocket", send: request("/nowhere", "Connection: Upgrade, close", "Upgrade: websocket"), want: []int{404}},
		{name: "an upgrade to h2c", send: request("/nowhere", "Connection: Upgrade, HTTP2-Settings, close", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"), want: []int{404}},
	})
	for _, lines := range [][]string{
		{"Host", "evil.example"}, {"X-Forwarded-Host", "evil.example"}, {"Forwarded", "host=evil.example"}, {"X-Original-URL", "//evil.example"},
	} {
		for _, path := range []string{"/", "/podcast.xml", "/sitemap.xml", "/nowhere"} {
			answers := s.raw("GET " + path + " HTTP/1.1\r\n" + lines[0] + ": " + lines[1] + "\r\nConnection: close\r\n" + map[bool]string{false: "Host: localhost\r\n"}[lines[0] == "Host"] + "\r\n")
			if len(answers) != 1 || strings.Contains(answers[0].Body, "evil.example") {
				t.Errorf("%s: %s gets into the page", path, lines[0])
			}
		}
	}
}

func TestHostilePaths(t *testing.T) {
	t.Parallel()
	s := start(t)
	list := []hostile{}
	add := func(path string, want ...int) {
		list = append(list, hostile{name: path, send: request(path, "Connection: close"), want: want})
	}
	up := strings.Repeat("../", 12)
	for _, path := range []string{
		"/" + up + "etc/passwd", "/..", "/.", "/./about", "/about/.", "/about/..", "//", "//etc/passwd", "///about", "/about//", "/episodes/", "/about/",
		"/..;/etc/passwd", "/%2e%2e/etc/passwd", "/%2e%2e%2fetc%2fpasswd", "/..%2fetc%2fpasswd", "/.%2e/etc/passwd", "/%2E%2E/%2E%2E/etc/passwd",
		`/..\..\etc\passwd`, "/..%5c..%5cetc%5cpasswd", "/%5c%5chost/share", "/%252e%252e%252fetc%252fpasswd", "/%25%32%65%25%32%65/etc/passwd",
		"/media/" + up + "etc/passwd", "/media/episodes/%2e%2e/%2e%2e/show.yaml", "/media/episodes/..%2f..%2fshow.yaml", "/media/..", "/media/", "/media/episodes/",
		"/media/show/", "/media/show/show.yaml", "/media/private/x/y", "/media/episodes/x/index.md", `/media/episodes\x\index.md`, "/media/show/x/.", "/media/show/x/..",
		"/assets/" + up + "go.mod", "/assets/%2e%2e/templates/layout.html", "/assets/css/../js/site.js", "/assets/", "/assets/css", "/assets/css/site.css",
		"/episodes/..%2f..%2fsecret/transcript.vtt", "/episodes/./chapters.json", "/.env", "/.git/config", "/.well-known/", "/.well-known/../data/secret",
		"/data/secret", "/desk/../data/insider.db", "/stories/../desk", "/%3Cscript%3Ealert(1)%3C/script%3E", "/topics/%3Cscript%3Ealert(1)", "/about%20", "/about%09", "/%20/about",
		"/about?page=0", "/episodes?page=-1", "/episodes?page=999999", "/episodes?page=99999999999999999999999", "/episodes?page=1e3", "/episodes?page=one", "/episodes?page=%D9%A1",
	} {
		add(path, 404)
	}
	for _, path := range []string{
		"/%00", "/about%00", "/about%00.html", "/%ff", "/%c0%ae%c0%ae/etc/passwd", "/%e0%80%ae/", "/%ed%a0%80", "/%u002e%u002e/", "/%zz", "/%", "/%2", "/about?x=%ff", "/about?x=%00", "/about?x=%zz", "/?a;b=c",
		"/media/show/x/%00", "/assets/%00", "/episodes/%ff/transcript.vtt", "/subscribe/confirm?token=%00", "/desk/sign-in?next=%ff",
	} {
		add(path, 400)
	}
	s.attack(list)
	// What is odd but harmless changes nothing.
	about := s.get("/about")
	for _, query := range []string{"?", "?page=1", "?utm_source=%3Cscript%3Ealert(1)%3C/script%3E", "?a=1&a=2", "?" + strings.Repeat("a=b&", 1000) + "z=", "?=", "?%C3%A9=%F0%9F%98%80"} {
		if a := s.get("/about" + query); a.Status != http.StatusOK || a.Body != about.Body {
			t.Errorf("%.40s: %d", query, a.Status)
		}
	}
	for _, at := range []string{"-1", "1e9", "NaN", "99999999999999999999", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "1:2:3:4", "%F0%9F%98%80"} {
		a := s.get(firstEpisode(s) + "?t=" + at)
		mustBeStrict(t, "?t="+at, a)
		if a.Status != http.StatusOK || strings.Contains(a.Body, `.mp3#t=`) {
			t.Errorf("?t=%s: %d", at, a.Status)
		}
	}
}

// firstEpisode is the path of an episode of the show.
func firstEpisode(s *server) string {
	s.t.Helper()
	m := regexp.MustCompile(`href="[^"]*?(/episodes/[a-z0-9-]+)"`).FindStringSubmatch(s.get("/episodes").Body)
	if m == nil {
		s.t.Fatal("the show has no episode")
	}
	return m[1]
}

func TestHostileRangesAndConditions(t *testing.T) {
	t.Parallel()
	s := start(t)
	m := regexp.MustCompile(`<enclosure url="[^"]*?(/media/[^"]+)" length="(\d+)"`).FindStringSubmatch(s.get("/podcast.xml").Body)
	if m == nil {
		t.Fatal("no enclosure")
	}
	path := m[1]
	whole := s.do(http.MethodHead, path, nil)
	for spec, want := range map[string]int{
		"bytes=": 200, "bytes": 416, "items=0-1": 416, "bytes=a-b": 416, "bytes=5-2": 416, "bytes=-": 416, "bytes=--1": 416, "bytes=0x0-0x1": 416,
		"bytes=99999999999999999999-": 416, "bytes=-99999999999999999999": 416, "bytes=" + m[2] + "-": 416, "bytes=-0": 416, "bytes=0-0,": 206, "bytes=,,,": 200,
		"bytes=0-0,5-2": 416, "bytes=" + strings.Repeat("0-,", 2000) + "0-": 200, "bytes=" + strings.Repeat("0-0,", 2000) + "1-1": 200,
		"bytes=0-9,0-9,0-9": 206, "\xff\xfe": 416,
	} {
		a := s.get(path, "Range", spec)
		if a.Status != want {
			t.Errorf("Range %.40q: %d, want %d", spec, a.Status, want)
		}
		mustBeStrict(t, "Range "+spec, a)
		if a.Status == http.StatusRequestedRangeNotSatisfiable && len(a.Body) > 4<<10 {
			t.Errorf("Range %.40q: %d bytes of error", spec, len(a.Body))
		}
	}
	for _, header := range []string{"If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range"} {
		for _, value := range []string{"", `"`, `W/`, `W/"`, "\xff", "yesterday", strings.Repeat(`"x",`, 3500), "Mon, 99 Foo 9999 99:99:99 GMT", "Mon, 02 Jan 9999 15:04:05"} {
			for _, path := range []string{"/", "/podcast.xml", path} {
				if a := s.do(http.MethodHead, path, nil, header, value); a.Status != 200 && a.Status != 412 {
					t.Errorf("%s %s: %.20q: %d", path, header, value, a.Status)
				}
			}
		}
	}
	for _, value := range []string{"", "gzip;q=0", "gzip;q=zero", "*;q=0", "gzip, gzip, gzip;q=0", "\xff", "identity;q=0", strings.Repeat("gzip,", 3000)} {
		if a := s.get("/", "Accept-Encoding", value); a.Status != 200 && a.Status != 406 {
			t.Errorf("Accept-Encoding %.20q: %d", value, a.Status)
		}
	}
	if a := s.do(http.MethodHead, path, nil); a.Header.Get("ETag") != whole.Header.Get("ETag") {
		t.Error("the file changed")
	}
}

// TestSlowClientsAreLetGo sends a header and a body too slowly: both end, with what they were told.
func TestSlowClientsAreLetGo(t *testing.T) {
	t.Parallel()
	s := start(t)
	head := s.dial()
	defer head.Close()
	body := s.dial()
	defer body.Close()
	begun := time.Now()
	fmt.Fprint(head, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
	const post = "POST /subscribe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 30\r\n\r\nemail="
	fmt.Fprint(body, post)
	rest, _ := io.ReadAll(head)
	if took := time.Since(begun); took < 7*time.Second || took > 12*time.Second || bytes.Contains(rest, []byte(" 200 ")) {
		t.Errorf("a slow header ended after %v with %q", took, rest)
	}
	got := s.answers(body, post)
	if took := time.Since(begun); len(got) != 1 || got[0].Status != http.StatusRequestTimeout || took > 16*time.Second {
		t.Errorf("a slow body: %v after %v", got, took)
	}
	for _, a := range got {
		mustBeStrict(t, "slow body", a)
	}
}
