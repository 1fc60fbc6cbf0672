package feed

import (
	"html"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean makes any text fit for XML 1.0: bad UTF-8 and characters that XML forbids are dropped, the rest is NFC. One pasted
// vertical tab would otherwise break the feed for everybody.
func clean(s string) string {
	if strings.IndexFunc(s, illegal) >= 0 {
		s = strings.Map(func(r rune) rune {
			if illegal(r) {
				return -1
			}
			return r
		}, s)
	}
	return norm.NFC.String(s)
}

// illegal reports whether XML 1.0 forbids r. Bad UTF-8 decodes to the replacement character, which is dropped with it.
func illegal(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF
}

// line is clean text in one line of at most n characters, without spaces around it.
func line(s string, n int) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)[:n-1]
	return strings.TrimRight(string(runes), " ") + "…"
}

// prose is clean text in one line of at most n bytes, cut between words.
func prose(s string, n int) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	if len(s) <= n {
		return s
	}
	cut := s[:n-len("…")]
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimSpace(strings.ToValidUTF8(cut, "")) + "…"
}

// paragraph returns plain text as one HTML paragraph, "" for none.
func paragraph(s string) string {
	if s = line(s, 1000); s == "" {
		return ""
	}
	return "<p>" + html.EscapeString(s) + "</p>"
}
