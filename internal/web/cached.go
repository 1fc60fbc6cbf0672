package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
)

// buildLimit is how long one Build may take.
const buildLimit = 30 * time.Second

// cachedRoute is a route of the page cache.
type cachedRoute struct {
	pattern string
	class   Class
	build   Build
	params  []string // query parameters that the route reads; an answer to one is not cached
	metric  *routeMetric
	observe Observer
	single  atomic.Bool // it is no list: some page of it was the same as its first, so ?page= is ignored
}

// Observer is told of an answer that went out: its request, the path within the site and the status. It must not wait.
type Observer func(r *http.Request, path string, status int)

// Cached mounts a page for GET and HEAD whose answer depends on the edition, the path and ?page= alone. It is built once
// for each edition, whoever asks and however many at once. A query parameter that is not declared in params is ignored;
// with one that is, the answer is built for that request and not kept.
func (s *Server) Cached(path string, class Class, build Build, params ...string) {
	route := &cachedRoute{pattern: path, class: class, build: build, params: params, metric: s.metrics.route(path)}
	s.routes[path] = route
	handler := func(g *gin.Context) {
		c := callOf(g.Request)
		c.route, c.class, c.params = g.FullPath(), class, g.Params
		if err := s.serveCached(g.Writer, g.Request, route, g.Params); err != nil {
			s.fail(g.Writer, g.Request, err)
		}
	}
	s.register(http.MethodGet, path, handler)
	s.register(http.MethodHead, path, handler)
	if class.answersOptions() {
		s.register(http.MethodOptions, path, func(g *gin.Context) {
			s.setHeaders(g.Writer.Header(), class)
			options(g.Writer)
		})
	}
}

// Observe tells f of every answer of a route that Cached mounted, also of those from the page cache. Call it before serving.
func (s *Server) Observe(path string, f Observer) { s.routes[path].observe = f }

// observed tells of an answer of the route.
func (x *cachedRoute) observed(r *http.Request, path string, status int) {
	if x.observe != nil {
		x.observe(r, path, status)
	}
}

// serveHit answers from the page cache when it can, before anything else is done for the request.
func (s *Server) serveHit(w http.ResponseWriter, r *http.Request, start time.Time) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || r.URL.RawPath != "" || len(r.TransferEncoding) > 0 ||
		len(r.RequestURI) > maxURI || hasManyFields(r) || !validHost(r.Host) {
		return false
	}
	path, ok := s.within(r.URL.Path)
	if !ok {
		return false
	}
	key := pageKey{path, 1}
	var query url.Values
	if r.URL.RawQuery != "" {
		if query, ok = parseQuery(r.URL.RawQuery); !ok {
			return false
		}
		if key.page, ok = pageOf(query); !ok {
			return false
		}
	}
	e := s.cache.get(s.state().generation, key)
	if e == nil || declared(e.route.params, query) {
		return false
	}
	id := newID()
	w.Header()["X-Request-Id"] = []string{id}
	status := e.send(w, r)
	s.metrics.hits.Inc()
	took := s.options.Clock().Sub(start)
	e.route.metric.observe(r.Method, status, took)
	e.route.observed(r, path, status)
	s.access(r, answered{id, e.route.pattern, e.route.class, status, start, took})
	return true
}

// within returns the path without the base URL's path.
func (s *Server) within(path string) (string, bool) {
	if s.root == "" {
		return path, path != ""
	}
	if len(path) > len(s.root) && path[:len(s.root)] == s.root && path[len(s.root)] == '/' {
		return path[len(s.root):], true
	}
	return "", false
}

// serveCached answers a request of a cached route that serveHit left.
func (s *Server) serveCached(w http.ResponseWriter, r *http.Request, route *cachedRoute, params gin.Params) error {
	query, ok := parseQuery(r.URL.RawQuery)
	if !ok {
		return errQuery
	}
	page, ok := pageOf(query)
	if !ok {
		return errNotFound
	}
	if route.single.Load() {
		page = 1
	}
	st := s.state()
	request := &Request{Edition: st.edition, Page: page, Path: r.URL.Path, params: slices.Clone(params)}
	if declared(route.params, query) {
		request.query = pick(route.params, query)
	}
	a, err := s.answerOf(r.Context(), route, request, st)
	if err != nil {
		return err
	}
	route.observed(r, r.URL.Path, a.send(w, r))
	return nil
}

// answerOf returns the answer of a cached route: one of its own to whoever gives a parameter that the route reads, to all
// others the same.
func (s *Server) answerOf(ctx context.Context, route *cachedRoute, r *Request, st *state) (*answer, error) {
	if r.query != nil {
		return s.build(ctx, route, r, st)
	}
	key := pageKey{r.Path, r.Page}
	if e := s.cache.get(st.generation, key); e != nil {
		s.metrics.hits.Inc()
		return e.answer, nil
	}
	flight := strconv.FormatUint(st.generation, 10) + " " + strconv.Itoa(r.Page) + " " + r.Path
	built, err, _ := s.flights.Do(flight, func() (any, error) {
		if e := s.cache.get(st.generation, key); e != nil { // another one built it since we looked
			return e.answer, nil
		}
		s.metrics.misses.Inc()
		a, err := s.build(context.WithoutCancel(ctx), route, r, st)
		if err == nil && a.status == http.StatusOK {
			s.keep(st.generation, &entry{key, route, a})
		}
		return a, err
	})
	if err != nil {
		return nil, err
	}
	return built.(*answer), nil
}

// keep puts an answer into the cache. A further page that equals the first shows that the route is no list: made-up page
// numbers must not fill the cache with copies of it.
func (s *Server) keep(generation uint64, e *entry) {
	if e.key.page > 1 {
		first := s.cache.get(generation, pageKey{e.key.path, 1})
		if first != nil && first.plain.etag == e.plain.etag {
			e.route.single.Store(true)
			return
		}
	}
	s.cache.put(generation, e)
}

// build runs the route's Build under a time limit; a panic becomes an error, so that everyone who waits gets an answer.
func (s *Server) build(ctx context.Context, route *cachedRoute, r *Request, st *state) (a *answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("building %s: panic: %v\n%s", route.pattern, p, debug.Stack())
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, buildLimit)
	defer cancel()
	resp, err := route.build(ctx, r)
	if err != nil {
		return nil, err
	}
	return prepare(resp, st.headers[route.class], policies[route.class].stored, brotliPage), nil
}

// pageOf reads ?page=: 1 without it; false when it is no page number in its one spelling.
func pageOf(query url.Values) (int, bool) {
	values, ok := query["page"]
	if !ok {
		return 1, true
	}
	n, err := strconv.Atoi(values[0])
	return n, err == nil && len(values) == 1 && n >= 1 && n <= 1_000_000 && strconv.Itoa(n) == values[0]
}

func declared(params []string, query url.Values) bool {
	return len(query) > 0 && slices.ContainsFunc(params, query.Has)
}

func pick(params []string, query url.Values) map[string]string {
	out := make(map[string]string, len(params))
	for _, name := range params {
		if query.Has(name) {
			out[name] = query.Get(name)
		}
	}
	return out
}
