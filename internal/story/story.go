// Package story is the readers' story inbox: what a reader sends, what editors do with it, and what becomes public.
//
// It owns the rules of a submission, the states of a story and the one function that moves between them, the code that
// opens a story to its sender, and the line that names them. It does not render Markdown, keep rows, send mail or know
// HTTP: those are given to it.
package story

import (
	"strconv"
	"time"
)

// Story is a story as the desk knows it. A withdrawn one has only its number, its dates and the slug that answers 410.
type Story struct {
	Number   int // ST-{number}, for ever
	State    State
	Version  int // counts acts; an act on an older version is a conflict
	Text     string
	HTML     string // the text, rendered and sanitised once
	Plain    string // the text without markup
	Industry string
	Country  string
	Naming   Naming
	Identity Identity // empty when the reader gave nothing or took it back
	Consents Consents
	Title    string // set by an editor
	Slug     string // set by an editor; never changes once it was public
	Answer   Answer // of the hosts

	Received  time.Time
	Decided   time.Time // accepted or declined; zero before
	Published time.Time // first publication; zero before
	Changed   time.Time // newest change of the public version, its removal included; zero before publication
	Withdrawn time.Time // zero but for a withdrawn story
}

// Answer is what the hosts say to a story, as it was written and as it is shown; empty for nothing.
type Answer struct{ Text, HTML string }

// Identity is what could tell who sent a story. It is kept apart from the story and removed with it.
type Identity struct {
	Credit string // the name, or first name and job, to print
	Email  string // for questions of the editors
}

// Empty reports whether nothing is known.
func (i Identity) Empty() bool { return i == Identity{} }

// Subject is what audit entries and consents of a story are about, e.g. "story:231".
func Subject(number int) string { return "story:" + strconv.Itoa(number) }

// Label is the number as people say it, e.g. "ST-231".
func Label(number int) string { return "ST-" + strconv.Itoa(number) }

// Label is the story's number as people say it.
func (s *Story) Label() string { return Label(s.Number) }

// Credit is the line that names the reader under the published story, or "".
func (s *Story) Credit() string { return CreditLine(s.Naming, s.Identity.Credit) }

// Heading is the title, or the beginning of the text while no editor gave one.
func (s *Story) Heading() string {
	switch {
	case s.Title != "":
		return s.Title
	case s.Plain != "":
		return excerpt(s.Plain, 80)
	case s.State == Withdrawn:
		return "Withdrawn by the reader"
	}
	return s.Label()
}
