package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const urlEncoded = "Content-Type: application/x-www-form-urlencoded"

// posting is a POST to /subscribe with exactly these header lines and bytes.
func posting(body string, lines ...string) string {
	return "POST /subscribe HTTP/1.1\r\nHost: localhost\r\n" + strings.Join(append(lines, ""), "\r\n") + "\r\n" + body
}

// form is an honest POST of a form, with its true length; the connection ends after the answer.
func form(path, body string, lines ...string) string {
	lines = append(lines, "Host: localhost", "Connection: close", fmt.Sprintf("Content-Length: %d", len(body)))
	return "POST " + path + " HTTP/1.1\r\n" + strings.Join(lines, "\r\n") + "\r\n\r\n" + body
}

func TestHostileBodies(t *testing.T) {
	t.Parallel()
	s := start(t)
	big := strings.Repeat("a", 600<<10)
	chunks := func(body string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body) }
	const chunked = "Transfer-Encoding: chunked"
	s.attack([]hostile{
		{name: "no length", send: posting("", urlEncoded, "Connection: close"), want: []int{422}},
		{name: "no type", send: form("/subscribe", "email=a@example.com"), want: []int{415}},
		{name: "JSON", send: form("/subscribe", `{"email":"a@example.com"}`, "Content-Type: application/json"), want: []int{415}},
		{name: "text", send: form("/subscribe", "email=a@example.com", "Content-Type: text/plain"), want: []int{415}},
		{name: "a type that is none", send: form("/subscribe", "email=a", "Content-Type: ;;;"), want: []int{415}},
		{name: "two types", send: form("/subscribe", "email=a", urlEncoded, "Content-Type: text/plain"), want: []int{415}},
		{name: "a coding", send: form("/subscribe", "\x1f\x8b\x08", urlEncoded, "Content-Encoding: gzip"), want: []int{415}},
		{name: "shorter than told", send: posting("email=a@exa", urlEncoded, "Content-Length: 100"), want: []int{400}},
		{name: "nothing of what was told", send: posting("", urlEncoded, "Content-Length: 100"), want: []int{400}},
		{name: "a length of letters", send: posting("email=a", urlEncoded, "Content-Length: seven"), want: []int{400}},
		{name: "a negative length", send: posting("email=a", urlEncoded, "Content-Length: -7"), want: []int{400}},
		{name: "a length with plus", send: posting("email=a", urlEncoded, "Content-Length: +7"), want: []int{400}},
		{name: "a length in hex", send: posting("email=a", urlEncoded, "Content-Length: 0x7"), want: []int{400}},
		{name: "an empty length", send: posting("email=a", urlEncoded, "Content-Length:"), want: []int{400}},
		{name: "a length beyond numbers", send: posting("email=a", urlEncoded, "Content-Length: 99999999999999999999"), want: []int{400}},
		{name: "two lengths", send: posting("email=a", urlEncoded, "Content-Length: 7", "Content-Length: 6"), want: []int{400}},
		{name: "a list of lengths", send: posting("email=a", urlEncoded, "Content-Length: 7, 7"), want: []int{400}},
		{name: "a terabyte told", send: posting("email=a", urlEncoded, "Content-Length: 1099511627776"), want: []int{413}},
		{name: "a terabyte expected", send: posting("", urlEncoded, "Content-Length: 1099511627776", "Expect: 100-continue"), want: []int{413}},
		{name: "600 KiB", send: form("/stories/new", "text="+big, urlEncoded), want: []int{413}},
		{name: "600 KiB in chunks", send: posting(chunks("email="+big), urlEncoded, chunked), want: []int{413}},
		{name: "a chunk of letters", send: posting("zz\r\nemail=a\r\n0\r\n\r\n", urlEncoded, chunked), want: []int{400}},
		{name: "a negative chunk", send: posting("-7\r\nemail=a\r\n0\r\n\r\n", urlEncoded, chunked), want: []int{400}},
		{name: "a chunk without end", send: posting("7\r\nemail=a", urlEncoded, chunked), want: []int{400}},
		{name: "no last chunk", send: posting("7\r\nemail=a\r\n", urlEncoded, chunked), want: []int{400}},
		{name: "a chunk beyond numbers", send: posting("fffffffffffffffff\r\nemail=a\r\n0\r\n\r\n", urlEncoded, chunked), want: []int{400}},
		{name: "an endless extension", send: posting("7;"+strings.Repeat("x", 70<<10)+"\r\nemail=a\r\n0\r\n\r\n", urlEncoded, chunked), want: []int{400}},
		{name: "an endless trailer", send: posting("7\r\nemail=a\r\n0\r\nX-A: "+big, urlEncoded, chunked), want: []int{400}},
		{name: "broken escapes", send: form("/subscribe", "email=%zz", urlEncoded), want: []int{400}},
		{name: "half an escape", send: form("/subscribe", "email=a%2", urlEncoded), want: []int{400}},
		{name: "a semicolon", send: form("/subscribe", "email=a;b=c", urlEncoded), want: []int{400}},
		{name: "bad UTF-8", send: form("/subscribe", "email=%ff%fe", urlEncoded), want: []int{400}},
		{name: "bad UTF-8, not escaped", send: form("/subscribe", "email=\xff\xfe", urlEncoded), want: []int{400}},
		{name: "bad UTF-8 in a name", send: form("/subscribe", "%ff=a&email=a%40example.com", urlEncoded), want: []int{400}},
		{name: "NUL", send: form("/subscribe", "email=a%00b%40example.com", urlEncoded), want: []int{400}},
		{name: "NUL in a story", send: form("/stories/new", "text=a%00b&naming=none", urlEncoded), want: []int{400}},
		{name: "a field twice", send: form("/subscribe", "email=a%40example.com&email=b%40example.com", urlEncoded), want: []int{400}},
		{name: "31 fields", send: form("/subscribe", "email=a"+fields(30), urlEncoded), want: []int{400}},
		{name: "100,000 fields", send: form("/stories/new", strings.Repeat("a&", 100_000), urlEncoded), want: []int{400}},
		{name: "a field over 20,000 bytes", send: form("/subscribe", "email="+big[:20_001], urlEncoded), want: []int{400}},
		{name: "a name over 100 bytes", send: form("/subscribe", big[:101]+"=x&email=a%40example.com", urlEncoded), want: []int{400}},
	})
	if n := len(s.mails()); n != 0 {
		t.Errorf("%d mails came of it", n)
	}
}

// fields are n more fields of a form.
func fields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "&f%d=x", i)
	}
	return b.String()
}

func TestHostileMultipart(t *testing.T) {
	t.Parallel()
	s := start(t)
	part := func(name, value string) string {
		return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	const kind, end = "Content-Type: multipart/form-data; boundary=B", "--B--\r\n"
	s.attack([]hostile{
		{name: "no boundary", send: form("/subscribe", part("email", "a")+end, "Content-Type: multipart/form-data"), want: []int{415}},
		{name: "another boundary", send: form("/subscribe", "--X\r\n\r\n--X--", kind), want: []int{400}},
		{name: "nothing", send: form("/subscribe", "", kind), want: []int{400}},
		{name: "no end", send: form("/subscribe", part("email", "a@example.com"), kind), want: []int{400}},
		{name: "half a part", send: form("/subscribe", "--B\r\nContent-Disposition: form-data; na", kind), want: []int{400}},
		{name: "no name", send: form("/subscribe", "--B\r\n\r\nx\r\n"+end, kind), want: []int{400}},
		{name: "a file", send: form("/subscribe", "--B\r\nContent-Disposition: form-data; name=\"email\"; filename=\"../../x\"\r\n\r\nx\r\n"+end, kind), want: []int{400}},
		{name: "a huge header", send: form("/subscribe", "--B\r\nContent-Disposition: form-data; name=\""+strings.Repeat("n", 400<<10)+"\"\r\n\r\nx\r\n"+end, kind), want: []int{400}},
		{name: "many headers", send: form("/subscribe", "--B\r\n"+strings.Repeat("X-A: b\r\n", 20_000)+"\r\nx\r\n"+end, kind), want: []int{400}},
		{name: "31 parts", send: form("/subscribe", strings.Repeat(part("x", "y"), 31)+end, kind), want: []int{400}},
		{name: "a field twice", send: form("/subscribe", part("email", "a")+part("email", "b")+end, kind), want: []int{400}},
		{name: "bad UTF-8", send: form("/subscribe", part("email", "\xff")+end, kind), want: []int{400}},
		{name: "a form in a form", send: form("/subscribe", "--B\r\nContent-Type: multipart/mixed; boundary=C\r\n\r\n--C\r\n\r\n--C--\r\n"+end, kind), want: []int{400}},
		{name: "an honest one", send: form("/subscribe", part("email", "nobody")+end, kind), want: []int{422}},
	})
}

// TestSmuggling sends what a proxy and a server might cut at different places: there is one answer, and what hides behind
// it is never carried out.
func TestSmuggling(t *testing.T) {
	t.Parallel()
	s := start(t)
	const hidden = "email=smuggled%40example.com"
	inner := form("/subscribe", hidden, urlEncoded)
	length := func(n int) string { return fmt.Sprintf("Content-Length: %d", n) }
	s.attack([]hostile{
		{name: "CL.TE", send: posting("0\r\n\r\n"+inner, urlEncoded, length(5+len(inner)), "Transfer-Encoding: chunked"), want: []int{400*1000 + 422}},
		{name: "TE.CL", send: posting("7\r\nemail=a\r\n0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: chunked", length(4)), want: []int{400*1000 + 422}},
		{name: "two codings", send: posting("0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: chunked", "Transfer-Encoding: identity"), want: []int{400*1000 + 501}},
		{name: "a list of codings", send: posting("0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: gzip, chunked"), want: []int{400*1000 + 501}},
		{name: "chunked twice", send: posting("0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: chunked, chunked"), want: []int{400*1000 + 501}},
		{name: "an unknown coding", send: posting("0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: xchunked"), want: []int{400*1000 + 501}},
		{name: "a coding with a tab", send: posting("0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding:\tx\tchunked", length(5)), want: []int{400*1000 + 501}},
		{name: "a coding with a vertical tab", send: posting("0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: \x0bchunked", length(5)), want: []int{400}},
		{name: "a space before the colon", send: posting("0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding : chunked", length(5)), want: []int{400}},
		{name: "a line before the coding", send: posting("0\r\n\r\n"+inner, urlEncoded, "X: y\rTransfer-Encoding: chunked", length(5)), want: []int{400}},
		{name: "an underscore", send: posting(inner, urlEncoded, "Transfer_Encoding: chunked", length(len(inner))), want: []int{400*1000 + 422}},
		{name: "HTTP/1.0 with chunks", send: "POST /subscribe HTTP/1.0\r\n" + urlEncoded + "\r\nTransfer-Encoding: chunked\r\n" + length(5) + "\r\n\r\n0\r\n\r\n" + inner, want: []int{400*1000 + 422}},
		{name: "a chunk that hides its end", send: posting("7\nemail=a\r\n0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: chunked"), want: []int{400*1000 + 422}},
		{name: "a folded coding", send: posting("7\r\nemail=a\r\n0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding:\r\n chunked"), want: []int{400*1000 + 422}},
		{name: "a folded length", send: posting("email=a", urlEncoded, "Content-Length:\r\n 7", "Connection: close") + inner, want: []int{400*1000 + 422}},
		{name: "a line feed in an extension", send: posting("7;a\nemail=a\r\n0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: chunked"), want: []int{400*1000 + 422}},
		{name: "a return in an extension", send: posting("7;a\rb\r\nemail=a\r\n0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: chunked"), want: []int{400}},
		{name: "a chunk that is longer than told", send: posting("7\r\nemail=aXX0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: chunked"), want: []int{400}},
		{name: "a length behind the chunks", send: posting(fmt.Sprintf("7\r\nemail=a\r\n0\r\nContent-Length: %d\r\n\r\n", len(inner))+inner, urlEncoded, "Transfer-Encoding: chunked"), want: []int{400*1000 + 422}},
		{name: "a coding in pieces", send: posting("0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding: chunked;a=b", length(5)), want: []int{400*1000 + 501}},
		{name: "an empty coding", send: posting("0\r\n\r\n"+inner, urlEncoded, "Transfer-Encoding:", length(5)), want: []int{400*1000 + 501}},
		{name: "a GET with a body", send: request("/nowhere", length(len(inner)), "Connection: close") + inner, want: []int{404}},
		{name: "a refused GET with a body", send: request("/%00", length(len(inner))) + inner, want: []int{400}},
		{name: "an answer that ends early", send: posting(inner, "Content-Type: application/json", length(len(inner)+1)), want: []int{415}},
	})
	if mails := strings.Join(s.mails(), ""); strings.Contains(mails, "smuggled") {
		t.Error("a smuggled request was carried out")
	}
	// Honest requests in one go are answered one by one.
	two := s.raw(strings.Repeat(request("/nowhere"), 2) + request("/", "Connection: close"))
	if len(two) != 3 || two[0].Status != http.StatusNotFound || two[2].Status != http.StatusOK {
		t.Errorf("%d answers to three requests", len(two))
	}
}

// TestOtherSitesCannotPost sends forms as a browser does for a page of another site.
func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	s := start(t)
	cookie := s.signIn()
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"},
		{"Origin", s.URL + ".evil.example"}, {"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"},
	} {
		for _, path := range []string{"/subscribe", "/stories/new", "/stories/mine", "/desk/mail", "/desk/sign-in", "/desk/sign-out", "/desk/stories/1"} {
			a := s.post(path, "email=a%40example.com&act=off", append([]string{"Cookie", cookie}, headers...)...)
			if a.Status != http.StatusForbidden {
				t.Errorf("%v %s: %d", headers, path, a.Status)
			}
			mustBeStrict(t, path, a)
		}
	}
	if a := s.get("/desk", "Cookie", cookie); a.Status != http.StatusOK {
		t.Errorf("the session ended: %d", a.Status)
	}
	if a := s.post("/subscribe", "email=a%40example.com", "Sec-Fetch-Site", "same-origin", "Origin", s.URL); a.Status != http.StatusOK {
		t.Errorf("the site's own form: %d", a.Status)
	}
}

// TestHostileSecrets offers links, words and cookies that nobody was given.
func TestHostileSecrets(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.subscribe("reader@example.com")
	good := s.linkIn("/subscribe/confirm")
	_, token, _ := strings.Cut(good, "token=")
	for name, bad := range map[string]string{
		"nothing": "", "a word": "x", "half": token[:len(token)/2], "changed": flip(token, len(token)-3), "changed inside": flip(token, len(token)/2),
		"another version": "v2" + token[2:], "more": token + "A", "dots": strings.Repeat(".", 5000), "hex": "..%2f..", "text": "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
	} {
		for _, path := range []string{"/subscribe/confirm", "/subscribe/manage", "/subscribe/leave", "/desk/sign-in"} {
			if path == "/desk/sign-in" && name == "nothing" {
				continue // the form
			}
			for _, a := range []*answer{s.get(path + "?token=" + bad), s.post(path+"?token="+bad, "act=undo&undo="+bad+"&token="+bad)} {
				if a.Status < 400 || a.Status >= 500 {
					t.Errorf("%s with %s: %d", path, name, a.Status)
				}
				mustBeStrict(t, path+" "+name, a)
			}
		}
	}
	// A link for one purpose opens nothing else.
	for _, path := range []string{"/subscribe/manage", "/subscribe/leave", "/desk/sign-in"} {
		if a := s.get(path + "?token=" + token); a.Status < 400 {
			t.Errorf("a link to confirm opens %s: %d", path, a.Status)
		}
	}
	for _, words := range []string{"", "a", "acorn", strings.Repeat("acorn ", 7), strings.Repeat("x", 20_000), "'; DROP TABLE story; --", "%", "_______"} {
		if a := s.post("/stories/mine", "act=withdraw&code="+url.QueryEscape(words)); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("code %.20q: %d", words, a.Status)
		}
	}
	for _, cookie := range []string{"session=", "session=x", "session=" + strings.Repeat("A", 4000), "session=\xff", "session=../../x", `session="`, "session=x; session=y", ";;;"} {
		if a := s.get("/desk", "Cookie", cookie); a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Header.Get("Location"), "/desk/sign-in") {
			t.Errorf("cookie %.20q: %d to %s", cookie, a.Status, a.Header.Get("Location"))
		}
	}
}

// flip changes one character of a token to another that a token may have.
func flip(token string, i int) string {
	c := byte('A')
	if token[i] == c {
		c = 'B'
	}
	return token[:i] + string(c) + token[i+1:]
}
