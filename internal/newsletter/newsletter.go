// Package newsletter is the list: who asked to be on it, who confirmed, who left.
//
// It owns the rules of signing up with double opt-in, of confirming and leaving, and the words people agree to. Whoever
// asks gets the same answer in the same time, on the list or not: only the mail that follows differs. Mails are outbox
// rows, written in the same transaction as the act.
package newsletter

import (
	"context"
	"iter"
	"time"

	"insider/internal/consent"
	"insider/internal/mail"
	"insider/internal/outbox"
)

// State is where a subscriber stands. Whoever left has no row.
type State string

// The states.
const (
	Pending   State = "pending"   // asked, not confirmed; gets nothing but the link
	Confirmed State = "confirmed" // on the list
)

// Subscriber is an address on the list, or on its way to it.
type Subscriber struct {
	ID        string // keyed hash of the address: the same when somebody leaves and comes back
	Email     string
	State     State
	Asked     time.Time // first, for a confirmed one; last, for a pending one
	Confirmed time.Time // zero while pending
}

// Wording is what people agree to when they subscribe. A changed text gets a new version.
var Wording = consent.Wording{
	What:    "letter",
	Version: "2026-11",
	Text: "We write when the letter starts. We use your address for the letter and nothing else, and you can leave with " +
		"one press at any time.",
}

// confirmed is what people agree to with the button behind the link.
var confirmed = consent.Wording{What: "letter-confirmed", Version: "2026-11", Text: "Confirm: put this address on the list."}

// How long things last.
const (
	LinkLife    = 48 * time.Hour           // of a link to confirm
	leaveLife   = 5 * 366 * 24 * time.Hour // of a link to leave; it works even when it is older
	undoLife    = time.Hour
	mailEvery   = 24 * time.Hour      // one mail of a kind to one address
	KeepPending = 30 * 24 * time.Hour // of an address that never confirmed
)

// Request is somebody asking to be on the list.
type Request struct {
	ID      string
	Address mail.Address
	Consent consent.Record
	Now     time.Time
}

// Known is what the rows say about the address of a request, after the request was written.
type Known struct {
	State    State
	Address  mail.Address         // as it was first typed: mail goes only there
	Reminded map[string]time.Time // when a mail of each kind was last asked for
}

// Answer is the mail that follows a request. Its Decoy is set when none may follow; then Asked is what it was before.
type Answer struct {
	Mail  outbox.Mail
	Asked time.Time // the new moment for the mail's kind
}

// Counts are how many there are of each state.
type Counts struct{ Pending, Confirmed int }

// Store keeps subscribers. Each method is one transaction: on disk when it returns nil, nothing of it otherwise.
type Store interface {
	// Request writes a pending row for an address that has none, its consent, and the mail that decide chooses. It runs
	// the same statements whatever it finds. Requests of one address come one after the other.
	Request(ctx context.Context, r Request, decide func(Known) Answer) error
	// Subscriber returns a row, or NotFound.
	Subscriber(ctx context.Context, id string) (Subscriber, error)
	// Confirm puts a pending subscriber on the list and lifts a suppression; one that is on it stays as it is. It
	// returns NotFound when there is no row.
	Confirm(ctx context.Context, id string, agreed consent.Record) (Subscriber, error)
	// Leave deletes a row and remembers the hash. It returns what was deleted, or NotFound when there was nothing; the
	// hash is remembered then too.
	Leave(ctx context.Context, id, reason string, now time.Time) (Subscriber, error)
	// Rejoin puts an address on the list that left by mistake, and lifts the suppression.
	Rejoin(ctx context.Context, r Request) error
	// SubscriberCounts counts the rows.
	SubscriberCounts(ctx context.Context) (Counts, error)
	// Subscribers returns limit rows from offset on, newest request first; state "" is all.
	Subscribers(ctx context.Context, state State, offset, limit int) ([]Subscriber, error)
	// EachSubscriber yields every row once, in no order that means anything.
	EachSubscriber(ctx context.Context) iter.Seq2[Subscriber, error]
	// PruneSubscribers forgets pending rows last asked for, and marks set, before the given times.
	PruneSubscribers(ctx context.Context, pending, marks time.Time) error
}
