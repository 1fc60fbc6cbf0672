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
	Field    *searchField // with the latest, for whoever lost the way; nil for other errors
	Rows     []row
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
	if plainly(status) && !inFrame(r.URL.Path) {
		return nil
	}
	response, err := s.failurePage(r, e, status, err)
	if err != nil {
		s.Log.Error("error page failed", slog.String("id", web.RequestID(r)), slog.Any("error", err))
		return nil
	}
	return response
}

// plainly says that something is broken, or too much: then the page must need nothing but itself.
func plainly(status int) bool {
	return status >= http.StatusInternalServerError || status == http.StatusTooManyRequests || status == http.StatusRequestEntityTooLarge
}

// failurePage renders an error as a page, or for a frame of another site.
func (s *Site) failurePage(r *http.Request, e *edition.Edition, status int, err error) (*web.Response, error) {
	if inFrame(r.URL.Path) {
		return s.embedFailure(r, e, status, err)
	}
	data := failurePage{Base: s.base(e, "", web.Heading(status), "", ""), Tag: tag{Letters: "HTTP", Number: strconv.Itoa(status)},
		Heading: web.Heading(status), Sentence: web.Sentence(err), Fields: fault.FieldsOf(err)}
	data.NoIndex = true
	if status == http.StatusNotFound || status == http.StatusGone {
		data.Field = s.searchField(e)
		data.Rows = s.rows(e, e.Log[:min(relatedRows, len(e.Log))])
	}
	return s.render("failure", data)
}
