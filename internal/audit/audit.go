// Package audit is the record of who did what: append-only, and such that a changed, missing or moved entry is found.
//
// Each entry has a digest, the SHA-256 of its nonce and its contents, and a head, the SHA-256 of the head before it and
// the digest. Details and nonce of an entry can be erased without breaking the chain: the digest stays, and without the
// nonce nobody can guess from it what it was made of. The package owns the chain; rows and locks are the store's.
package audit

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"
)

// Size is the length of digests and heads in bytes.
const Size = sha256.Size

// Entry is one act.
type Entry struct {
	Number  int64             // 1, 2, 3 ... without gaps
	At      time.Time         // UTC, in microseconds
	Actor   string            // who: "editor:ID", "reader" or "system"; never an address
	Act     string            // what: "story.publish", "mail.off"
	Subject string            // of what: "story:12"
	Details map[string]string // small facts; no personal data that the act does not need

	Nonce  []byte // random; empty when the details were erased
	Digest []byte
	Head   []byte
}

// Seal makes e the entry after the one with the given number and head. Time is cut to microseconds, as rows keep it.
func (e *Entry) Seal(number int64, head []byte) {
	e.Number = number + 1
	e.At = e.At.UTC().Truncate(time.Microsecond)
	e.Nonce = make([]byte, 16)
	rand.Read(e.Nonce)
	e.Digest = e.digest()
	e.Head = chain(head, e.Digest)
}

// Genesis is the head before the first entry.
func Genesis() []byte { return make([]byte, Size) }

// Verify walks the chain from its first entry and compares its end with the head and number that were kept apart. It
// returns nil when nothing was changed, left out, added or moved.
func Verify(entries iter.Seq2[Entry, error], number int64, head []byte) error {
	last, lastHead := int64(0), Genesis()
	for e, err := range entries {
		if err != nil {
			return err
		}
		if e.Number != last+1 {
			return fmt.Errorf("audit: entry %d is followed by %d", last, e.Number)
		}
		if len(e.Nonce) > 0 && !bytes.Equal(e.Digest, e.digest()) {
			return fmt.Errorf("audit: entry %d was changed", e.Number)
		}
		if !bytes.Equal(e.Head, chain(lastHead, e.Digest)) {
			return fmt.Errorf("audit: entry %d does not continue the chain", e.Number)
		}
		last, lastHead = e.Number, e.Head
	}
	if last != number || !bytes.Equal(lastHead, head) {
		return fmt.Errorf("audit: the chain ends at entry %d, but %d were written", last, number)
	}
	return nil
}

// digest covers the nonce and every field, each with its length, so that no two entries look alike.
func (e *Entry) digest() []byte {
	h := sha256.New()
	write := func(b []byte) {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(b)))
		h.Write(length[:])
		h.Write(b)
	}
	write(e.Nonce)
	write([]byte(e.At.UTC().Format(time.RFC3339Nano)))
	write([]byte(e.Actor))
	write([]byte(e.Act))
	write([]byte(e.Subject))
	for _, name := range slices.Sorted(maps.Keys(e.Details)) {
		write([]byte(name))
		write([]byte(e.Details[name]))
	}
	return h.Sum(nil)
}

func chain(head, digest []byte) []byte {
	h := sha256.New()
	h.Write(head)
	h.Write(digest)
	return h.Sum(nil)
}
