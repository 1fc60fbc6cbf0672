// Package person answers for one person: everything that is kept about an address, and its erasure for good.
//
// It owns what belongs to a person, the order in which it is erased, and erased.log: the list, outside the database, of who
// was erased and who left, by keyed hash, so that a restored backup brings nobody back. Rows are store's, mails as files
// are mail's; a person is known by an address, as typed, in every spelling.
package person

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"insider/internal/audit"
	"insider/internal/mail"
)

// Who is a person as rows know one.
type Who struct {
	Key  string // the address in lower case
	Hash string // under the key of the list
}

// NewWho returns who an address is. The key is the one of the list's hashes.
func NewWho(a mail.Address, key []byte) Who { return Who{a.Key(), a.Hash(key)} }

// Store is what rows hold about people. Each method is one transaction: done and on disk when it returns nil, nothing of it
// otherwise.
type Store interface {
	// Person returns what rows hold about somebody, all of one moment. It is safe beside writers.
	Person(ctx context.Context, who Who) (*Record, error)
	// MayErase is nil, or a Conflict that says why the account of somebody cannot go.
	MayErase(ctx context.Context, who Who) error
	// ErasePerson removes what rows hold about somebody that is not newer than until (zero: everything), with an audit entry
	// when there was something. An account that cannot go is a Conflict and nothing is removed; with until it is only told.
	ErasePerson(ctx context.Context, who Who, until time.Time) (Erased, error)
	// Scrub lets no byte of deleted rows stay where the database decides about its bytes itself.
	Scrub(ctx context.Context) error
}

// Erased says what an erasure removed.
type Erased struct {
	Subscriber bool   // the address was on the list, or waiting to be
	Mails      int    // that waited
	Stories    []int  // by number
	Account    string // "editor:3", "" for none
	Heir       string // who became owner in its place, "" for nobody
	Kept       string // the account that had to stay, "" for none
	Files      int    // mails as files
	Other      int    // consents, marks and the like
}

// Nothing reports whether there was nothing.
func (e Erased) Nothing() bool {
	return !e.Subscriber && e.Mails == 0 && len(e.Stories) == 0 && e.Account == "" && e.Files == 0 && e.Other == 0
}

// StoryHash is by which erased.log knows a story that its sender took back: number and moment of receipt under a key.
func StoryHash(subject string, received time.Time, key []byte) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(subject + " " + received.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano)))
	return hex.EncodeToString(h.Sum(nil)[:20])
}

// Erasure is the entry of the audit chain about an erasure: that one was made, not whose.
func Erasure(at time.Time) audit.Entry {
	return audit.Entry{At: at, Actor: "operator", Act: "person.erase", Subject: "person"}
}

// String lists what an erasure removed.
func (e Erased) String() string {
	var parts []string
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, "1 "+one)
		case n > 1:
			parts = append(parts, strconv.Itoa(n)+" "+many)
		}
	}
	if e.Subscriber {
		parts = append(parts, "the address on the list")
	}
	for _, n := range e.Stories {
		parts = append(parts, "ST-"+strconv.Itoa(n))
	}
	if e.Account != "" {
		parts = append(parts, "the account "+e.Account)
	}
	add(e.Mails, "mail that waited", "mails that waited")
	add(e.Files, "mail as a file", "mails as files")
	add(e.Other, "note", "notes")
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}
