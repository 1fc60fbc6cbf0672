package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// Handler answers one request or returns why it cannot; the error becomes a page or JSON by its fault kind. It writes
// nothing before it returns an error.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Build makes the answer of a cached route. It must depend on nothing but its Request. ctx ends after a time limit, not
// when one of the waiting clients leaves.
type Build func(ctx context.Context, r *Request) (*Response, error)

type mount struct {
	prefix  string
	class   Class
	handler http.Handler
}

// Handle mounts an uncached handler. path may hold ":name" for one segment and end in "*name" for the rest. GET answers
// HEAD too.
func (s *Server) Handle(method, path string, class Class, h Handler) {
	handler := s.adapt(class, h)
	s.register(method, path, handler)
	if method == http.MethodGet {
		s.register(http.MethodHead, path, handler)
	}
}

func (s *Server) register(method, path string, h gin.HandlerFunc) {
	s.engine.Handle(method, path, h)
	s.methods.add(method, path)
}

// Mount answers GET and HEAD of everything under prefix, which ends in "/", by h beside the router: h gets a writer that
// keeps io.ReaderFrom, so that files go out by sendfile. The headers of the class are set before h runs; h may change them.
func (s *Server) Mount(prefix string, class Class, h http.Handler) {
	s.mounts = append(s.mounts, mount{prefix, class, h})
}

// Handler returns h as an http.Handler for Mount: its error becomes the same page or JSON as everywhere.
func (s *Server) Handler(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// Redirect answers with the status and a Location within this site; path begins with "/" and may have a query. A path that
// would lead elsewhere, such as one a visitor wrote, leads to the home page.
func (s *Server) Redirect(w http.ResponseWriter, path string, status int) error {
	w.Header().Set("Location", s.location(path))
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(status)
	return nil
}

// location is the path as it stands in a header: under the base URL's path, ASCII only.
func (s *Server) location(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, `\`) {
		return s.root + "/"
	}
	var out strings.Builder
	out.WriteString(s.root)
	for i := range len(path) {
		if c := path[i]; c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&out, "%%%02X", c)
			continue
		}
		out.WriteByte(path[i])
	}
	return out.String()
}

func (s *Server) serveMount(w http.ResponseWriter, r *http.Request) bool {
	for i := range s.mounts {
		m := &s.mounts[i]
		if strings.HasPrefix(r.URL.Path, m.prefix) {
			c := callOf(r)
			c.route, c.class = m.prefix, m.class
			s.setHeaders(w.Header(), m.class)
			s.serveMounted(m, w, r)
			return true
		}
	}
	return false
}

func (s *Server) serveMounted(m *mount, w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		m.handler.ServeHTTP(w, r)
	case r.Method == http.MethodOptions && m.class.answersOptions():
		options(w)
	default:
		w.Header().Set("Allow", m.class.readMethods())
		s.fail(w, r, errMethod)
	}
}

// adapt turns a Handler into gin's form.
func (s *Server) adapt(class Class, h Handler) gin.HandlerFunc {
	return func(g *gin.Context) {
		c := callOf(g.Request)
		c.route, c.class, c.params = g.FullPath(), class, g.Params
		s.setHeaders(g.Writer.Header(), class)
		if err := h(g.Writer, g.Request); err != nil {
			s.fail(g.Writer, g.Request, err)
		}
	}
}

func init() { gin.SetMode(gin.ReleaseMode) } // global in gin: set once, before any server

func newEngine(s *Server) *gin.Engine {
	e := gin.New()
	e.RedirectTrailingSlash, e.RedirectFixedPath = false, false
	if err := e.SetTrustedProxies(nil); err != nil {
		panic(err) // nil is always accepted
	}
	e.NoRoute(func(g *gin.Context) {
		s.unrouted(g.Writer, g.Request)
		g.Writer.WriteHeaderNow() // or gin gives the answer to HEAD, which has no body, a body and a type of its own
	})
	return e
}

// unrouted answers 405 with Allow where other methods have a route, else 404. gin's own search for other methods panics
// when a static route hides a parameter in more than one tree.
func (s *Server) unrouted(w http.ResponseWriter, r *http.Request) {
	if allow := s.methods.allowed(r.URL.Path); allow != "" {
		w.Header().Set("Allow", allow)
		s.fail(w, r, errMethod)
		return
	}
	s.fail(w, r, errNotFound)
}

// answersOptions says that scripts of other sites may ask for the class.
func (c Class) answersOptions() bool { return policies[c].open }

// readMethods are the methods that routes of the class answer when they only read.
func (c Class) readMethods() string {
	if c.answersOptions() {
		return "GET, HEAD, OPTIONS"
	}
	return "GET, HEAD"
}

func options(w http.ResponseWriter) {
	w.Header().Set("Allow", "GET, HEAD, OPTIONS")
	w.Header().Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	w.Header().Set("Access-Control-Allow-Headers", "Range, If-None-Match, If-Modified-Since")
	w.Header().Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}
