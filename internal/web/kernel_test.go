package web

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
)

// testEdition is an empty edition with the given hash of its show.
func testEdition(hash string) *edition.Edition {
	return edition.New(&edition.Source{Show: &show.Show{Title: "Test", Hash: hash}}, testTime)
}

// testServer returns a server at base with an edition that the test may change.
func testServer(t testing.TB, base string, options ...func(*Options)) (*Server, *atomic.Pointer[edition.Edition]) {
	if t != nil {
		t.Helper()
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	var current atomic.Pointer[edition.Edition]
	current.Store(testEdition("one"))
	o := Options{Base: u, Edition: current.Load, Version: "test", Drain: -1}
	for _, f := range options {
		f(&o)
	}
	return New(o), &current
}

// ask sends a request straight to the handler.
func ask(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, http.NoBody)
	r.RequestURI = target
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func newRecorder() *httptest.ResponseRecorder { return httptest.NewRecorder() }

// constant builds the same page for everybody.
func constant(text string) Build {
	return func(context.Context, *Request) (*Response, error) { return Page([]byte(text)), nil }
}

func TestCachedPageIsBuiltOnceForEachEdition(t *testing.T) {
	s, current := testServer(t, "http://localhost:8080")
	built := 0
	s.Cached("/episodes/:slug", ClassPage, func(_ context.Context, r *Request) (*Response, error) {
		built++
		if r.Param("slug") == "missing" {
			return nil, fault.New(fault.NotFound, "There is no such episode.")
		}
		return Page([]byte("episode " + r.Param("slug") + " of " + r.Edition.Show.Hash)), nil
	})
	for _, target := range []string{"/episodes/x", "/episodes/x?utm_source=mail", "/episodes/x?page=1"} {
		w := ask(s, "GET", target)
		if w.Code != 200 || w.Body.String() != "episode x of one" {
			t.Fatalf("%s: %d %q", target, w.Code, w.Body)
		}
	}
	if built != 1 {
		t.Fatalf("built %d times", built)
	}
	current.Store(testEdition("two"))
	if w := ask(s, "GET", "/episodes/x"); w.Body.String() != "episode x of two" || built != 2 {
		t.Fatalf("after the swap: %q, built %d times", w.Body, built)
	}
	if w := ask(s, "GET", "/episodes/missing"); w.Code != 404 || !strings.Contains(w.Body.String(), "no such episode") {
		t.Fatalf("%d %q", w.Code, w.Body)
	}
	if w := ask(s, "GET", "/episodes/x?page=0"); w.Code != 404 {
		t.Fatalf("page 0: %d", w.Code)
	}
}

func TestHandlersReadParamsAndForms(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080/radio")
	s.Handle("POST", "/stories/:id", ClassForm, func(w http.ResponseWriter, r *http.Request) error {
		form, err := Form(w, r)
		if err != nil {
			return err
		}
		return s.Write(w, r, ClassForm, Page([]byte(Param(r, "id")+form.Get("text"))))
	})
	r := httptest.NewRequest("POST", "/radio/stories/7", strings.NewReader("text=hello"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	body, _ := io.ReadAll(w.Result().Body)
	if w.Code != 200 || string(body) != "7hello" || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %q %v", w.Code, body, w.Header())
	}
	if w := ask(s, "GET", "/radio/stories/7"); w.Code != 405 || w.Header().Get("Allow") != "POST" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
}
