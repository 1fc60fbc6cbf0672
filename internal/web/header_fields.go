package web

import (
	"bytes"
	"errors"
	"net/http"
)

// What a request may say before its body. net/http reads maxHeader and 4 KiB more. It takes the memory of ten bytes for each of a
// header of fields as short as they can be, and a long time of the processor: their number has a limit of its own.
const (
	maxHeader       = 16 << 10 // bytes of the request line and all fields
	maxHeaderFields = 100
)

var errManyFields = errors.New("too many header fields")

// hasManyFields is for headers that were not counted as they arrived, because they came by TLS.
func hasManyFields(r *http.Request) bool {
	if r.TLS == nil {
		return false
	}
	n := 0
	for _, values := range r.Header {
		n += len(values)
	}
	return n > maxHeaderFields
}

// fieldCount follows the header of one request as it arrives in pieces. The zero value follows nothing.
type fieldCount struct {
	under bool // the header has not ended
	lines int  // that ended so far
	empty bool // nothing but perhaps a CR stands in the line so far
}

// begin waits for a header.
func (f *fieldCount) begin() { *f = fieldCount{under: true} }

// over adds a piece and reports whether the header has too many lines: the request, maxHeaderFields, and the empty one.
func (f *fieldCount) over(piece []byte) bool {
	if !f.under {
		return false
	}
	if end := bytes.Index(piece, []byte("\r\n\r\n")); f.lines == 0 && end >= 0 { // the usual: it came whole
		f.under = false
		return bytes.Count(piece[:end], []byte("\n")) > maxHeaderFields
	}
	for _, b := range piece {
		switch {
		case b == '\n' && f.empty:
			f.under = false
			return false
		case b == '\n':
			f.lines, f.empty = f.lines+1, true
		case b != '\r':
			f.empty = false
		}
		if f.lines > maxHeaderFields+1 {
			return true
		}
	}
	return false
}
