// Package markdown turns Markdown into safe HTML, contents and plain text.
//
// It owns the syntax authors may use, the guards against hostile input, sanitising, and what happens to links, pictures
// and times. It does not read files or know items: a Context says where a text stands.
package markdown

import (
	"fmt"
	"time"

	"insider/internal/show"
)

// Context says where a text stands, so that its links lead somewhere.
type Context struct {
	Root   string                               // path of the base URL without trailing slash, "" at the root; put before every site-absolute link
	Site   string                               // host of the base URL: links to other hosts are marked as external
	Media  string                               // "/media/episodes/slug/": where the name of an existing file leads
	File   func(name string) (*show.File, bool) // files beside the Markdown; nil when there are none
	Length time.Duration                        // above 0, times within it become links to "?t=SECONDS#player"
}

// Error is a text that is refused: the line, what is wrong and how to mend it.
type Error struct {
	Line          int // from 1; 0 when it is the text as a whole
	Sentence, Fix string
}

// Error returns line, sentence and fix in one line.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Sentence + " " + e.Fix
	}
	return fmt.Sprintf("line %d: %s %s", e.Line, e.Sentence, e.Fix)
}
