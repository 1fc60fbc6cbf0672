package store

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"insider/internal/mail"
	"insider/internal/outbox"
)

// addMails writes mails as an act would.
func addMails(t *testing.T, s *Store, mails ...outbox.Mail) {
	t.Helper()
	err := s.write(t.Context(), func(tx *gorm.DB) error {
		for _, m := range mails {
			if err := addMail(tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func mailTo(t *testing.T, n int) outbox.Mail {
	t.Helper()
	to, err := mail.ParseAddress(fmt.Sprintf("reader%d@example.com", n))
	if err != nil {
		t.Fatal(err)
	}
	return outbox.Mail{
		Kind: "confirm", Priority: outbox.Urgent, To: to, Subject: "A subject", Text: "the text", HTML: "<p>the text</p>",
		Headers: map[string]string{"Auto-Submitted": "auto-generated"},
	}
}

func claim(t *testing.T, s *Store, holder string, n int, lease time.Duration) []outbox.Claim {
	t.Helper()
	claims, err := s.ClaimMails(t.Context(), holder, n, s.clock().Add(lease))
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

func finish(t *testing.T, s *Store, holder string, outcomes ...outbox.Outcome) {
	t.Helper()
	if err := s.FinishMails(t.Context(), holder, outcomes); err != nil {
		t.Fatal(err)
	}
}

func counts(t *testing.T, s *Store) outbox.Counts {
	t.Helper()
	c, err := s.OutboxCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAMailIsClaimedAsItWasWritten(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		want := mailTo(t, 1)
		notice := mailTo(t, 2)
		notice.Priority = outbox.Notice
		addMails(t, s, notice, want)
		got := claim(t, s, "a", 10, time.Minute)
		if len(got) != 2 || got[0].Mail.To != want.To || got[0].Mail.Text != want.Text || got[0].Mail.HTML != want.HTML ||
			got[0].Mail.Subject != want.Subject || got[0].Mail.Headers["Auto-Submitted"] != "auto-generated" || got[0].MessageID == got[1].MessageID {
			t.Fatalf("%+v", got)
		}
		select {
		case <-s.MailAdded():
		default:
			t.Error("the sender was not woken")
		}
	})
}

func TestNoTwoHoldersClaimOneMail(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		var stores []*Store
		for range 3 {
			s, err := Open(t.Context(), Config{URL: url, Migrate: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			stores = append(stores, s)
		}
		for n := range 60 {
			addMails(t, stores[0], mailTo(t, n))
		}
		var mu sync.Mutex
		seen := map[int64]int{}
		var group sync.WaitGroup
		for i, s := range stores {
			group.Go(func() {
				for {
					claims := claim(t, s, fmt.Sprint(i), 7, time.Minute)
					if len(claims) == 0 {
						return
					}
					mu.Lock()
					for _, c := range claims {
						seen[c.ID]++
					}
					mu.Unlock()
				}
			})
		}
		group.Wait()
		if len(seen) != 60 {
			t.Errorf("%d of 60 claimed", len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("mail %d was claimed %d times", id, n)
			}
		}
	})
}

func TestWhatTheRelayKeptWaitingIsHurried(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		now := time.Now()
		s.clock = func() time.Time { return now }
		addMails(t, s, mailTo(t, 1), mailTo(t, 2))
		claims := claim(t, s, "a", 2, time.Minute)
		later := now.Add(time.Hour)
		finish(t, s, "a", outbox.Outcome{ID: claims[0].ID, State: outbox.Waiting, Due: later, Sentence: "away", Relay: true, At: now},
			outbox.Outcome{ID: claims[1].ID, State: outbox.Waiting, Due: later, Sentence: "full mailbox", At: now})
		if err := s.HurryMails(t.Context()); err != nil {
			t.Fatal(err)
		}
		if again := claim(t, s, "a", 2, time.Minute); len(again) != 1 || again[0].ID != claims[0].ID {
			t.Fatalf("%+v", again)
		}
	})
}

func TestALeaseThatRanOutIsFreeAgain(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		now := time.Now()
		s.clock = func() time.Time { return now }
		addMails(t, s, mailTo(t, 1))
		first := claim(t, s, "a", 1, time.Minute)
		if again := claim(t, s, "b", 1, time.Minute); len(first) != 1 || len(again) != 0 {
			t.Fatal("claimed twice")
		}
		now = now.Add(2 * time.Minute)
		if again := claim(t, s, "b", 1, time.Minute); len(again) != 1 || again[0].MessageID != first[0].MessageID {
			t.Fatal("the lease holds for ever")
		}
		finish(t, s, "a", outbox.Outcome{ID: first[0].ID, State: outbox.Failed, Sentence: "late", At: now})
		if c := counts(t, s); c.Waiting != 1 || c.Failed != 0 {
			t.Fatalf("whoever lost the lease decided: %+v", c)
		}
	})
}

func TestNobodyWaitsForAYearThatTheClockWasAhead(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		right := time.Now()
		now := right.Add(366 * 24 * time.Hour)
		s.clock = func() time.Time { return now }
		addMails(t, s, mailTo(t, 1), mailTo(t, 2), mailTo(t, 3))
		claims := claim(t, s, "a", 2, time.Minute)
		finish(t, s, "a", outbox.Outcome{ID: claims[0].ID, State: outbox.Waiting, Due: now.Add(time.Minute), Sentence: "away", Relay: true, At: now})
		now = right
		if again := claim(t, s, "b", 10, time.Minute); len(again) != 3 {
			t.Fatalf("%d mails are due", len(again))
		}
		addMails(t, s, mailTo(t, 4))
		if again := claim(t, s, "b", 10, time.Minute); len(again) != 1 {
			t.Fatalf("%d mails are due, claimed ones among them", len(again))
		}
	})
}

func TestNothingPersonalStaysAfterSending(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		addMails(t, s, mailTo(t, 1), mailTo(t, 2))
		claims := claim(t, s, "a", 2, time.Minute)
		now := time.Now()
		finish(t, s, "a", outbox.Outcome{ID: claims[0].ID, State: outbox.Sent, At: now},
			outbox.Outcome{ID: claims[1].ID, State: outbox.Failed, Sentence: "The relay refused the recipient (550 5.1.1).", At: now})
		var rows []mailRow
		if err := s.reader.Order("id").Find(&rows).Error; err != nil || len(rows) != 2 {
			t.Fatal(rows, err)
		}
		for _, r := range rows {
			if r.Recipient+r.Subject+r.Text+r.HTML+r.Headers != "" || r.Kind != "confirm" || r.EndedAt == nil || r.Attempts != 1 {
				t.Errorf("%+v", r)
			}
		}
		if err := s.PruneMails(t.Context(), now.Add(time.Hour), now.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		if c := counts(t, s); c.Failed != 1 || c.Waiting != 0 {
			t.Errorf("%+v", c)
		}
		if err := s.PruneMails(t.Context(), now.Add(time.Hour), now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if c := counts(t, s); c.Failed != 0 {
			t.Errorf("%+v", c)
		}
	})
}

func TestHeldMailWaits(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if err := s.HoldMail(t.Context(), true, "editor:1"); err != nil {
			t.Fatal(err)
		}
		addMails(t, s, mailTo(t, 1))
		if got := claim(t, s, "a", 1, time.Minute); len(got) != 0 {
			t.Fatal("a held mail was claimed")
		}
		if c := counts(t, s); !c.Held || !c.Slow || c.Waiting != 1 || c.Oldest.IsZero() {
			t.Fatalf("%+v", c)
		}
		if err := s.HoldMail(t.Context(), false, "editor:1"); err != nil {
			t.Fatal(err)
		}
		if got := claim(t, s, "a", 1, time.Minute); len(got) != 1 {
			t.Fatal("the switch is stuck")
		}
		entries, err := s.AuditEntries(t.Context(), 0, 10)
		if err != nil || len(entries) != 2 || entries[0].Act != "mail.off" || entries[1].Act != "mail.on" || entries[0].Actor != "editor:1" {
			t.Fatalf("%+v, %v", entries, err)
		}
		if held, err := s.MailHeld(t.Context()); held || err != nil {
			t.Fatal(held, err)
		}
	})
}

func TestHeldMailIsTriedForItsWholeLifeOnceItIsLetGo(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		now := time.Now().UTC().Truncate(time.Microsecond)
		s.clock = func() time.Time { return now }
		hold := func(on bool) {
			if err := s.HoldMail(t.Context(), on, "operator"); err != nil {
				t.Fatal(err)
			}
		}
		addMails(t, s, mailTo(t, 1))
		written := now
		hold(true)
		now = now.Add(2 * outbox.Life)
		hold(true)
		if c := counts(t, s); !c.Oldest.Equal(written) {
			t.Fatalf("held twice it is younger: %+v", c)
		}
		hold(false)
		if got := claim(t, s, "a", 1, time.Minute); len(got) != 1 || !got[0].Created.Equal(now) {
			t.Fatalf("%+v", got)
		}
		now = now.Add(time.Hour)
		hold(false)
		if c := counts(t, s); !c.Oldest.Equal(now.Add(-time.Hour)) {
			t.Fatalf("let go twice it is younger: %+v", c)
		}
	})
}

func TestDecoysAreNeverClaimedAndSoonGone(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		decoy := mailTo(t, 1)
		decoy.Decoy = true
		addMails(t, s, decoy)
		if c := counts(t, s); c.Waiting != 0 {
			t.Fatalf("%+v", c)
		}
		if got := claim(t, s, "a", 10, time.Minute); len(got) != 0 {
			t.Fatalf("%+v", got)
		}
		var left int64
		if err := s.reader.Model(&mailRow{}).Count(&left).Error; err != nil || left != 0 {
			t.Fatal(left, err)
		}
	})
}

func TestSlowMeansForEverybody(t *testing.T) {
	retry := func(c outbox.Claim, relay bool, at time.Time) outbox.Outcome {
		return outbox.Outcome{ID: c.ID, State: outbox.Waiting, Due: at.Add(time.Hour), Sentence: "no", Relay: relay, At: at}
	}
	each(t, func(t *testing.T, s *Store) {
		now := time.Now()
		for n := range 5 {
			addMails(t, s, mailTo(t, n))
		}
		c := claim(t, s, "a", 10, time.Minute)
		if counts(t, s).Slow {
			t.Fatal("slow before a try")
		}
		finish(t, s, "a", retry(c[0], false, now), retry(c[1], false, now))
		if got := counts(t, s); got.Slow || got.Failing != 2 {
			t.Fatalf("two recipients in trouble are not everybody: %+v", got)
		}
		finish(t, s, "a", retry(c[2], false, now))
		if !counts(t, s).Slow {
			t.Fatal("three in a row are")
		}
		finish(t, s, "a", outbox.Outcome{ID: c[3].ID, State: outbox.Sent, At: now.Add(time.Second)})
		if counts(t, s).Slow {
			t.Fatal("a success ends it")
		}
		finish(t, s, "a", retry(c[4], true, now.Add(2*time.Second)))
		if !counts(t, s).Slow {
			t.Fatal("a relay out of reach is everybody's trouble at once")
		}
	})
}

func TestALongTextSurvives(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		m := mailTo(t, 1)
		m.Text = strings.Repeat("ä\n", 100_000)
		addMails(t, s, m)
		if got := claim(t, s, "a", 1, time.Minute); len(got) != 1 || got[0].Mail.Text != m.Text {
			t.Fatal("cut")
		}
	})
}
