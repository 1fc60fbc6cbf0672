package account_test

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"insider/internal/account"
	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/outbox"
	"insider/internal/store"
	"insider/internal/store/storetest"
)

// door is a service on a real database with a clock that the test moves.
type door struct {
	*account.Service
	store *store.Store
	mu    sync.Mutex
	now   time.Time
}

func (d *door) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

func each(t *testing.T, test func(t *testing.T, d *door)) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := &door{store: s, now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
		d.Service = &account.Service{
			Store: s,
			Clock: func() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.now },
			URL:   func(secret string) string { return "https://example.org/desk/sign-in?token=" + secret },
			Letter: func(to mail.Address, link string) (outbox.Mail, error) {
				return outbox.Mail{Kind: "sign-in", Priority: outbox.Urgent, To: to, Subject: "Sign in", Text: link}, nil
			},
		}
		test(t, d)
	})
}

// mailed returns the secrets of the sign-in links that wait in the outbox for the address.
func (d *door) mailed(t *testing.T, to string) (secrets []string) {
	t.Helper()
	claims, err := d.store.ClaimMails(t.Context(), "test", 50, time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range claims {
		_, secret, ok := strings.Cut(c.Mail.Text, "token=")
		if c.Mail.To.String() != to || !ok {
			t.Fatalf("mail to %s: %q", c.Mail.To, c.Mail.Text)
		}
		secrets = append(secrets, secret)
	}
	return secrets
}

func (d *door) signIn(t *testing.T, secret string) string {
	t.Helper()
	session, err := d.SignIn(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func (d *door) add(t *testing.T, email string) string {
	t.Helper()
	secret, err := d.AddEditor(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

func TestALinkSignsInOnce(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		secret := d.add(t, " Ed@Example.com ")
		for range 2 {
			if err := d.Check(t.Context(), secret); err != nil {
				t.Fatalf("looking used the link: %v", err)
			}
		}
		var group sync.WaitGroup
		sessions := make([]string, 6)
		for i := range sessions {
			group.Go(func() { sessions[i], _ = d.SignIn(t.Context(), secret) })
		}
		group.Wait()
		opened := 0
		for _, session := range sessions {
			if session == "" {
				continue
			}
			opened++
			x, err := d.Session(t.Context(), session)
			if err != nil || x.User.Email != "ed@example.com" || x.User.Role != account.Editor || x.User.Name() != "ed" {
				t.Fatalf("%+v, %v", x, err)
			}
		}
		if opened != 1 {
			t.Fatalf("the link opened %d times", opened)
		}
		if err := d.Check(t.Context(), secret); !fault.Is(err, fault.Gone) {
			t.Fatalf("a used link: %v", err)
		}
		if err := d.store.VerifyAudit(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnOperatorSignsOut(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		eds := []string{d.signIn(t, d.add(t, "ed@example.com")), d.signIn(t, d.add(t, "ed@example.com"))}
		waiting, ann := d.add(t, "ed@example.com"), d.signIn(t, d.add(t, "ann@example.com"))
		if n, err := d.SignOut(t.Context(), " ED@example.com "); err != nil || n != 2 {
			t.Fatalf("%d, %v", n, err)
		}
		for _, session := range eds {
			if _, err := d.Session(t.Context(), session); !fault.Is(err, fault.Forbidden) {
				t.Errorf("a session lives on: %v", err)
			}
		}
		if _, err := d.SignIn(t.Context(), waiting); !fault.Is(err, fault.Gone) {
			t.Errorf("a link that waited opens: %v", err)
		}
		if _, err := d.Session(t.Context(), ann); err != nil {
			t.Errorf("somebody else was signed out: %v", err)
		}
		d.signIn(t, d.add(t, "ed@example.com")) // may come back
		if n, err := d.SignOut(t.Context(), ""); err != nil || n != 2 {
			t.Errorf("all: %d, %v", n, err)
		}
		if _, err := d.SignOut(t.Context(), "nobody@example.com"); !fault.Is(err, fault.NotFound) || !strings.Contains(fault.Sentence(err), "nobody@example.com has no account") {
			t.Errorf("nobody: %v", err)
		}
		if entries, err := d.store.AuditOf(t.Context(), "editor:1"); err != nil || entries[len(entries)-1].Act != "user.sign-out" || d.store.VerifyAudit(t.Context()) != nil {
			t.Errorf("%+v, %v", entries, err)
		}
	})
}

// TestSecretsCannotBeGuessed looks at links and sessions: 26 letters of 32, 130 bits, and never the same.
func TestSecretsCannotBeGuessed(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		whole, seen := regexp.MustCompile(`^[A-Z2-7]{26}$`), map[string]bool{}
		for range 50 {
			link := d.add(t, "ed@example.com")
			for _, secret := range []string{link, d.signIn(t, link)} {
				if !whole.MatchString(secret) || seen[secret] {
					t.Fatalf("%q can be guessed, or was given before", secret)
				}
				seen[secret] = true
			}
		}
	})
}

func TestALinkLivesAQuarterOfAnHour(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		secret := d.add(t, "ed@example.com")
		d.pass(account.LinkLife - time.Second)
		if err := d.Check(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		d.pass(time.Second)
		if err := d.Check(t.Context(), secret); !fault.Is(err, fault.Gone) {
			t.Fatalf("%v", err)
		}
		if _, err := d.SignIn(t.Context(), secret); !fault.Is(err, fault.Gone) {
			t.Fatalf("%v", err)
		}
		for _, wrong := range []string{"", "x", strings.Repeat("A", 26), strings.Repeat("x", 5000)} {
			if _, err := d.SignIn(t.Context(), wrong); !fault.Is(err, fault.Gone) {
				t.Errorf("%.10q: %v", wrong, err)
			}
		}
	})
}

// TestAClockThatWasAYearAhead opens nothing of that year, and locks nobody out for it.
func TestAClockThatWasAYearAhead(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		d.add(t, "ed@example.com")
		d.pass(366 * 24 * time.Hour)
		for range 4 {
			if _, err := d.Ask(t.Context(), "ed@example.com"); err != nil {
				t.Fatal(err)
			}
		}
		links := d.mailed(t, "ed@example.com")
		late, err := d.SignIn(t.Context(), links[0])
		if err != nil {
			t.Fatal(err)
		}
		d.pass(-366 * 24 * time.Hour)
		if _, err := d.SignIn(t.Context(), links[1]); !fault.Is(err, fault.Gone) {
			t.Errorf("a link of the next year: %v", err)
		}
		if _, err := d.Session(t.Context(), late); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a session of the next year: %v", err)
		}
		if _, err := d.Ask(t.Context(), "ed@example.com"); err != nil {
			t.Fatal(err)
		}
		if links := d.mailed(t, "ed@example.com"); len(links) != 1 {
			t.Fatalf("%d links", len(links))
		}
	})
}

func TestASessionOutlivesAClockThatIsADayBehind(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		session, err := d.SignIn(t.Context(), d.add(t, "ed@example.com"))
		if err != nil {
			t.Fatal(err)
		}
		d.pass(-24 * time.Hour)
		if _, err := d.Session(t.Context(), session); err != nil {
			t.Error(err)
		}
	})
}

func TestAMarkIsOfItsLinkOnly(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		d.add(t, "ed@example.com")
		mark, err := d.Ask(t.Context(), "ed@example.com")
		if err != nil {
			t.Fatal(err)
		}
		decoy, err := d.Ask(t.Context(), "nobody@example.com")
		if err != nil || len(decoy) != len(mark) || decoy == mark {
			t.Fatalf("%q, %q, %v", mark, decoy, err)
		}
		secret := d.mailed(t, "ed@example.com")[0]
		if account.Mark(secret) != mark || strings.Contains(mark, secret) {
			t.Fatalf("%q is the mark of %q", mark, secret)
		}
		if _, err := d.SignIn(t.Context(), mark); !fault.Is(err, fault.Gone) {
			t.Fatalf("a mark opens: %v", err)
		}
	})
}

func TestAskingTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		d.add(t, "ed@example.com")
		if _, err := d.Ask(t.Context(), "stranger@example.com"); err != nil {
			t.Fatal(err)
		}
		if secrets := d.mailed(t, "nobody"); len(secrets) != 0 {
			t.Fatalf("a stranger got %d mails", len(secrets))
		}
		for range 6 {
			if _, err := d.Ask(t.Context(), "ED@example.com"); err != nil {
				t.Fatal(err)
			}
		}
		secrets := d.mailed(t, "ED@example.com")
		if len(secrets) != 2 { // three may be alive at once, and the first was handed over by the command
			t.Fatalf("an editor got %d mails", len(secrets))
		}
		d.signIn(t, secrets[1])
		d.pass(account.LinkLife)
		if _, err := d.Ask(t.Context(), "ed@example.com"); err != nil {
			t.Fatal(err)
		}
		if secrets := d.mailed(t, "ed@example.com"); len(secrets) != 1 {
			t.Fatalf("later an editor got %d mails", len(secrets))
		}
		if _, err := d.Ask(t.Context(), "no address"); len(fault.FieldsOf(err)) != 1 {
			t.Fatalf("%v", err)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		idle, busy := d.signIn(t, d.add(t, "ed@example.com")), d.signIn(t, d.add(t, "ed@example.com"))
		for range 12 { // a visit each week
			d.pass(7 * 24 * time.Hour)
			if _, err := d.Session(t.Context(), busy); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.Session(t.Context(), idle); !fault.Is(err, fault.Forbidden) {
			t.Fatalf("an idle session: %v", err)
		}
		x, err := d.Session(t.Context(), busy)
		if err != nil || !x.Expires().Equal(x.Created.Add(account.SessionLimit)) {
			t.Fatalf("%+v, %v", x, err)
		}
		d.pass(7 * 24 * time.Hour)
		if _, err := d.Session(t.Context(), busy); !fault.Is(err, fault.Forbidden) {
			t.Fatalf("a session of more than 90 days: %v", err)
		}
	})
}

// full is a store on a disk without room: a visit cannot be noted.
type full struct{ account.Store }

func (full) TouchSession(context.Context, int64, time.Time) error {
	return fault.New(fault.Unavailable, "The disk is full.")
}

func TestAVisitThatCannotBeNotedLocksNobodyOut(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		session := d.signIn(t, d.add(t, "ed@example.com"))
		d.pass(2 * time.Hour)
		d.Store = full{d.store}
		if x, err := d.Session(t.Context(), session); err != nil || d.now.Sub(x.Seen) != 2*time.Hour {
			t.Fatalf("%+v, %v", x, err)
		}
		d.Store = d.store
		if x, err := d.Session(t.Context(), session); err != nil || !x.Seen.Equal(d.now) {
			t.Fatalf("%+v, %v", x, err)
		}
	})
}

func TestOnesOwnSessionsAreListedAndEnded(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		here, there := d.signIn(t, d.add(t, "ed@example.com")), d.signIn(t, d.add(t, "ed@example.com"))
		other := d.signIn(t, d.add(t, "ann@example.com"))
		x, err := d.Session(t.Context(), there)
		if err != nil {
			t.Fatal(err)
		}
		list, err := d.Sessions(t.Context(), x.User.ID)
		if err != nil || len(list) != 2 {
			t.Fatalf("%+v, %v", list, err)
		}
		stranger, _ := d.Session(t.Context(), other)
		if err := d.EndSession(t.Context(), stranger.User.ID, x.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Session(t.Context(), there); err != nil {
			t.Fatalf("somebody else ended it: %v", err)
		}
		if err := d.EndSession(t.Context(), x.User.ID, x.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Session(t.Context(), there); !fault.Is(err, fault.Forbidden) {
			t.Fatalf("%v", err)
		}
		if _, err := d.Session(t.Context(), here); err != nil {
			t.Fatal(err)
		}
	})
}

func TestTheFirstLinkMakesOneOwner(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		one, err := d.FirstLink(t.Context(), "David@example.com")
		if err != nil || one == "" {
			t.Fatal(one, err)
		}
		two, err := d.FirstLink(t.Context(), "willem@example.com")
		if err != nil || two == "" {
			t.Fatal(two, err)
		}
		x, err := d.Session(t.Context(), d.signIn(t, two))
		if err != nil || x.User.Role != account.Owner || x.User.Email != "willem@example.com" {
			t.Fatalf("%+v, %v", x, err)
		}
		if _, err := d.SignIn(t.Context(), one); !fault.Is(err, fault.Gone) {
			t.Fatalf("a second first link: %v", err)
		}
		if none, err := d.FirstLink(t.Context(), "david@example.com"); err != nil || none != "" {
			t.Fatalf("%q, %v", none, err)
		}
	})
}
