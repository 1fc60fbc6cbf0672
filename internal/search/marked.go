package search

import "strings"

// Marked is a text in which matching words stand between MarkOpen and MarkClose.
type Marked string

// The marks: control characters, which no indexed text has.
const (
	MarkOpen  = "\x02"
	MarkClose = "\x03"
)

// Segment is a part of a text: a word that matches, or what is between.
type Segment struct {
	Text   string
	Marked bool
}

// Segments returns the parts of the text in their order.
func (m Marked) Segments() []Segment {
	text, marks := m.spans()
	return segmentsOf(text, marks, 0, len(text))
}

// Plain returns the text without marks.
func (m Marked) Plain() string {
	text, _ := m.spans()
	return text
}

// Has reports whether any word matches.
func (m Marked) Has() bool { return strings.Contains(string(m), MarkOpen) }

// spans returns the text without marks, and where they stood.
func (m Marked) spans() (text string, marks []span) {
	var b strings.Builder
	for rest := string(m); rest != ""; {
		before, after, found := strings.Cut(rest, MarkOpen)
		b.WriteString(before)
		if !found {
			break
		}
		word, tail, _ := strings.Cut(after, MarkClose)
		marks = append(marks, span{b.Len(), b.Len() + len(word)})
		b.WriteString(word)
		rest = tail
	}
	return b.String(), marks
}

// words returns the words that match.
func (m Marked) words() []string {
	text, marks := m.spans()
	words := make([]string, len(marks))
	for i, x := range marks {
		words[i] = join(text[x.from:x.to])
	}
	return words
}
