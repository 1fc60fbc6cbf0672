package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// Listen opens the address to serve on: "host:port", ":port" or "unix:/path/to/socket". A socket
// that a crash left behind is replaced.
func Listen(addr string) (net.Listener, error) {
	if path, ok := strings.CutPrefix(addr, "unix:"); ok {
		if info, err := os.Lstat(path); err == nil && info.Mode().Type() == os.ModeSocket {
			if err := os.Remove(path); err != nil {
				return nil, err
			}
		}
		return net.Listen("unix", path)
	}
	return net.Listen("tcp", addr)
}

// Serve answers on l until ctx ends, then stops: /readyz fails for Options.Drain, the listener and idle connections
// close, and answers under way, long downloads too, get Options.Grace to finish. It returns nil after a stop.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := s.newHTTPServer(s)
	return s.serveUntil(ctx, server, func() error { return server.Serve(strictListener{Listener: l}) })
}

// serveUntil runs serve until ctx ends, then stops the server as Serve says.
func (s *Server) serveUntil(ctx context.Context, server *http.Server, serve func() error) error {
	failed := make(chan error, 1)
	go func() { failed <- serve() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	time.Sleep(s.options.Drain)
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.options.Grace)
	defer cancel()
	err := server.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		s.options.Log.Warn("answers were cut at the end of the grace period")
		err = server.Close()
	}
	<-failed
	return err
}

// ServeMetrics answers metrics on l until ctx ends.
func (s *Server) ServeMetrics(ctx context.Context, l net.Listener) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.Metrics())
	server := newHTTPServer(mux, s.options.Log)
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// writeTimeout is how long an ordinary answer may take; large ones and files are given more.
const writeTimeout = 30 * time.Second

// maxStreams is how many requests one connection of HTTP/2 may have under way: the least that RFC 9113, 6.5.2, recommends.
const maxStreams = 100

// newHTTPServer is a server whose connections belong to the crowd.
func (s *Server) newHTTPServer(h http.Handler) *http.Server {
	server := newHTTPServer(h, s.options.Log)
	server.ConnState = s.crowd.moved
	server.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: maxStreams}
	return server
}

func newHTTPServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:                      h,
		ReadHeaderTimeout:            8 * time.Second,
		ReadTimeout:                  12 * time.Second,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  120 * time.Second,
		MaxHeaderBytes:               maxHeader,
		DisableGeneralOptionsHandler: true,
		ConnContext:                  withConn,
		ErrorLog:                     slog.NewLogLogger(discardClients{log.Handler()}, slog.LevelDebug),
	}
}

// discardClients drops net/http's own lines: they hold addresses of clients.
type discardClients struct{ slog.Handler }

// Enabled is never true.
func (discardClients) Enabled(context.Context, slog.Level) bool { return false }
