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
	s.access(r, c.id, c.route, c.class, c.writer.status, c.start, took)
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

// access writes one line for a request: no address of the client, no query and no agent. The path itself is there only
// where it is one of ours and says nothing about a person; everything else goes by its pattern. The record is made by
// hand: five attributes fit into it without allocation, and nobody asks for the line of code.
func (s *Server) access(r *http.Request, id, route string, class Class, status int, start time.Time, took time.Duration) {
	handler, level := s.options.Log.Handler(), slog.LevelInfo
	if isHealth(route) {
		level = slog.LevelDebug // asked every few seconds by machines
	}
	if !handler.Enabled(r.Context(), level) {
		return
	}
	where := slog.String("route", route)
	if status < 400 && loggable(route, class) {
		where = slog.String("path", r.URL.Path)
	}
	record := slog.NewRecord(start.Add(took), level, "request", 0)
	record.AddAttrs(slog.String("id", id), slog.String("method", logMethod(r.Method)), where,
		slog.Int("status", status), slog.Duration("took", took))
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
