package store

import (
	"fmt"
	"sync"
	"testing"

	"gorm.io/gorm"

	"insider/internal/audit"
)

// act writes one entry as an act of an editor would.
func act(t *testing.T, s *Store, n int) {
	t.Helper()
	err := s.write(t.Context(), func(tx *gorm.DB) error {
		return appendAudit(tx, audit.Entry{
			Actor: "editor:1", Act: "story.publish", Subject: fmt.Sprintf("story:%d", n%3), Details: map[string]string{"slug": "ü", "n": fmt.Sprint(n)},
		})
	})
	if err != nil {
		t.Error(err)
	}
}

func TestActsOfManyMakeOneChain(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if err := s.VerifyAudit(t.Context()); err != nil {
			t.Fatal("the empty chain:", err)
		}
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for n := range 5 {
					act(t, s, n)
				}
			})
		}
		group.Wait()
		if err := s.VerifyAudit(t.Context()); err != nil {
			t.Fatal(err)
		}
		entries, err := s.AuditEntries(t.Context(), 5, 10)
		if err != nil || len(entries) != 10 || entries[0].Number != 6 || entries[0].Details["slug"] != "ü" {
			t.Fatalf("%+v, %v", entries, err)
		}
		of, err := s.AuditOf(t.Context(), "story:2")
		if err != nil || len(of) != 4 {
			t.Fatalf("%d entries of one story, %v", len(of), err)
		}
	})
}

func TestAnActThatFailsLeavesNoEntry(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		act(t, s, 0)
		stop := fmt.Errorf("stop")
		_ = s.write(t.Context(), func(tx *gorm.DB) error {
			if err := appendAudit(tx, audit.Entry{Actor: "editor:1", Act: "x"}); err != nil {
				t.Error(err)
			}
			return stop
		})
		act(t, s, 1)
		if err := s.VerifyAudit(t.Context()); err != nil {
			t.Fatal(err)
		}
		if entries, err := s.AuditEntries(t.Context(), 0, 10); err != nil || len(entries) != 2 {
			t.Fatalf("%d, %v", len(entries), err)
		}
	})
}

func TestTamperedRowsAreFound(t *testing.T) {
	for name, statement := range map[string]string{
		"changed":   "UPDATE audit_entries SET actor = 'editor:2' WHERE number = 2",
		"retimed":   "UPDATE audit_entries SET at = '2020-01-01 00:00:00+00:00' WHERE number = 2",
		"left out":  "DELETE FROM audit_entries WHERE number = 2",
		"cut":       "DELETE FROM audit_entries WHERE number = 3",
		"cut head":  "UPDATE audit_head SET number = 2",
		"forgotten": "UPDATE audit_entries SET details = '{}' WHERE number = 2",
	} {
		t.Run(name, func(t *testing.T) {
			s := openFile(t)
			for n := range 3 {
				act(t, s, n)
			}
			exec(t, s.pools[0], statement)
			if err := s.VerifyAudit(t.Context()); err == nil {
				t.Fatal("not found")
			}
		})
	}
}
