package mail

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Mailbox is an address with the name shown beside it.
type Mailbox struct {
	Name    string // may be empty; encoded on sending
	Address Address
}

// Message is one mail to one person.
type Message struct {
	ID      string // Message-ID without brackets; NewID makes one
	Date    time.Time
	From    Mailbox
	ReplyTo Address // zero: answers go to From
	To      Address
	Subject string
	Text    string            // plain text, always there
	HTML    string            // the same in HTML; may be empty
	Headers map[string]string // only those of allowedHeaders
}

// Transport hands messages on. Send returns nil when the next host has taken the message over, and may be called from
// several goroutines. A *SendError says whether the same message can ever be sent.
type Transport interface {
	Send(ctx context.Context, m Message) error
}

// SendError is why a message was not taken over. Its text is our own: what relays say repeats addresses.
type SendError struct {
	Sentence  string // what happened, without any address
	Permanent bool   // this message will never be taken; all else is worth another try
	Relay     bool   // the way out itself is closed: nobody's mail goes through
	Err       error  // the cause as it came, for whoever tests the relay by hand
}

// Error returns the sentence.
func (e *SendError) Error() string { return e.Sentence }

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }

// allowedHeaders are those that a message may carry beside the usual ones.
var allowedHeaders = []string{"Auto-Submitted", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"}

// NewID returns a fresh Message-ID, without brackets, under the host of the site: the name of this machine stays here.
func NewID(host string) string { return strings.ToLower(rand.Text()) + "@" + host }

// Check returns an error when a message cannot be sent as it is. What it accepts cannot add a header.
func (m Message) Check() error {
	switch {
	case m.To.IsZero() || m.From.Address.IsZero():
		return errors.New("mail: no sender or recipient")
	case m.ID == "" || strings.ContainsFunc(m.ID, notID):
		return errors.New("mail: bad Message-ID")
	case m.Subject == "" || m.Text == "":
		return errors.New("mail: no subject or text")
	}
	for name, value := range m.Headers {
		if !slices.Contains(allowedHeaders, name) || value == "" || !oneLine(value) {
			return fmt.Errorf("mail: header %q is not allowed", name)
		}
	}
	if !oneLine(m.Subject) || !oneLine(m.From.Name) {
		return errors.New("mail: a header has a line break or a control character")
	}
	return nil
}

func notID(r rune) bool {
	return !isLetterOrDigit(r) && !strings.ContainsRune("@.-_", r)
}

// oneLine reports whether text can stand in a header: valid UTF-8 without control characters or line separators.
func oneLine(text string) bool {
	return utf8.ValidString(text) && len(text) <= 900 && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}
