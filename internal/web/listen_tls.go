package web

import (
	"context"
	"net"
	"net/http"
	"time"
)

// ServeTLS is Serve by https with the certificate of c, HTTP/2 included. Every answer asks browsers to come by https only from
// then on (HSTS, RFC 6797).
func (s *Server) ServeTLS(ctx context.Context, l net.Listener, c *Certificates) error {
	server := s.newHTTPServer(strictTransport{s})
	server.TLSConfig = c.config()
	return s.serveUntil(ctx, server, func() error { return server.ServeTLS(strictListener{l, true}, "", "") })
}

// strictTransport adds Strict-Transport-Security for a year. Other names below the host are not ours to speak for.
type strictTransport struct{ http.Handler }

var strictTransportValue = []string{"max-age=31536000"}

// ServeHTTP adds the header and leaves the answer to the handler.
func (h strictTransport) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header()["Strict-Transport-Security"] = strictTransportValue
	h.Handler.ServeHTTP(w, r)
}

// ServeRedirect answers plain HTTP on l until ctx ends: the certificate authority's questions, and for all else the way to the
// same path by https at the base URL's host, whatever host was asked for.
func (s *Server) ServeRedirect(ctx context.Context, l net.Listener, c *Certificates) error {
	server := s.newHTTPServer(c.challenges(http.HandlerFunc(s.redirect)))
	server.WriteTimeout = 10 * time.Second
	return s.serveUntil(ctx, server, func() error { return server.Serve(strictListener{Listener: l}) })
}

// redirect sends reading requests on. What was posted has crossed the net readable already: it is refused rather than repeated.
func (s *Server) redirect(w http.ResponseWriter, r *http.Request) {
	s.setHeaders(w.Header(), ClassForm)
	if !safe(r.Method) {
		w.Header().Set("Connection", "close")
		http.Error(w, "Use https. What you sent was not taken.", http.StatusForbidden)
		return
	}
	to := *s.options.Base
	to.Path, to.RawPath, to.RawQuery = r.URL.Path, r.URL.RawPath, r.URL.RawQuery
	http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
}
