package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSlug bounds an anchor: longer titles are cut at a hyphen.
const maxSlug = 80 // runes

// Slug returns the anchor or file name for a title: letters, digits and marks of any script in lower case, in NFC, parted by
// hyphens; apostrophes vanish. A text without letters and digits gives "".
func Slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(norm.NFC.String(text)) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && b.Len() > 0 && !gap:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '\'', r == '’':
		default:
			gap = true
		}
	}
	return cutSlug(b.String())
}

func cutSlug(s string) string {
	runes := []rune(s)
	if len(runes) <= maxSlug {
		return s
	}
	cut := string(runes[:maxSlug])
	if i := strings.LastIndexByte(cut, '-'); i > 0 && runes[maxSlug] != '-' {
		cut = cut[:i]
	}
	return cut
}

// reserved are ids that pages use themselves; a heading never takes one of them.
var reserved = []string{
	"main", "content", "top", "player", "notes", "chapters", "transcript", "people", "subscribe", "contents", "search", "share",
	"story", "log", "menu", "footer", "header", "email", "errors", "related", "theme",
}

// anchors hands out the ids of one document, each once.
type anchors map[string]int

func newAnchors() anchors {
	a := make(anchors, len(reserved))
	for _, id := range reserved {
		a[id] = 1
	}
	return a
}

// next returns the id for a heading: its slug, with a number from 2 on when that is taken.
func (a anchors) next(text string) string {
	base := Slug(text)
	if base == "" {
		base = "section"
	}
	id := base
	for a[id] > 0 {
		a[base]++
		id = base + "-" + strconv.Itoa(a[base])
	}
	a[id] = 1
	return id
}
