package site

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/web"
)

// failurePage is templates/site/failure.html: every error as a page.
type failurePage struct {
	Base
	Tag      tag
	Heading  string
	Sentence string
	Fields   []fault.Field
	Rows     []row  // the latest, for whoever lost the way
	Request  string // id to tell us, only where the fault is ours
}

// headings are what the page for a status says first.
var headings = map[int]string{
	http.StatusNotFound:              "Nothing is wired to this address.",
	http.StatusGone:                  "This was taken back.",
	http.StatusMethodNotAllowed:      "This address does not take that.",
	http.StatusForbidden:             "That is not allowed here.",
	http.StatusTooManyRequests:       "Too many at once.",
	http.StatusServiceUnavailable:    "Not just now.",
	http.StatusRequestEntityTooLarge: "That is too large.",
	http.StatusInternalServerError:   "Something broke here.",
}

// errNoPage is for an address that nothing has; failure knows whether it is an old one.
var errNoPage = fault.New(fault.NotFound, "There is no page at this address.")

// alias returns where an old path leads now: a page's own, or what lies below it, such as the transcript of an episode.
func alias(e *edition.Edition, path string) (string, bool) {
	if to, ok := e.Alias(path); ok {
		return to, true
	}
	slash := strings.LastIndexByte(path, '/')
	if slash <= 0 {
		return "", false
	}
	to, ok := e.Alias(path[:slash])
	return to + path[slash:], ok
}

// failure makes the page for an error, or leads on from an old address; nil asks for the plain page of the kernel.
func (s *Site) failure(_ http.ResponseWriter, r *http.Request, status int, err error) *web.Response {
	e := s.Editions.Current()
	if to, ok := alias(e, r.URL.Path); ok && status == http.StatusNotFound {
		return s.server.Moved(to+startQuery(r), http.StatusMovedPermanently)
	}
	response, err := s.failurePage(r, e, status, err)
	if err != nil {
		s.Log.Error("error page failed", slog.String("id", web.RequestID(r)), slog.Any("error", err))
		return nil
	}
	return response
}

// failurePage renders an error as a page, or for a frame of another site.
func (s *Site) failurePage(r *http.Request, e *edition.Edition, status int, err error) (*web.Response, error) {
	if inFrame(r.URL.Path) {
		return s.embedFailure(r, e, status, err)
	}
	data := failurePage{Base: s.base(e, "", heading(status), "", ""), Tag: tag{Letters: "HTTP", Number: strconv.Itoa(status)},
		Heading: heading(status), Sentence: web.Sentence(err), Fields: fault.FieldsOf(err)}
	data.NoIndex = true
	if status == http.StatusNotFound || status == http.StatusGone {
		data.Rows = s.rows(e, e.Log[:min(relatedRows, len(e.Log))])
	}
	if status >= http.StatusInternalServerError {
		data.Request = web.RequestID(r)
	}
	return s.render("failure", data)
}

// heading is what a page for a status says first.
func heading(status int) string {
	if h, ok := headings[status]; ok {
		return h
	}
	return "That did not work."
}
