// Package feedcheck judges a podcast feed as Apple, the Podcasting 2.0 namespace, PSP-1 and other directories would, and
// compares its items with what was published before.
//
// It owns the rules, as data and pure functions over a Subject, the comparison, and how a server is asked for what only it
// can tell: artwork, enclosures, the feed itself. It does not build feeds, read content or keep rows; needs nothing but that
// server, and no service of anybody else.
package feedcheck

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Level says how bad a finding is.
type Level int

// The levels.
const (
	Mistake Level = iota // an app or a directory refuses the feed, loses something, or downloads again
	Warning              // works in most apps, not in all
	Hint                 // would be better
)

// String returns the level as a word.
func (l Level) String() string { return [...]string{"mistake", "warning", "hint"}[l] }

// Finding is one thing that is not as somebody asks.
type Finding struct {
	*Rule
	Where    string // "show", a content file, or an item's title
	Sentence string // what is wrong
}

// Subject is a feed and everything that is known of it.
type Subject struct {
	URL     string // where the feed is, or will be
	Feed    *Feed  // nil when it cannot be read
	Broken  error  // why
	Own     bool   // the feed is ours: built here, not fetched
	Sources map[string]string
	Changes []Change // against what was published before, by Compare
	Now     time.Time

	Answer     *FeedAnswer                // nil: the server was not asked for the feed
	Pictures   map[string]Picture         // by address, as far as they were looked at
	Enclosures map[string]EnclosureAnswer // by address, as far as the server was asked
	Unasked    string                     // why the server could not be asked, a sentence; "" when it was
}

// Judge returns what is wrong, the worst first, then in the order of the rules and of the feed.
func Judge(s *Subject) []Finding {
	var findings []Finding
	for _, rule := range rules {
		if s.Feed == nil && !rule.always {
			continue
		}
		rule.find(s, func(where, format string, args ...any) {
			findings = append(findings, Finding{Rule: rule, Where: where, Sentence: fmt.Sprintf(format, args...)})
		})
	}
	slices.SortStableFunc(findings, func(a, b Finding) int { return cmp.Compare(a.Level, b.Level) })
	return findings
}

// Count returns how many findings are of the level.
func Count(findings []Finding, level Level) (n int) {
	for _, f := range findings {
		if f.Level == level {
			n++
		}
	}
	return n
}
