package web

import (
	"context"
	"encoding/json"
	"testing"
)

func TestReadiness(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	database := true
	s.AddCheck("content", func(context.Context) (string, bool) { return "3 mistakes", true })
	s.AddCheck("database", func(ctx context.Context) (string, bool) {
		if _, ok := ctx.Deadline(); !ok {
			return "no deadline", false
		}
		return "reached", database
	})
	ready := func() (status int, body struct {
		Status string
		Checks map[string]string
	}) {
		w := ask(s, "GET", "/readyz")
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
		if w.Header().Get("Cache-Control") != "no-store" {
			t.Error(w.Header())
		}
		return w.Code, body
	}
	if code, body := ready(); code != 200 || body.Status != "ready" || body.Checks["content"] != "3 mistakes" || body.Checks["database"] != "reached" {
		t.Errorf("%d %+v", code, body)
	}
	database = false
	if code, body := ready(); code != 503 || body.Status != "not ready" {
		t.Errorf("%d %+v", code, body)
	}
	database = true
	s.stopping.Store(true)
	if code, body := ready(); code != 503 || body.Status != "stopping" {
		t.Errorf("%d %+v", code, body)
	}
	if w := ask(s, "GET", "/healthz"); w.Code != 200 || w.Body.String() != "alive\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if w := ask(s, "POST", "/healthz"); w.Code != 405 {
		t.Errorf("POST: %d", w.Code)
	}
}
