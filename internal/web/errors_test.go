package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"insider/internal/fault"
)

func TestStatusOfErrors(t *testing.T) {
	for want, err := range map[int]error{
		500: errors.New("disk on fire"), 400: fault.New(fault.Invalid, "No."), 404: fault.New(fault.NotFound, "No."),
		409: fault.New(fault.Conflict, "No."), 403: fault.New(fault.Forbidden, "No."), 410: fault.New(fault.Gone, "No."),
		429: fault.Retry(time.Minute, "No."), 503: fault.New(fault.Unavailable, "No."), 413: &http.MaxBytesError{Limit: 1},
		422: fault.Fields(fault.Field{Name: "email", Sentence: "Enter your email address"}),
	} {
		for _, e := range []error{err, fmt.Errorf("saving: %w", err)} {
			if got := Status(e); got != want {
				t.Errorf("%v: %d, want %d", e, got, want)
			}
			if s := Sentence(e); s == "" || strings.Contains(s, "fire") {
				t.Errorf("%v says %q", e, s)
			}
		}
	}
}

func failing(t testing.TB, err error) *Server {
	s, _ := testServer(t, "http://localhost:8080")
	s.Handle("GET", "/fail", ClassPage, func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Etag", `"x"`)
		w.Header().Set("Content-Length", "7")
		return err
	})
	return s
}

func TestErrorIsAPageOrJSON(t *testing.T) {
	s := failing(t, fault.Retry(90*time.Second, "Too many <b>at once</b>."))
	w := ask(s, "GET", "/fail", "Accept", "text/html,*/*")
	id := w.Header().Get("X-Request-Id")
	if w.Code != 429 || w.Header().Get("Retry-After") != "90" || w.Header().Get("Etag") != "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	if b := w.Body.String(); !strings.Contains(b, "&lt;b&gt;at once") || !strings.Contains(b, id) || strings.Contains(b, "<link") || strings.Contains(b, "<script") || strings.Contains(b, "src=") {
		t.Errorf("%s", b)
	}
	w = ask(s, "GET", "/fail", "Accept", "application/json")
	var body struct {
		Status  int
		Error   string
		Request string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || body.Status != 429 || body.Request != w.Header().Get("X-Request-Id") || body.Error != "Too many <b>at once</b>." {
		t.Errorf("%v %+v", err, body)
	}
	if w := ask(s, "GET", "/fail", "Accept", "text/html, application/json"); !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		t.Error("a browser got JSON")
	}
}

func TestThePlainPageNeedsNothingElse(t *testing.T) {
	s := failing(t, errors.New("disk on fire"))
	w := ask(s, "GET", "/fail")
	_, style, _ := strings.Cut(w.Body.String(), "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	sum := sha256.Sum256([]byte(style))
	csp := w.Header().Get("Content-Security-Policy")
	if w.Code != 500 || style == "" || !strings.HasSuffix(csp, "style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") || strings.Contains(csp, "self") {
		t.Errorf("%d, %s", w.Code, csp)
	}
	for _, want := range []string{"<h1>Something broke here.</h1>", "Request " + w.Header().Get("X-Request-Id"), `href="/"`, `class="skip" href="#main"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %s in %s", want, w.Body)
		}
	}
	if strings.Contains(w.Body.String(), "fire") || strings.Contains(w.Body.String(), "url(") {
		t.Error(w.Body)
	}
}

func TestErrorPageOfTheSite(t *testing.T) {
	s := failing(t, fault.New(fault.Gone, "It was taken back."))
	page := func(text string) func(http.ResponseWriter, *http.Request, int, error) *Response {
		return func(_ http.ResponseWriter, r *http.Request, status int, err error) *Response {
			return &Response{Status: 200, Type: "text/html; charset=utf-8", Body: fmt.Appendf(nil, "%s %d %s %s", text, status, Sentence(err), RequestID(r))}
		}
	}
	s.OnError(page("site"))
	w := ask(s, "GET", "/fail")
	if w.Code != 410 || w.Body.String() != "site 410 It was taken back. "+w.Header().Get("X-Request-Id") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
	}
	s.OnError(func(http.ResponseWriter, *http.Request, int, error) *Response { panic("template") })
	if w := ask(s, "GET", "/fail"); w.Code != 410 || !strings.Contains(w.Body.String(), "410: This was taken back.") {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	s.OnError(func(http.ResponseWriter, *http.Request, int, error) *Response { return nil })
	if w := ask(s, "GET", "/fail"); w.Code != 410 || !strings.Contains(w.Body.String(), "410: This was taken back.") {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

func TestNeverHalfAPage(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	s.Handle("GET", "/half", ClassPage, func(w http.ResponseWriter, r *http.Request) error {
		_, _ = w.Write([]byte(strings.Repeat("half ", 10_000)))
		return errors.New("late")
	})
	s.Handle("GET", "/panic", ClassPage, func(http.ResponseWriter, *http.Request) error { panic("early") })
	s.Handle("GET", "/abort", ClassPage, func(http.ResponseWriter, *http.Request) error { panic(http.ErrAbortHandler) })
	x := run(t, s)
	get := func(path string) (*http.Response, error) { return http.Get("http://" + x.addr + path) }
	if resp, err := get("/half"); err == nil {
		var all strings.Builder
		if _, err = fmt.Fscanln(resp.Body, &all); err == nil {
			t.Error("a cut answer looked whole")
		}
		resp.Body.Close()
	}
	if resp, err := get("/abort"); err == nil {
		resp.Body.Close()
		t.Error("an aborted answer looked whole")
	}
	resp, err := get("/panic")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 500 || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %v", resp.StatusCode, resp.Header)
	}
	http.DefaultClient.CloseIdleConnections()
}
