// Package fault is the one way an error says what kind it is and what to tell people.
//
// It owns kinds and sentences. It does not know HTTP: the table from kind to status is web's.
package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says what went wrong in the terms of the caller.
type Kind int

// The kinds. Internal is the zero value: an error that nobody classified is never shown to people.
const (
	Internal    Kind = iota // a defect or a broken machine
	Invalid                 // the input is wrong and the sentence says how to mend it
	NotFound                // there is no such thing, or it is not public
	Conflict                // the thing changed meanwhile, or exists already
	Forbidden               // known, but not allowed
	Gone                    // was here and was taken back for good
	TooMany                 // a limit; RetryAfter says when to come back
	Unavailable             // cannot be done just now; nothing is lost
)

var names = [...]string{"internal", "invalid", "not found", "conflict", "forbidden", "gone", "too many", "unavailable"}

// String returns the kind's name in lower case.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(names) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return names[k]
}

// Field is one mistake in one field of a form or a request.
type Field struct {
	Name     string // the field's name as posted, e.g. "email"
	Sentence string // what to do, in the words of the field's label
}

// Error is an error with a kind, a sentence for people and, for forms, the fields that are wrong.
type Error struct {
	Kind       Kind
	Sentence   string        // for people: what happened and what to do; no secrets, no internals
	Fields     []Field       // in the order of the form
	RetryAfter time.Duration // with TooMany and Unavailable; 0 when unknown
	Err        error         // the cause, for the log
}

// Error returns the sentence and the cause, for logs.
func (e *Error) Error() string {
	parts := []string{e.Kind.String()}
	if e.Sentence != "" {
		parts = append(parts, e.Sentence)
	}
	for _, f := range e.Fields {
		parts = append(parts, f.Name+": "+f.Sentence)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// New returns an error of the kind with a sentence for people.
func New(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Sentence: fmt.Sprintf(format, args...)}
}

// Wrap classifies a cause and adds a sentence for people. It returns nil for a nil cause.
func Wrap(err error, kind Kind, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: kind, Sentence: fmt.Sprintf(format, args...), Err: err}
}

// Fields returns an Invalid error for the given fields, or nil when there are none.
func Fields(fields ...Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Sentence: "Some answers need another look.", Fields: fields}
}

// Retry returns a TooMany error that asks to come back after the given time.
func Retry(after time.Duration, format string, args ...any) error {
	return &Error{Kind: TooMany, Sentence: fmt.Sprintf(format, args...), RetryAfter: after}
}

// KindOf returns the kind of the outermost Error in err's chain, or Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Sentence returns what to tell people about err: its sentence, or "" for an Internal or unclassified error.
func Sentence(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Kind != Internal {
		return e.Sentence
	}
	return ""
}

// FieldsOf returns the fields that err names, or nil.
func FieldsOf(err error) []Field {
	var e *Error
	if errors.As(err, &e) {
		return e.Fields
	}
	return nil
}
