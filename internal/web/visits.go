package web

import (
	"net/http"
	"strings"
	"sync/atomic"
)

// visits counts by which address requests come, health checks left out.
type visits struct {
	all, elsewhere atomic.Int64
	other          atomic.Pointer[string]
}

// Visits returns how many requests came since the start, how many of them by another host or scheme than the base URL's, and one
// such address. Where no port is named, the scheme's own is meant.
func (s *Server) Visits() (all, elsewhere int64, other string) {
	if p := s.visits.other.Load(); p != nil {
		other = *p
	}
	return s.visits.all.Load(), s.visits.elsewhere.Load(), other
}

// visit counts a request.
func (s *Server) visit(r *http.Request) {
	if isHealth(r.URL.Path) {
		return
	}
	s.visits.all.Add(1)
	scheme := "http"
	if s.secure(r) {
		scheme = "https"
	}
	if scheme == s.options.Base.Scheme && strings.EqualFold(r.Host, s.options.Base.Host) {
		return
	}
	s.visits.elsewhere.Add(1)
	if s.visits.other.Load() == nil && len(r.Host) <= 255 {
		other := scheme + "://" + r.Host
		s.visits.other.Store(&other)
	}
}
