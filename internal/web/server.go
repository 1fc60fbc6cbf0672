package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/singleflight"

	"insider/internal/edition"
)

// Options configure a Server. Base and Edition are required.
type Options struct {
	Base           *url.URL                // public address; may have a path, under which everything is mounted
	Edition        func() *edition.Edition // what is public now; cheap
	Clock          func() time.Time        // times of the log and of metrics; nil: time.Now
	Log            *slog.Logger            // nil: nothing is logged
	TrustedProxies []netip.Prefix          // peers whose X-Forwarded-For and X-Forwarded-Proto count
	CacheBytes     int64                   // size of the page cache; 0: 32 MiB, negative: none
	Version        string                  // of the program, for build_info
	Drain          time.Duration           // how long /readyz fails before the listener closes; 0: 500 ms, negative: not at all
	Grace          time.Duration           // how long a stop waits for answers under way; 0: 20 s
}

// Server is the site's HTTP server. Register routes before serving; afterwards it is safe for concurrent use.
type Server struct {
	options  Options
	root     string // path of the base URL without trailing slash
	engine   *gin.Engine
	methods  methodTable
	mounts   []mount
	routes   map[string]*cachedRoute // by pattern
	cache    *pageCache
	flights  singleflight.Group
	current  atomic.Pointer[state]
	swapping sync.Mutex
	origin   *http.CrossOriginProtection
	onError  func(w http.ResponseWriter, r *http.Request, status int, err error) *Response
	metrics  *metrics
	checks   []check
	stopping atomic.Bool
	visits   visits
	crowd    *crowd
}

// New returns a server without routes.
func New(o Options) *Server {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.CacheBytes == 0 {
		o.CacheBytes = 32 << 20
	}
	if o.Drain == 0 {
		o.Drain = 500 * time.Millisecond
	}
	if o.Grace == 0 {
		o.Grace = 20 * time.Second
	}
	s := &Server{options: o, root: strings.TrimSuffix(o.Base.Path, "/"), cache: newPageCache(o.CacheBytes), metrics: newMetrics(o.Version),
		routes: map[string]*cachedRoute{}, crowd: newCrowd()}
	s.metrics.watchCache(s.cache)
	s.metrics.watchCrowd(s.crowd)
	s.origin = http.NewCrossOriginProtection()
	_ = s.origin.AddTrustedOrigin(o.Base.Scheme + "://" + o.Base.Host)
	s.engine = newEngine(s)
	s.current.Store(newState(nil, 0))
	return s
}

// Root returns the path of the base URL without trailing slash, "" at the root of the host.
func (s *Server) Root() string { return s.root }

// ServeHTTP answers one request. It is the outermost handler: whatever happens inside, the answer carries the strict
// headers of its class, a request id and a line in the log.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := s.options.Clock()
	s.metrics.inFlight.Inc()
	defer s.metrics.inFlight.Dec()
	s.visit(r)
	if s.serveHit(w, r, start) {
		return
	}
	c := &call{server: s, id: newID(), start: start, writer: writer{ResponseWriter: w}}
	r = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
	c.writer.Header()["X-Request-Id"] = []string{c.id}
	defer s.finish(c, r)
	s.serve(c, r)
}

// serve guards, then routes a request.
func (s *Server) serve(c *call, r *http.Request) {
	w := &c.writer
	if len(r.TransferEncoding) > 0 {
		w.Header().Set("Connection", "close")
	}
	if err := guard(r); err != nil {
		w.Header().Set("Connection", "close")
		s.fail(w, r, err)
		return
	}
	r, ok := s.strip(r)
	switch {
	case !ok:
		s.fail(w, r, errNotFound)
	case s.crossOrigin(r):
		s.fail(w, r, errCrossOrigin)
	case s.serveHealth(w, r):
	case s.serveMount(w, r):
	default:
		s.engine.ServeHTTP(w, r)
	}
}

// strip takes the base URL's path off the request. Health checks answer with and without it.
func (s *Server) strip(r *http.Request) (*http.Request, bool) {
	if s.root == "" {
		return r, true
	}
	rest, ok := strings.CutPrefix(r.URL.Path, s.root)
	if !ok || rest != "" && rest[0] != '/' {
		return r, isHealth(r.URL.Path)
	}
	if rest == "" {
		rest = "/"
	}
	u := *r.URL
	u.Path, u.RawPath = rest, ""
	copied := *r
	copied.URL = &u
	return &copied, true
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}
