package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// finish recovers from a panic, then writes the request into log and metrics.
func (s *Server) finish(c *call, r *http.Request) {
	p := recover()
	if p != nil && p != http.ErrAbortHandler {
		p = s.crashed(c, r, p)
	}
	took := s.options.Clock().Sub(c.start)
	s.metrics.route(c.route).observe(r.Method, c.writer.status, took)
	s.access(r, answered{c.id, c.route, c.class, c.writer.status, c.start, took})
	if p != nil {
		panic(http.ErrAbortHandler)
	}
}

// crashed answers a panic with the page of an internal error when nothing was sent yet.
func (s *Server) crashed(c *call, r *http.Request, p any) (abort any) {
	defer func() { abort = recover() }()
	s.fail(&c.writer, r, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
	return nil
}

// answered is a request that got its answer.
type answered struct {
	id     string
	route  string // pattern, "" where nothing matched
	class  Class
	status int
	start  time.Time
	took   time.Duration
}

// access writes one line for a request: no address of the client, no query and no agent. The path itself is there only
// where it is one of ours and says nothing about a person; everything else goes by its pattern. The record is made by
// hand: five attributes fit into it without allocation, and nobody asks for the line of code.
func (s *Server) access(r *http.Request, a answered) {
	handler, level := s.options.Log.Handler(), slog.LevelInfo
	if isHealth(a.route) {
		level = slog.LevelDebug // asked every few seconds by machines
	}
	if !handler.Enabled(r.Context(), level) {
		return
	}
	where := slog.String("route", a.route)
	if a.status < 400 && loggable(a.route, a.class) {
		where = slog.String("path", r.URL.Path)
	}
	record := slog.NewRecord(a.start.Add(a.took), level, "request", 0)
	record.AddAttrs(slog.String("id", a.id), slog.String("method", logMethod(r.Method)), where,
		slog.Int("status", a.status), slog.Duration("took", a.took))
	_ = handler.Handle(r.Context(), record) // a log that cannot be written stops no answer
}

// loggable says whether paths of the route may be written down.
func loggable(route string, class Class) bool {
	return route != "" && policies[class].stored && !strings.HasPrefix(route, "/stories")
}

func logMethod(method string) string {
	if knownMethod(method) {
		return method
	}
	return "other"
}
