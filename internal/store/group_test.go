package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"insider/internal/fault"
)

// queue makes the acts wait until all stand in the queue, then lets them go; it returns their errors.
func queue(t *testing.T, s *Store, acts ...func(tx *gorm.DB) error) []error {
	t.Helper()
	s.group.turn <- struct{}{}
	errs := make([]error, len(acts))
	var running sync.WaitGroup
	for i, fn := range acts {
		running.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("panicked: %v", p)
				}
			}()
			errs[i] = s.write(t.Context(), fn)
		})
		waitFor(t, func() bool {
			s.group.mu.Lock()
			defer s.group.mu.Unlock()
			return len(s.group.waiting) == i+1
		})
	}
	<-s.group.turn
	running.Wait()
	return errs
}

func waitFor(t *testing.T, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain")
		}
	}
}

func sqliteStore(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.Context(), Config{URL: "sqlite:" + t.TempDir() + "/a.db", Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func set(s *Store, name string) func(tx *gorm.DB) error {
	return func(tx *gorm.DB) error { return setSetting(tx, name, "yes", s.now()) }
}

func isSet(t *testing.T, s *Store, name string) bool {
	t.Helper()
	value, err := s.Setting(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return value == "yes"
}

// TestActsThatWaitShareACommit gathers acts; each ends by itself.
func TestActsThatWaitShareACommit(t *testing.T) {
	s := sqliteStore(t)
	stop := errors.New("stop")
	runs := 0
	errs := queue(t, s,
		set(s, "first"),
		func(tx *gorm.DB) error { return errors.Join(set(s, "refused")(tx), stop) },
		func(tx *gorm.DB) error { _ = set(s, "panicked")(tx); panic("at the third") },
		func(tx *gorm.DB) error { runs++; return set(s, "last")(tx) },
		func(tx *gorm.DB) error { // a duplicate undoes its statement alone
			if err := tx.Exec("INSERT INTO settings (name, value, changed_at) VALUES ('first', 'x', 0)").Error; err == nil {
				return errors.New("no duplicate")
			}
			return fault.New(fault.Conflict, "This exists already.")
		},
		set(s, "after"))
	if errs[0] != nil || errs[3] != nil || errs[5] != nil {
		t.Error(errs)
	}
	if !errors.Is(errs[1], stop) || errs[2] == nil || errs[2].Error() != "panicked: at the third" || !fault.Is(errs[4], fault.Conflict) {
		t.Errorf("the others ended with %v", errs)
	}
	for name, want := range map[string]bool{"first": true, "refused": false, "panicked": false, "last": true, "after": true} {
		if isSet(t, s, name) != want {
			t.Errorf("%s is on disk: %v", name, !want)
		}
	}
	if runs != 1 {
		t.Errorf("an act ran %d times though nothing went badly", runs)
	}
}

// TestABadErrorPartsTheGroup lets an act end the whole transaction, as a full disk would: the others are then run by themselves.
func TestABadErrorPartsTheGroup(t *testing.T) {
	s := sqliteStore(t)
	errs := queue(t, s,
		set(s, "before"),
		func(tx *gorm.DB) error {
			return errors.Join(tx.Exec("ROLLBACK").Error, tx.Exec("SELECT * FROM nowhere").Error)
		},
		set(s, "after"))
	if errs[0] != nil || errs[1] == nil || errs[2] != nil {
		t.Error(errs)
	}
	if !isSet(t, s, "before") || !isSet(t, s, "after") {
		t.Error("an act was lost beside one that failed badly")
	}
}

// TestAnActThatGaveUpIsNeverBegun ends contexts before and after the turn.
func TestAnActThatGaveUpIsNeverBegun(t *testing.T) {
	s := sqliteStore(t)
	s.group.turn <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.write(ctx, set(s, "never")) }()
	waitFor(t, func() bool { s.group.mu.Lock(); defer s.group.mu.Unlock(); return len(s.group.waiting) == 1 })
	cancel()
	if err := <-ended; !fault.Is(err, fault.Unavailable) {
		t.Errorf("it ended with %v", err)
	}
	<-s.group.turn

	if isSet(t, s, "never") {
		t.Error("an act ran after its caller was told that it did not")
	}
}

// TestAnActThatHasBegunIsToldTheTruth gives up while its group runs.
func TestAnActThatHasBegunIsToldTheTruth(t *testing.T) {
	s := sqliteStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	s.group.turn <- struct{}{}
	go func() { ended <- s.write(ctx, set(s, "begun")) }()
	waitFor(t, func() bool { s.group.mu.Lock(); defer s.group.mu.Unlock(); return len(s.group.waiting) == 1 })
	other := make(chan error, 1)
	go func() {
		other <- s.write(t.Context(), func(tx *gorm.DB) error { cancel(); return set(s, "beside")(tx) })
	}()
	waitFor(t, func() bool { s.group.mu.Lock(); defer s.group.mu.Unlock(); return len(s.group.waiting) == 2 })
	s.group.lead()
	<-s.group.turn
	if err := <-ended; err != nil || !isSet(t, s, "begun") {
		t.Errorf("it ended with %v, on disk: %v", err, isSet(t, s, "begun"))
	}
	if err := <-other; err != nil || !isSet(t, s, "beside") {
		t.Error(err)
	}
}
