package story

import (
	"time"

	"insider/internal/consent"
)

// WordingVersion names the wording below. It changes with every change of a word, so that a consent tells what was read.
const WordingVersion = "2026-11"

// What the form asks a reader to agree to, word for word: the form shows these and consents keep them.
const (
	WordingPublish = "You may publish my story on this site, in its feeds and in the letter."
	WordingAir     = "You may read or retell my story in an episode of the podcast."
	WordingEdit    = "You may shorten my story and correct its language, without changing what it says."
)

// Consents is what the reader agreed to, each separately.
type Consents struct {
	Publish bool // WordingPublish
	Air     bool // WordingAir
	Edit    bool // WordingEdit
}

// Given returns the records of what is agreed to now.
func (c Consents) Given(now time.Time) []consent.Record {
	var records []consent.Record
	for _, x := range []struct {
		given      bool
		what, text string
	}{{c.Publish, "publish", WordingPublish}, {c.Air, "air", WordingAir}, {c.Edit, "edit", WordingEdit}} {
		if x.given {
			records = append(records, consent.Wording{What: x.what, Version: WordingVersion, Text: x.text}.Given(now))
		}
	}
	return records
}
