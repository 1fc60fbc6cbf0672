// Package caption reads and writes transcripts: WebVTT, SubRip and Podcasting 2.0 JSON in; these, HTML and plain text out.
//
// It owns the formats and their errors with line numbers. Cues are text, never markup. It does not read files, know
// episodes or decide who a speaker is.
package caption

import "fmt"

// Error is a mistake in a transcript.
type Error struct {
	Line     int    // from 1; 0 when the file as a whole is wrong
	Sentence string // what is wrong and how to mend it
}

// Error returns the line and the sentence.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Sentence
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Sentence)
}

// Bounds of a transcript: a day of talk stays far below them.
const (
	MaxBytes = 4 << 20
	MaxCues  = 50_000
)
