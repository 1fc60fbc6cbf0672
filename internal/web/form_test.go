package web

import (
	"io"
	"net"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"insider/internal/fault"
)

const urlEncoded = "application/x-www-form-urlencoded"

func postForm(t testing.TB, contentType string, body io.Reader, options ...FormOption) (url.Values, error) {
	t.Helper()
	r := httptest.NewRequest("POST", "/?text=query", body)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return Form(httptest.NewRecorder(), r, options...)
}

func TestFormIsStrict(t *testing.T) {
	part := func(name, value string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	many := strings.Repeat("&", 3)
	for i := range 31 {
		many += "f" + string(rune('a'+i%26)) + strings.Repeat("x", i) + "=1&"
	}
	cases := []struct {
		name, kind, body string
		want             int // 0: accepted
	}{
		{"plain", urlEncoded, "text=a+b%C3%A9&naming=full", 0},
		{"charset named", urlEncoded + "; charset=UTF-8", "text=a", 0},
		{"empty", urlEncoded, "", 0},
		{"empty field", urlEncoded, "text=", 0},
		{"multipart", "multipart/form-data; boundary=b", part("text", "a") + "--b--\r\n", 0},
		{"field at the limit", urlEncoded, "text=" + strings.Repeat("a", 20_000), 0},
		{"no type", "", "text=a", 415},
		{"broken type", "a/b; =", "text=a", 415},
		{"JSON", "application/json", `{"text":"a"}`, 415},
		{"plain text", "text/plain", "text=a", 415},
		{"multipart without boundary", "multipart/form-data", "text=a", 415},
		{"broken escape", urlEncoded, "text=%zz", 400},
		{"semicolon", urlEncoded, "a=1;b=2", 400},
		{"NUL", urlEncoded, "text=a%00", 400},
		{"NUL in a name", urlEncoded, "te%00xt=a", 400},
		{"not UTF-8", urlEncoded, "text=%ff", 400},
		{"twice", urlEncoded, "text=a&text=a", 400},
		{"too many fields", urlEncoded, many, 400},
		{"field too long", urlEncoded, "text=" + strings.Repeat("a", 20_001), 400},
		{"name too long", urlEncoded, strings.Repeat("a", 101) + "=1", 400},
		{"body too long", urlEncoded, "text=" + strings.Repeat("%61", 200_000), 413},
		{"file", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\na\r\n--b--\r\n", 400},
		{"part without a name", "multipart/form-data; boundary=b", "--b\r\n\r\na\r\n--b--\r\n", 400},
		{"multipart cut", "multipart/form-data; boundary=b", part("text", "a"), 400},
		{"multipart cut in a header", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-da", 400},
		{"multipart twice", "multipart/form-data; boundary=b", part("text", "a") + part("text", "b") + "--b--\r\n", 400},
		{"multipart too many", "multipart/form-data; boundary=b", strings.Repeat(part("text", "a"), 31) + "--b--\r\n", 400},
		{"multipart too long", "multipart/form-data; boundary=b", part("text", strings.Repeat("a", 600_000)) + "--b--\r\n", 413},
	}
	for _, c := range cases {
		for _, length := range []string{"known", "unknown"} {
			body := io.Reader(strings.NewReader(c.body))
			if length == "unknown" {
				body = io.MultiReader(body)
			}
			form, err := postForm(t, c.kind, body)
			if c.want == 0 && (err != nil || len(form["text"]) > 1 || form.Get("text") == "query") {
				t.Errorf("%s, length %s: %v %v", c.name, length, form, err)
			}
			if c.want != 0 && (err == nil || Status(err) != c.want || Sentence(err) == "") {
				t.Errorf("%s, length %s: %v, want %d", c.name, length, err, c.want)
			}
		}
	}
}

func TestFieldLimitRaisesOneField(t *testing.T) {
	long := strings.Repeat("a", 30_000)
	if _, err := postForm(t, urlEncoded, strings.NewReader("text="+long), FieldLimit("text", 48<<10)); err != nil {
		t.Error(err)
	}
	if _, err := postForm(t, urlEncoded, strings.NewReader("other="+long), FieldLimit("text", 48<<10)); Status(err) != 400 {
		t.Error(err)
	}
}

func TestBrokenBodyIsNoEmptyForm(t *testing.T) {
	body := io.MultiReader(strings.NewReader("text=half"), errorReader{io.ErrUnexpectedEOF})
	if form, err := postForm(t, urlEncoded, body); form != nil || !fault.Is(err, fault.Invalid) {
		t.Fatalf("%v, %v", form, err)
	}
}

func TestSlowBodyIsATimeOut(t *testing.T) {
	s := pageServer(t)
	server := httptest.NewUnstartedServer(s)
	server.Config.ReadTimeout = 100 * time.Millisecond
	server.Start()
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "POST /form HTTP/1.1\r\nHost: h\r\nContent-Type: "+urlEncoded+"\r\nContent-Length: 100\r\n\r\ntext=ha")
	answer, _ := io.ReadAll(conn)
	if !strings.HasPrefix(string(answer), "HTTP/1.1 408 ") || !strings.Contains(string(answer), "nosniff") {
		t.Fatalf("%.200q", answer)
	}
}

type errorReader struct{ err error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.err }

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	s := pageServer(t)
	post := func(headers ...string) int {
		r := httptest.NewRequest("POST", "http://localhost:8080/form", strings.NewReader("text=a"))
		r.Header.Set("Content-Type", urlEncoded)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code
	}
	for _, c := range []struct {
		headers []string
		want    int
	}{
		{nil, 200}, // mail programs send no such headers
		{[]string{"Sec-Fetch-Site", "same-origin"}, 200},
		{[]string{"Sec-Fetch-Site", "none"}, 200},
		{[]string{"Origin", "http://localhost:8080"}, 200},
		{[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		{[]string{"Sec-Fetch-Site", "same-site"}, 403},
		{[]string{"Origin", "https://evil.example"}, 403},
		{[]string{"Origin", "null"}, 200}, // a page under no-referrer, by plain http
		{[]string{"Origin", "null", "Cookie", "session=x"}, 403},
		{[]string{"Origin", "null", "Sec-Fetch-Site", "cross-site"}, 403},
	} {
		if got := post(c.headers...); got != c.want {
			t.Errorf("%v: %d, want %d", c.headers, got, c.want)
		}
	}
}

func FuzzForm(f *testing.F) {
	for _, seed := range []string{"a=1&b=2", "a=%00", "a=1&a=2", "&&&=", "a=%F0%9F%98%80"} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, body string, multi bool) {
		kind := urlEncoded
		if multi {
			kind = "multipart/form-data; boundary=b"
		}
		form, err := postForm(t, kind, strings.NewReader(body))
		if err != nil {
			if s := Status(err); s < 400 || s >= 500 {
				t.Fatalf("%q: %v", body, err)
			}
			return
		}
		for name, values := range form {
			if len(values) != 1 || !validText(name) || !validText(values[0]) || len(values[0]) > maxField {
				t.Fatalf("%q gave %q", body, form)
			}
		}
	})
}
