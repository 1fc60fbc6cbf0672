package store

import (
	"net/http"
	"slices"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"

	"insider/internal/downloads"
	"insider/internal/fault"
	"insider/internal/sabotage"
)

// beside opens a fresh PostgreSQL database through somebody who can cut the connection.
func beside(t *testing.T) (*Store, *sabotage.Postgres) {
	t.Helper()
	p, err := sabotage.BesidePostgres(postgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	s, err := Open(t.Context(), Config{URL: p.URL(), Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, p
}

// TestALostCommitIsAskedAbout loses the connection at each place of a transaction: the act is done once, and nobody notices.
func TestALostCommitIsAskedAbout(t *testing.T) {
	s, p := beside(t)
	for _, fate := range []sabotage.Fate{sabotage.Unheard, sabotage.Unanswered, sabotage.HalfAnswered} {
		for _, at := range []string{"begin", "", "commit"} {
			before, err := s.Revision(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var cut atomic.Bool
			p.Judge(func(x sabotage.Statement) sabotage.Fate {
				if (x.Text == at || at == "" && x.Within == "begin") && cut.CompareAndSwap(false, true) {
					return fate
				}
				return sabotage.Answered
			})
			if err := s.write(t.Context(), func(tx *gorm.DB) error { return bumpRevision(tx, s.now()) }); err != nil {
				t.Errorf("cut at %q: %v", at, err)
			}
			if !cut.Load() {
				t.Errorf("nothing was cut at %q", at)
			}
			p.Judge(nil)
			if after, err := s.Revision(t.Context()); after != before+1 || err != nil {
				t.Errorf("fate %d at %q: the act was done %d times, %v", fate, at, after-before, err)
			}
		}
	}
}

// TestWhenNobodyCanBeAskedItIsSaid loses COMMIT and every connection after it.
func TestWhenNobodyCanBeAskedItIsSaid(t *testing.T) {
	s, p := beside(t)
	var away atomic.Bool
	p.Judge(func(x sabotage.Statement) sabotage.Fate {
		if away.Load() {
			return sabotage.Unheard
		}
		if x.Text == "commit" {
			away.Store(true)
			return sabotage.Unanswered
		}
		return sabotage.Answered
	})
	err := s.SetSetting(t.Context(), "a", "b")
	if !fault.Is(err, fault.Unavailable) || fault.Sentence(err) == "This is not possible just now. Please try again in a minute." {
		t.Errorf("a lost COMMIT gave %v", err)
	}
	p.Judge(nil)
	if v, err := s.Setting(t.Context(), "a"); v != "b" || err != nil {
		t.Errorf("afterwards there is %q, %v", v, err)
	}
}

// TestDownloadsAreCountedOnce loses the COMMIT of a batch and every connection after it: the recorder brings the events again, with
// those of meanwhile.
func TestDownloadsAreCountedOnce(t *testing.T) {
	for _, fate := range []sabotage.Fate{sabotage.Unheard, sabotage.Unanswered} {
		s, p := beside(t)
		var away atomic.Bool
		p.Judge(func(x sabotage.Statement) sabotage.Fate {
			if away.Load() {
				return sabotage.Unheard
			}
			if x.Text == "commit" {
				away.Store(true)
				return fate
			}
			return sabotage.Answered
		})
		event := func(agent string) downloads.Event {
			return downloads.Event{Kind: downloads.Feed, Method: http.MethodGet, Agent: agent}
		}
		events := []downloads.Event{event("one"), event("two")}
		if err := s.AppendEvents(t.Context(), 20000, events); !fault.Is(err, fault.Unavailable) {
			t.Fatalf("a lost COMMIT gave %v", err)
		}
		events = append(events, event("three"))
		if err := s.AppendEvents(t.Context(), 20000, events); !fault.Is(err, fault.Unavailable) {
			t.Fatalf("nobody answers, and it gave %v", err)
		}
		p.Judge(nil)
		if err := s.AppendEvents(t.Context(), 20000, events); err != nil {
			t.Fatal(err)
		}
		var agents []string
		err := s.Events(t.Context(), 0, 20001, func(e downloads.Event) error { agents = append(agents, e.Agent); return nil })
		if want := []string{"one", "two", "three"}; !slices.Equal(agents, want) || err != nil {
			t.Errorf("fate %d: counted are %q, %v", fate, agents, err)
		}
	}
}
