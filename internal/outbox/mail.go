// Package outbox sends mails that acts left as rows.
//
// A mail is a row written in the transaction of the act that asks for it, so it is sent if and only if the act happened.
// The package owns the row's meaning, the sending loop with its retries, the no-mail switch and the counts; it knows
// neither how a mail is worded nor how it travels.
package outbox

import (
	"time"

	"insider/internal/mail"
)

// Priority orders mails that wait: smaller goes first.
type Priority int

// The priorities.
const (
	Urgent Priority = 1 // somebody waits in front of the screen: confirmations, sign-in links
	Notice Priority = 5 // everything else
)

// Life is how long a mail is tried before it counts as failed.
const Life = 24 * time.Hour

// Mail is a mail to be: a store method writes it in the transaction of its act.
type Mail struct {
	Kind     string // "confirm", "already", "sign-in", "notice": for counts and logs
	Priority Priority
	To       mail.Address
	Subject  string
	Text     string
	HTML     string
	Headers  map[string]string

	// Decoy is a row that is never sent and soon gone. It makes an act that must not write to somebody cost the same as
	// one that does, so that an answer's time tells nothing about an address.
	Decoy bool
}

// State is where a mail is.
type State string

// The states.
const (
	Waiting State = "waiting" // to be sent, perhaps again
	Sent    State = "sent"    // taken over by the next host
	Failed  State = "failed"  // refused for good, or given up after Life
	Decoy   State = "decoy"
)

// Counts say how the outbox is doing.
type Counts struct {
	Waiting int       // to be sent, held ones included
	Failing int       // of those, tried in vain at least once
	Failed  int       // given up within the last weeks
	Oldest  time.Time // when the oldest waiting mail was written; zero when none waits
	Held    bool      // the no-mail switch is on
	Slow    bool      // nothing goes out just now: held, or what was tried since the last success failed for everybody
}
