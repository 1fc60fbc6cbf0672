package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"insider/internal/sabotage"
)

// ofPeople are the tables that guesses are about. What only takes mails out of the outbox goes on behind every answer.
var ofPeople = regexp.MustCompile(`"(subscribers|users|sign_in_links|sessions|stories|consents|suppressions)"`)

// onConflict is what an insert does about a row that is there: what somebody agreed to stays when they are on the list.
var onConflict = regexp.MustCompile(`(ON CONFLICT \([^)]*\)).*`)

// work is what a server asked its PostgreSQL about people: whole transactions and single statements, in their order.
type work struct {
	mu   sync.Mutex
	done []string
}

func (w *work) judge(s sabotage.Statement) sabotage.Fate {
	unit := s.Text
	if s.Within != "" {
		unit = s.Within + "\n" + s.Before + s.Text
	}
	lines := strings.Split(onConflict.ReplaceAllString(unit, "$1"), "\n")
	unit = strings.Join(slices.Compact(lines), "\n") // a connection names a statement twice when it first comes by: prepared, then run
	ends := s.Within == "" || s.Text == "commit" || s.Text == "rollback"
	if ends && ofPeople.MatchString(unit) {
		w.mu.Lock()
		w.done = append(w.done, unit)
		w.mu.Unlock()
	}
	return sabotage.Answered
}

// take returns what was asked since it was taken last.
func (w *work) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	done := w.done
	w.done = nil
	return done
}

// TestNearGuessesAskTheDatabaseTheSame is what no clock can tell: statement by statement a guess that is near leads to the work of
// one that is not, and a wrong link to none.
func TestNearGuessesAskTheDatabaseTheSame(t *testing.T) {
	t.Parallel()
	use, p, db := besidePostgres(t)
	s := start(t, use, noLimits)
	known := func(i int) string { return fmt.Sprintf("k%04d@example.com", i) }
	stranger := func(i int) string { return fmt.Sprintf("s%04d@example.com", i) }
	const n = 3
	for i := range n {
		if a := s.post("/subscribe", "email="+known(i)); a.Status != http.StatusOK {
			t.Fatal(a.Status)
		}
		if _, err := db.Exec("INSERT INTO users (email, role, created_at) VALUES ($1, 'editor', now())", known(i)); err != nil {
			t.Fatal(err)
		}
	}
	guesses := s.tellingGuesses(known, stranger)
	if _, err := db.Exec("UPDATE subscribers SET state = 'confirmed', confirmed_at = asked_at WHERE state = 'pending'"); err != nil {
		t.Fatal(err)
	}
	var w work
	p.Judge(w.judge)
	for name, g := range guesses {
		ask := func(value string) []string {
			w.take()
			if a := s.ask(g, value); a.Status != g.status {
				t.Fatalf("%s: %d", name, a.Status)
			}
			return w.take()
		}
		for i := range n {
			near, far := ask(g.near(i)), ask(g.far(i))
			if !slices.Equal(near, far) {
				t.Errorf("%s: a guess that is near asks\n%s\nanother\n%s", name, strings.Join(near, "\n---\n"), strings.Join(far, "\n---\n"))
			}
			if link := g.status == http.StatusBadRequest; link != (len(near) == 0) {
				t.Errorf("%s asks %d times", name, len(near))
			}
		}
	}
}
