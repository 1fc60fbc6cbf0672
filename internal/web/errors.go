package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"insider/internal/fault"
)

// statuses is the one table from fault kind to HTTP status.
var statuses = map[fault.Kind]int{
	fault.Internal:    http.StatusInternalServerError,
	fault.Invalid:     http.StatusBadRequest,
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.Forbidden:   http.StatusForbidden,
	fault.Gone:        http.StatusGone,
	fault.TooMany:     http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// Status returns the HTTP status for an error: by its fault kind, 413 for a body that is too large, else 500. An Invalid
// error with fields is a form to be corrected: 422.
func Status(err error) int {
	if e, ok := asStatus(err); ok {
		return e.status
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return http.StatusRequestEntityTooLarge
	}
	if len(fault.FieldsOf(err)) > 0 {
		return http.StatusUnprocessableEntity
	}
	return statuses[fault.KindOf(err)]
}

// Sentence returns what to tell people about an error: its own sentence, or one for its status.
func Sentence(err error) string {
	if e, ok := asStatus(err); ok {
		return e.sentence
	}
	if s := fault.Sentence(err); s != "" {
		return s
	}
	switch Status(err) {
	case http.StatusNotFound:
		return "There is no page at this address."
	case http.StatusRequestEntityTooLarge:
		return "That was more than this form takes."
	}
	return "Something went wrong here. It is not your fault, and it has been noted."
}

// OnError sets what makes the page for an error. It may return nil for the plain page; so does a panic in it. The kernel
// keeps the status, no-store and the headers of errors, but for a redirect of an old address, which leads on.
func (s *Server) OnError(f func(w http.ResponseWriter, r *http.Request, status int, err error) *Response) {
	s.onError = f
}

// fail answers with an error. After the answer has begun it can only cut the connection: never half a page.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	c := callOf(r)
	status := Status(err)
	if status >= 500 {
		level := slog.LevelError
		if r.Context().Err() != nil {
			level = slog.LevelDebug // the client left: what it asked for was broken off, not broken
		}
		s.options.Log.LogAttrs(r.Context(), level, "request failed", slog.String("id", c.id),
			slog.String("route", c.route), slog.Int("status", status), slog.Any("error", err))
	}
	if c.writer.status != 0 {
		panic(http.ErrAbortHandler)
	}
	h := w.Header()
	keepOnError(h)
	RetryLater(h, err)
	class := ClassForm
	if c.class == ClassDesk || c.class == ClassEmbed { // within a frame the other policies would show nothing at all
		class = c.class
	}
	resp := s.errorResponse(w, r, status, err)
	resp.Modified = time.Time{}
	if resp.Header == nil {
		resp.Header = http.Header{}
	}
	resp.Header.Set("Cache-Control", "no-store")
	if !isRedirect(resp.Status) { // an old address that leads on is no error
		resp.Status = status
	}
	prepare(resp, s.state().headers[class], false, 0).send(w, r)
}

func isRedirect(status int) bool { return status >= 300 && status < 400 }

// keepOnError drops what was meant for another answer.
func keepOnError(h http.Header) {
	for name := range h {
		switch name {
		case "X-Request-Id", "Allow", "Connection", "Set-Cookie":
		default:
			delete(h, name)
		}
	}
}

func (s *Server) errorResponse(w http.ResponseWriter, r *http.Request, status int, err error) *Response {
	data := wantsJSON(r)
	if s.onError != nil {
		resp := s.errorPage(w, r, status, err)
		if resp != nil && (!data || isRedirect(resp.Status)) {
			return resp
		}
	}
	if data {
		return errorJSON(r, status, err)
	}
	return s.plainPage(r, status, err)
}

func (s *Server) errorPage(w http.ResponseWriter, r *http.Request, status int, err error) (resp *Response) {
	defer func() {
		if p := recover(); p != nil {
			s.options.Log.LogAttrs(r.Context(), slog.LevelError, "error page failed", slog.String("id", RequestID(r)),
				slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
			resp = nil
		}
	}()
	return s.onError(w, r, status, err)
}

// wantsJSON says that the client prefers JSON to a page.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	data := strings.Index(accept, "application/json")
	page := strings.Index(accept, "text/html")
	return data >= 0 && (page < 0 || data < page)
}

func errorJSON(r *http.Request, status int, err error) *Response {
	type field struct {
		Name     string `json:"name"`
		Sentence string `json:"sentence"`
	}
	body := struct {
		Status  int     `json:"status"`
		Error   string  `json:"error"`
		Fields  []field `json:"fields,omitempty"`
		Request string  `json:"request"`
	}{Status: status, Error: Sentence(err), Request: RequestID(r)}
	for _, f := range fault.FieldsOf(err) {
		body.Fields = append(body.Fields, field(f))
	}
	data, _ := json.Marshal(body) // strings and numbers always encode
	return &Response{Type: "application/json", Body: data}
}

// RetryLater says in the header when to come back after an error that time mends: as the error knows, or in a minute.
func RetryLater(h http.Header, err error) {
	if d := retryAfter(err, Status(err)); d > 0 {
		h.Set("Retry-After", strconv.Itoa(int((d+time.Second-1)/time.Second)))
	}
}

func retryAfter(err error, status int) time.Duration {
	var f *fault.Error
	if errors.As(err, &f) && f.RetryAfter > 0 {
		return f.RetryAfter
	}
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		return time.Minute
	}
	return 0
}
