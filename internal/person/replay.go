package person

import (
	"context"
	"time"

	"insider/internal/mail"
)

// Restored is a database that was restored from a copy.
type Restored interface {
	Store
	// Addresses returns every address that some row holds in readable form.
	Addresses(ctx context.Context) ([]string, error)
	// ReceivedStories returns when each story arrived that was not taken back, by number.
	ReceivedStories(ctx context.Context) (map[int]time.Time, error)
	// LeaveAgain repeats that somebody left, unless the address came back since, and reports whether it was on the list.
	LeaveAgain(ctx context.Context, hash string, at time.Time) (bool, error)
	// TakeBackAgain repeats that a sender took a story back.
	TakeBackAgain(ctx context.Context, number int, at time.Time) error
}

// Replayed says what a replay removed from a restored database.
type Replayed struct {
	Erased    int // persons
	Left      int // addresses that left the list
	TakenBack int // stories
	Accounts  int // that had to be erased and could not: the only one at the desk
	Foreign   int // lines under another key: nobody can tell whom they are about
}

// Replay carries out again what a log says about anybody in a restored database. A line removes only what is older than it,
// so lines older than the copy do no harm.
func Replay(ctx context.Context, db Restored, key []byte, subject func(number int) string, lines []Line) (r Replayed, err error) {
	newest := map[string]map[string]time.Time{ErasedWord: {}, Left: {}, TakenBack: {}}
	id := KeyID(key)
	for _, l := range lines {
		if l.Key != id {
			r.Foreign++
			continue
		}
		if l.At.After(newest[l.What][l.Hash]) {
			newest[l.What][l.Hash] = l.At
		}
	}
	if err := replayAddresses(ctx, db, key, newest, &r); err != nil {
		return r, err
	}
	if err := replayStories(ctx, db, key, subject, newest[TakenBack], &r); err != nil {
		return r, err
	}
	if r.Erased+r.Left+r.TakenBack == 0 {
		return r, nil
	}
	return r, db.Scrub(ctx)
}

// replayAddresses looks at every address of the database, because a hash cannot be turned back.
func replayAddresses(ctx context.Context, db Restored, key []byte, newest map[string]map[string]time.Time, r *Replayed) error {
	addresses, err := db.Addresses(ctx)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, text := range addresses {
		address, err := mail.ParseAddress(text)
		if err != nil {
			continue
		}
		who := NewWho(address, key)
		if seen[who.Hash] {
			continue
		}
		seen[who.Hash] = true
		if at, gone := newest[ErasedWord][who.Hash]; gone {
			done, err := db.ErasePerson(ctx, who, at)
			if err != nil {
				return err
			}
			if !done.Nothing() {
				r.Erased++
			}
			if done.Kept != "" {
				r.Accounts++
			}
		}
		if at, left := newest[Left][who.Hash]; left {
			was, err := db.LeaveAgain(ctx, who.Hash, at)
			if err != nil {
				return err
			}
			if was {
				r.Left++
			}
		}
	}
	return nil
}

func replayStories(ctx context.Context, db Restored, key []byte, subject func(number int) string, back map[string]time.Time, r *Replayed) error {
	if len(back) == 0 {
		return nil
	}
	received, err := db.ReceivedStories(ctx)
	if err != nil {
		return err
	}
	for number, at := range received {
		moment, gone := back[StoryHash(subject(number), at, key)]
		if !gone {
			continue
		}
		if err := db.TakeBackAgain(ctx, number, moment); err != nil {
			return err
		}
		r.TakenBack++
	}
	return nil
}
