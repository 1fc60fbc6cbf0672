package desk

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"insider/internal/account"
	"insider/internal/mail"
)

// shelfSize is how many kept texts wait in memory; beyond, the oldest goes, and is still in the page that was left open.
const shelfSize = 100

// shelf holds kept texts in memory while their owners sign in: first by the mark of the link that was asked for with them, so that the
// browser that asked finds them, whichever tab the link opens in; then by editor and story, until they are saved or dropped.
// Nothing of it is ever on disk. It is safe for concurrent use.
type shelf struct {
	mu   sync.Mutex
	list []shelved // oldest first
}

type shelved struct {
	key   string // a mark, or who and which story
	until time.Time
	kept
}

// put lays a text down, instead of what has its key.
func (s *shelf) put(key string, k kept, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep(key, now)
	if len(s.list) >= shelfSize {
		s.list = s.list[1:]
	}
	over := now.Add(keptLife)
	s.list = append(s.list, shelved{key, over, k})
	time.AfterFunc(keptLife, func() { s.drop("", over) })
}

// look returns the text of a key and leaves it there.
func (s *shelf) look(key string, now time.Time) (kept, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.list {
		if x.key == key && now.Before(x.until) {
			return x.kept, true
		}
	}
	return kept{}, false
}

// drop forgets the text of a key.
func (s *shelf) drop(key string, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep(key, now)
}

// sweep forgets the text of a key and all that are over.
func (s *shelf) sweep(key string, now time.Time) {
	rest := make([]shelved, 0, len(s.list)+1)
	for _, x := range s.list {
		if x.key != key && now.Before(x.until) {
			rest = append(rest, x)
		}
	}
	s.list = rest
}

// layDown keeps the text for the browser that asked for a link, and for the address it asked with. A link that is asked for again
// takes over what the one before it had.
func (d *Desk) layDown(r *http.Request, mark, email string, k kept, is bool) (kept, bool) {
	address, err := mail.ParseAddress(strings.TrimSpace(email))
	if err != nil {
		return kept{}, false
	}
	if !is {
		if k, is = d.shelf.look(d.mark(r), d.Clock()); k.Owner != address.Key() {
			return kept{}, false
		}
	}
	if k.Owner = address.Key(); is {
		d.shelf.put(mark, k, d.Clock())
	}
	return k, is
}

// handOver gives the text that this browser laid down to the editor who just signed in, when it was laid down for that address, and
// returns the page to go to.
func (d *Desk) handOver(r *http.Request, session string) (next string) {
	k, is := d.shelf.look(d.mark(r), d.Clock())
	if !is {
		return "/desk"
	}
	at, err := d.Accounts.Session(r.Context(), session)
	if err != nil || at.User.Email != k.Owner {
		return "/desk" // it is still in the page that was left open
	}
	d.shelf.drop(d.mark(r), d.Clock())
	d.shelf.put(placeOf(at, k.Number), k, d.Clock())
	return k.path()
}

// mark is the mark of the link that this browser asked for, "" for none.
func (d *Desk) mark(r *http.Request) string {
	c, err := r.Cookie(d.cookieName("asked"))
	if err != nil {
		return ""
	}
	return c.Value
}

// placeOf is where an editor's text about a story lies.
func placeOf(at account.Session, number int) string {
	return at.User.Actor() + " " + kept{Number: number}.path()
}
