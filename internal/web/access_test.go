package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestLogNamesNobody(t *testing.T) {
	var log bytes.Buffer
	s, _ := testServer(t, "http://localhost:8080", func(o *Options) { o.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	s.Cached("/episodes/:slug", ClassPage, constant("page"))
	s.Cached("/stories/:slug", ClassPage, constant("story"))
	s.Handle("GET", "/subscribe/:token", ClassForm, func(w http.ResponseWriter, r *http.Request) error {
		return s.Write(w, r, ClassForm, Page(nil))
	})
	s.Handle("GET", "/broken/:token", ClassForm, func(http.ResponseWriter, *http.Request) error { return errors.New("cause") })
	for _, path := range []string{"/episodes/public?who=secret", "/stories/secret", "/stories/secret", "/subscribe/secret?token=secret", "/secret", "/broken/secret"} {
		r := httptest.NewRequest("GET", path, nil)
		r.RemoteAddr = "203.0.113.77:1234"
		r.Header.Set("User-Agent", "secret agent")
		r.Header.Set("X-Forwarded-For", "203.0.113.78")
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	ask(s, "SECRET", "/x")
	ask(s, "GET", "/healthz")
	text := log.String()
	for _, private := range []string{"secret", "SECRET", "203.0.113", "healthz"} {
		if strings.Contains(text, private) {
			t.Errorf("the log holds %q:\n%s", private, text)
		}
	}
	for _, line := range []string{`"path":"/episodes/public"`, `"route":"/stories/:slug"`, `"route":"/subscribe/:token"`, `"route":""`, `"error":"cause"`} {
		if !strings.Contains(text, line) {
			t.Errorf("the log lacks %s:\n%s", line, text)
		}
	}
}

func TestLogLineCarriesTheRequestID(t *testing.T) {
	var log bytes.Buffer
	s, _ := testServer(t, "http://localhost:8080", func(o *Options) { o.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	s.Cached("/page", ClassPage, constant("page"))
	seen := map[string]bool{}
	for _, c := range []struct {
		method, path string
		status       int
	}{{"GET", "/page", 200}, {"GET", "/page", 200}, {"GET", "/none", 404}, {"DELETE", "/page", 405}, {"GET", "/page?a=%00", 400}, {"POST", "/page", 405}} {
		log.Reset()
		w := ask(s, c.method, c.path)
		var line struct {
			ID, Method, Path string
			Status           int
		}
		if err := json.Unmarshal(log.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		id := w.Header().Get("X-Request-Id")
		if line.ID != id || len(id) != 13 || line.Method != c.method || line.Status != c.status || seen[id] {
			t.Errorf("%+v, id %s", line, id)
		}
		seen[id] = true
	}
}
