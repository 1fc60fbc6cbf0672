package story_test

import (
	"testing"
	"time"

	"insider/internal/account"
	"insider/internal/outbox"
	"insider/internal/store"
	"insider/internal/story"
)

// addUser lets somebody in, so that there is somebody to tell.
func addUser(t *testing.T, s *store.Store, email string) {
	t.Helper()
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	l := account.Link{Digest: []byte(email), Purpose: account.SignIn, Created: now, Expires: now.Add(time.Minute)}
	if err := s.AddUser(t.Context(), email, account.Editor, l); err != nil {
		t.Fatal(err)
	}
}

// mails returns the subjects of the mails that wait.
func mails(t *testing.T, s *store.Store) (subjects []string) {
	t.Helper()
	until := time.Now().Add(time.Hour)
	claims, err := s.ClaimMails(t.Context(), "test", 50, until)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range claims {
		if c.Mail.Kind != "notice" || c.Mail.Priority != outbox.Notice {
			t.Fatalf("%+v", c.Mail)
		}
		subjects = append(subjects, c.Mail.To.String()+" "+c.Mail.Subject)
	}
	return subjects
}

func TestEditorsAreToldHourlyAtMost(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		notify := func(want ...string) {
			t.Helper()
			for range 2 { // the second call finds nothing to tell
				if err := d.Notify(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			got := mails(t, d.store)
			if len(got) != len(want) {
				t.Fatalf("mails %q, want %q", got, want)
			}
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("mails %q, want %q", got, want)
				}
			}
		}
		send(t, d, sample())
		notify() // nobody to tell
		addUser(t, d.store, "ed@example.com")
		addUser(t, d.store, "ann@example.com")
		notify("ed@example.com New: ST-1", "ann@example.com New: ST-1")
		send(t, d, sample())
		taken := send(t, d, sample())
		send(t, d, sample())
		d.pass(59 * time.Minute)
		notify() // too early
		if err := d.Withdraw(t.Context(), taken.Code); err != nil {
			t.Fatal(err)
		}
		do(t, d, 4, story.Accept) // somebody saw it already
		d.pass(2 * time.Minute)
		notify("ed@example.com New: ST-2", "ann@example.com New: ST-2")
		d.pass(2 * time.Hour)
		notify()
	})
}
