package downloads

import (
	"slices"
	"strconv"
	"strings"
)

// Span is a part of a file, from Start up to but not including End.
type Span struct{ Start, End int64 }

// Len is the number of bytes of the span.
func (s Span) Len() int64 { return s.End - s.Start }

// ParseRange returns what a Range header asks of a file of the given size, in the order asked, cut at the end of the file
// and without parts that lie outside (RFC 9110, 14.1.2). ok is false for a header that is no byte range.
func ParseRange(header string, size int64) (spans []Span, ok bool) {
	list, found := strings.CutPrefix(header, "bytes=")
	if !found {
		return nil, false
	}
	for part := range strings.SplitSeq(list, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		s, ok := parseSpan(part, size)
		if !ok {
			return nil, false
		}
		if s.Len() > 0 {
			spans = append(spans, s)
		}
	}
	return spans, true
}

func parseSpan(part string, size int64) (Span, bool) {
	first, last, found := strings.Cut(part, "-")
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	if !found {
		return Span{}, false
	}
	if first == "" {
		n, ok := digits(last)
		return Span{max(0, size-n), size}, ok
	}
	start, ok := digits(first)
	if !ok || last == "" {
		return Span{min(start, size), size}, ok
	}
	end, ok := digits(last)
	if !ok || end < start {
		return Span{}, false
	}
	return Span{min(start, size), min(end, size-1) + 1}, true
}

// digits reads a number without sign; one that is too large is as large as can be.
func digits(s string) (int64, bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil && s != "" {
		return 1<<63 - 2, true
	}
	return n, s != ""
}

// FormatRange writes spans as a Range header, "" for none.
func FormatRange(spans []Span) string {
	if len(spans) == 0 {
		return ""
	}
	out := make([]byte, 0, 24*len(spans))
	out = append(out, "bytes="...)
	for i, s := range spans {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(out, s.Start, 10)
		out = append(out, '-')
		out = strconv.AppendInt(out, s.End-1, 10)
	}
	return string(out)
}

// Bytes is how many bytes spans ask for together, those asked twice counted twice.
func Bytes(spans []Span) (n int64) {
	for _, s := range spans {
		n += s.Len()
	}
	return n
}

// maxPieces bounds the pieces that one listener's coverage of a file may fall into. What would make more is left out, so a
// client that asks for thousands of scattered bytes is counted too low, never too high.
const maxPieces = 256

// coverage is what one listener has of a file: spans in order that neither overlap nor touch.
type coverage struct {
	pieces []Span
	bytes  int64
}

// add joins a span to the coverage.
func (c *coverage) add(s Span) {
	if s.Len() <= 0 {
		return
	}
	from, _ := slices.BinarySearchFunc(c.pieces, s.Start, func(p Span, start int64) int { return compare(p.End, start) })
	to := from
	for to < len(c.pieces) && c.pieces[to].Start <= s.End {
		s.Start, s.End = min(s.Start, c.pieces[to].Start), max(s.End, c.pieces[to].End)
		c.bytes -= c.pieces[to].Len()
		to++
	}
	if from == to && len(c.pieces) == maxPieces {
		return
	}
	c.pieces = slices.Replace(c.pieces, from, to, s)
	c.bytes += s.Len()
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
