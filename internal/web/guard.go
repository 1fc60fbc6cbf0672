package web

import (
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"insider/internal/fault"
)

const maxURI = 8 << 10 // bytes of the request target

var (
	errNotFound    = fault.New(fault.NotFound, "There is no page at this address.")
	errMethod      = &statusError{http.StatusMethodNotAllowed, "This address does not answer that kind of request."}
	errUnknown     = &statusError{http.StatusNotImplemented, "This server does not know that kind of request."}
	errLongURI     = &statusError{http.StatusRequestURITooLong, "The address is too long."}
	errHeader      = &statusError{http.StatusRequestHeaderFieldsTooLarge, "The request has too many header fields."}
	errQuery       = &statusError{http.StatusBadRequest, "The part of the address after the question mark is broken."}
	errHost        = &statusError{http.StatusBadRequest, "The request names no valid host."}
	errPath        = &statusError{http.StatusBadRequest, "The address is broken."}
	errCrossOrigin = fault.New(fault.Forbidden, "The form was sent from another site. Open it here and send it again.")
)

// statusError is an error with a status of its own, outside the table of fault kinds.
type statusError struct {
	status   int
	sentence string
}

// Error returns the sentence for people.
func (e *statusError) Error() string { return e.sentence }

// crossOrigin reports whether a form came from another site. From a page under no-referrer browsers send "Origin: null"
// (Fetch, "append a request Origin header"), and off this machine by plain http no Sec-Fetch-Site: then nothing tells where
// the form was. Without a cookie there is nothing that another site could borrow, so such a form is taken.
func (s *Server) crossOrigin(r *http.Request) bool {
	if safe(r.Method) || s.origin.Check(r) == nil {
		return false
	}
	untold := r.Header.Get("Origin") == "null" && r.Header.Get("Sec-Fetch-Site") == ""
	return !untold || r.Header.Get("Cookie") != ""
}

// guard refuses what no route may see.
func guard(r *http.Request) error {
	switch {
	case len(r.RequestURI) > maxURI:
		return errLongURI
	case hasManyFields(r):
		return errHeader
	case !validHost(r.Host) && (r.Host != "" || r.ProtoAtLeast(1, 1)): // HTTP/1.0 knows no Host
		return errHost
	case !knownMethod(r.Method):
		return errUnknown
	case !validText(r.URL.Path) || r.URL.Path == "" || r.URL.Path[0] != '/':
		return errPath
	case hidden(r.URL):
		return errNotFound
	}
	if _, ok := parseQuery(r.URL.RawQuery); !ok {
		return errQuery
	}
	return nil
}

// validText says that the text is UTF-8 without NUL.
func validText(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// hidden says that the path is a traversal in one of its spellings: no page or file has such an address.
func hidden(u *url.URL) bool {
	if strings.Contains(u.Path, "//") || strings.Contains(u.Path, `\`) || strings.Contains(u.Path, "/.") && dotted(u.Path) {
		return true
	}
	raw := strings.ToLower(u.RawPath)
	return strings.Contains(raw, "%2f") || strings.Contains(raw, "%5c") || strings.Contains(strings.ToLower(u.Path), "%2")
}

func dotted(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

// validHost accepts names, IPv4 and IPv6 addresses, with or without a port: any well-formed Host is served.
func validHost(host string) bool {
	if host == "" || len(host) > 255 {
		return false
	}
	name := host
	if host[0] == '[' {
		end := strings.IndexByte(host, ']')
		if _, err := netip.ParseAddr(host[1:max(end, 1)]); err != nil {
			return false
		}
		return host[end+1:] == "" || host[end+1] == ':' && validPort(host[end+2:])
	}
	if i := strings.IndexByte(host, ':'); i >= 0 {
		if !validPort(host[i+1:]) {
			return false
		}
		name = host[:i]
	}
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '-', c == '_':
		default:
			return false
		}
	}
	return name != ""
}

func validPort(port string) bool {
	for i := range len(port) {
		if port[i] < '0' || port[i] > '9' {
			return false
		}
	}
	return port != "" && len(port) <= 5
}

func knownMethod(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions, http.MethodConnect, http.MethodTrace:
		return true
	}
	return false
}

// parseQuery reads a query strictly: no broken escapes, NUL or text that is not UTF-8.
func parseQuery(raw string) (url.Values, bool) {
	if raw == "" {
		return nil, true
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, false
	}
	for name, list := range values {
		if !validText(name) {
			return nil, false
		}
		for _, v := range list {
			if !validText(v) {
				return nil, false
			}
		}
	}
	return values, true
}

// asStatus finds a statusError in err's chain.
func asStatus(err error) (*statusError, bool) {
	var e *statusError
	return e, errors.As(err, &e)
}
