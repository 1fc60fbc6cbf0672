// Package consent says what somebody agreed to: what for, in which words, and when.
//
// It owns the record. The words belong to whoever asks for consent, and who agreed is the row's business.
package consent

import "time"

// Wording is a text that people agree to. A changed text gets a new version.
type Wording struct {
	What    string // what for: "letter", "publish", "air", "edit"
	Version string // of the text, e.g. "2026-11"
	Text    string // as shown, in plain text
}

// Record is somebody's agreement.
type Record struct {
	Wording
	At time.Time
}

// Given returns the record of somebody who agrees now.
func (w Wording) Given(now time.Time) Record { return Record{Wording: w, At: now} }
