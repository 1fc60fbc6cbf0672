package web

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// check is one named line of /readyz.
type check struct {
	name string
	run  func(ctx context.Context) (state string, ok bool)
}

// checkLimit is how long all checks of one /readyz may take together.
const checkLimit = 3 * time.Second

// AddCheck adds a line to the body of /readyz. state says how things are in a word or a sentence; ok is false only when
// this process cannot serve, such as with a database out of reach: then /readyz is 503. What an editor should mend, such
// as a mistake in the content, is a state with ok.
func (s *Server) AddCheck(name string, run func(ctx context.Context) (state string, ok bool)) {
	s.checks = append(s.checks, check{name, run})
}

func isHealth(path string) bool { return path == "/healthz" || path == "/readyz" }

func (s *Server) serveHealth(w http.ResponseWriter, r *http.Request) bool {
	if !isHealth(r.URL.Path) {
		return false
	}
	callOf(r).route = r.URL.Path
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		s.fail(w, r, errMethod)
		return true
	}
	resp := &Response{Type: "text/plain; charset=utf-8", Body: []byte("alive\n")}
	if r.URL.Path == "/readyz" {
		resp = s.readiness(r.Context())
	}
	prepare(resp, s.state().headers[ClassForm], false, 0).send(w, r)
	return true
}

func (s *Server) readiness(ctx context.Context) *Response {
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	body := struct {
		Status string            `json:"status"` // ready, stopping or not ready
		Checks map[string]string `json:"checks"`
	}{"ready", map[string]string{}}
	status := http.StatusOK
	for _, c := range s.checks {
		state, ok := c.run(ctx)
		body.Checks[c.name] = state
		if !ok {
			body.Status, status = "not ready", http.StatusServiceUnavailable
		}
	}
	if s.stopping.Load() {
		body.Status, status = "stopping", http.StatusServiceUnavailable
	}
	data, _ := json.Marshal(body) // strings always encode
	return &Response{Status: status, Type: "application/json", Body: append(data, '\n')}
}
