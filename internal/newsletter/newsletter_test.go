package newsletter_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/fault"
	"insider/internal/limit"
	"insider/internal/mail"
	"insider/internal/newsletter"
	"insider/internal/outbox"
	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/token"
	"insider/templates"
)

// house is a list over a real database, with a clock that tests move.
type house struct {
	*newsletter.Service
	t     *testing.T
	store *store.Store
	now   time.Time
}

var (
	home     = netip.MustParseAddr("192.0.2.1")
	linkForm = regexp.MustCompile(`https://insider\.example/root(/subscribe/\w+)\?token=(\S+)`)
)

func each(t *testing.T, test func(h *house)) {
	t.Helper()
	storetest.EachURL(t, func(t *testing.T, url string) { test(open(t, url)) })
}

func open(t *testing.T, address string) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return h.now }
	h.store = storetest.Open(t, store.Config{URL: address, Migrate: true, Clock: clock})
	key, err := h.store.SuppressionKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ring, err := token.NewRing([]byte("a key for the links of these tests"))
	if err != nil {
		t.Fatal(err)
	}
	words, err := mail.NewTemplates(templates.FS, func() mail.Frame {
		return mail.Frame{Show: "Two Pens", Site: "https://insider.example/root/"}
	})
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse("https://insider.example/root")
	if err != nil {
		t.Fatal(err)
	}
	h.Service = &newsletter.Service{
		Store: h.store, Templates: words, Ring: ring, Key: key, Base: base, Clock: clock,
		Gate: &limit.Gate{Network: limit.New(1000, 10*time.Minute, clock), All: limit.New(2000, time.Minute, clock)},
	}
	return h
}

func (h *house) signUp(email string) {
	h.t.Helper()
	if _, err := h.SignUp(h.t.Context(), email, home); err != nil {
		h.t.Fatal(err)
	}
}

// post takes every mail out of the outbox, as if it was sent.
func (h *house) post() []outbox.Mail {
	h.t.Helper()
	claims, err := h.store.ClaimMails(h.t.Context(), "post", 100, h.now.Add(time.Minute))
	if err != nil {
		h.t.Fatal(err)
	}
	var mails []outbox.Mail
	var outcomes []outbox.Outcome
	for _, c := range claims {
		mails = append(mails, c.Mail)
		outcomes = append(outcomes, outbox.Outcome{ID: c.ID, State: outbox.Sent, At: h.now})
	}
	if err := h.store.FinishMails(h.t.Context(), "post", outcomes); err != nil {
		h.t.Fatal(err)
	}
	return mails
}

// one returns the one mail that waits.
func (h *house) one(kind string) outbox.Mail {
	h.t.Helper()
	mails := h.post()
	if len(mails) != 1 || mails[0].Kind != kind {
		h.t.Fatalf("want one mail %q, got %+v", kind, mails)
	}
	return mails[0]
}

// link returns the token of the link to a path in a mail.
func (h *house) link(m outbox.Mail, path string) string {
	h.t.Helper()
	for _, found := range linkForm.FindAllStringSubmatch(m.Text, -1) {
		if found[1] == path {
			signed, err := url.QueryUnescape(found[2])
			if err != nil {
				h.t.Fatal(err)
			}
			return signed
		}
	}
	h.t.Fatalf("no link to %s in\n%s", path, m.Text)
	return ""
}

func (h *house) confirmed(email string) (leave string) {
	h.t.Helper()
	h.signUp(email)
	if err := h.Confirm(h.t.Context(), h.link(h.one("confirm"), "/subscribe/confirm")); err != nil {
		h.t.Fatal(err)
	}
	h.signUp(email)
	return h.link(h.one("already"), "/subscribe/leave")
}

func (h *house) want(pending, confirmed int) {
	h.t.Helper()
	c, err := h.Counts(h.t.Context())
	if err != nil || c.Pending != pending || c.Confirmed != confirmed {
		h.t.Fatalf("%+v, %v; want %d pending, %d confirmed", c, err, pending, confirmed)
	}
}

func TestFromTheFormToTheList(t *testing.T) {
	each(t, func(h *house) {
		address, err := h.SignUp(h.t.Context(), "  Reader@Example.com ", home)
		if err != nil || address.String() != "Reader@example.com" {
			h.t.Fatal(address, err)
		}
		h.want(1, 0)
		m := h.one("confirm")
		if m.To != address || m.Headers["List-Unsubscribe"] != "" || strings.Contains(m.Text+m.HTML, "Reader@") {
			h.t.Errorf("%+v", m)
		}
		link := h.link(m, "/subscribe/confirm")
		if err := h.CheckConfirm(link); err != nil {
			h.t.Error(err)
		}
		h.want(1, 0)  // looking changes nothing
		for range 2 { // pressing twice is fine
			if err := h.Confirm(h.t.Context(), link); err != nil {
				h.t.Fatal(err)
			}
			h.want(0, 1)
		}
		list, err := h.List(h.t.Context(), newsletter.Confirmed, 0, 10)
		if err != nil || len(list) != 1 || list[0].Email != "Reader@example.com" || !list[0].Confirmed.Equal(h.now) {
			h.t.Fatalf("%+v, %v", list, err)
		}
		records, err := h.store.Consents(h.t.Context(), "list:"+list[0].ID)
		if err != nil || len(records) != 2 || records[0].Wording != newsletter.Wording || !records[0].At.Equal(h.now) || records[1].What != "letter-confirmed" {
			h.t.Fatalf("%+v, %v", records, err)
		}
	})
}

func TestOneConfirmationMailADay(t *testing.T) {
	each(t, func(h *house) {
		for _, spelling := range []string{"reader@example.com", "READER@example.com", "reader@EXAMPLE.com"} {
			h.signUp(spelling)
		}
		if m := h.one("confirm"); m.To.String() != "reader@example.com" {
			h.t.Fatal(m.To)
		}
		h.want(1, 0)
		h.now = h.now.Add(24*time.Hour - time.Second)
		h.signUp("reader@example.com")
		if mails := h.post(); len(mails) != 0 {
			h.t.Fatalf("%+v", mails)
		}
		h.now = h.now.Add(time.Second)
		h.signUp("Reader@Example.com")
		if m := h.one("confirm"); m.To.String() != "reader@example.com" {
			h.t.Fatal("another spelling may be another mailbox:", m.To)
		}
	})
}

func TestAMailOfAClockThatWasWrongKeepsNobodyWaiting(t *testing.T) {
	each(t, func(h *house) {
		right := h.now
		h.now = right.Add(366 * 24 * time.Hour)
		h.signUp("reader@example.com")
		h.one("confirm")
		h.now = right
		h.signUp("reader@example.com")
		h.one("confirm")
	})
}

func TestWhoIsOnTheListIsToldOnceADay(t *testing.T) {
	each(t, func(h *house) {
		h.confirmed("reader@example.com") // asks once more itself
		h.signUp("reader@example.com")
		if mails := h.post(); len(mails) != 0 {
			h.t.Fatalf("%+v", mails)
		}
		h.now = h.now.Add(24 * time.Hour)
		h.signUp("reader@example.com")
		m := h.one("already")
		if m.Headers["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" || !strings.HasPrefix(m.Headers["List-Unsubscribe"], "<https://insider.example/root/subscribe/leave?token=") {
			h.t.Errorf("%+v", m.Headers)
		}
		h.want(0, 1)
	})
}

func TestAnExpiredLinkGivesANewOneInOnePress(t *testing.T) {
	each(t, func(h *house) {
		h.signUp("reader@example.com")
		link := h.link(h.one("confirm"), "/subscribe/confirm")
		h.now = h.now.Add(newsletter.LinkLife)
		if err := h.CheckConfirm(link); !errors.Is(err, token.ErrExpired) {
			h.t.Fatal(err)
		}
		if err := h.Confirm(h.t.Context(), link); !errors.Is(err, token.ErrExpired) {
			h.t.Fatal(err)
		}
		h.want(1, 0)
		address, err := h.Renew(h.t.Context(), link, home)
		if err != nil || address.String() != "reader@example.com" {
			h.t.Fatal(address, err)
		}
		if err := h.Confirm(h.t.Context(), h.link(h.one("confirm"), "/subscribe/confirm")); err != nil {
			h.t.Fatal(err)
		}
		h.want(0, 1)
	})
}

func TestLeavingTakesBackWhatWaits(t *testing.T) {
	each(t, func(h *house) {
		leave := h.confirmed("reader@example.com")
		h.now = h.now.Add(25 * time.Hour)
		h.signUp("reader@example.com")
		h.signUp("other@example.com")
		if _, err := h.Leave(h.t.Context(), leave, ""); err != nil {
			h.t.Fatal(err)
		}
		if left := h.one("confirm"); left.To.String() != "other@example.com" {
			h.t.Fatalf("waits after leaving: %s to %s", left.Kind, left.To)
		}
	})
}

func TestLeavingAndComingBack(t *testing.T) {
	each(t, func(h *house) {
		leave := h.confirmed("reader@example.com")
		if err := h.CheckLeave(leave); err != nil {
			h.t.Fatal(err)
		}
		h.want(0, 1)
		undo, err := h.Leave(h.t.Context(), leave, "too-many")
		if err != nil || undo == "" {
			h.t.Fatal(undo, err)
		}
		h.want(0, 0)
		if again, err := h.Leave(h.t.Context(), leave, ""); err != nil || again != "" {
			h.t.Fatal("leaving twice:", again, err)
		}
		if _, err := h.Manage(h.t.Context(), leave); !fault.Is(err, fault.NotFound) {
			h.t.Fatal(err)
		}
		if err := h.Undo(h.t.Context(), undo); err != nil {
			h.t.Fatal(err)
		}
		h.want(0, 1)
		h.now = h.now.Add(10 * 365 * 24 * time.Hour) // a link in an old mail still works
		if _, err := h.Leave(h.t.Context(), leave, ""); err != nil {
			h.t.Fatal(err)
		}
		h.want(0, 0)
		if err := h.Undo(h.t.Context(), undo); !errors.Is(err, token.ErrExpired) {
			h.t.Fatal("undo for ever:", err)
		}
		h.signUp("reader@example.com")
		if err := h.Confirm(h.t.Context(), h.link(h.one("confirm"), "/subscribe/confirm")); err != nil {
			h.t.Fatal("coming back:", err)
		}
		h.want(0, 1)
	})
}

func TestALinkOfSomebodyWhoLeftConfirmsNothing(t *testing.T) {
	each(t, func(h *house) {
		h.signUp("reader@example.com")
		link := h.link(h.one("confirm"), "/subscribe/confirm")
		if err := h.Confirm(h.t.Context(), link); err != nil {
			h.t.Fatal(err)
		}
		h.signUp("reader@example.com")
		if _, err := h.Leave(h.t.Context(), h.link(h.one("already"), "/subscribe/leave"), ""); err != nil {
			h.t.Fatal(err)
		}
		if err := h.Confirm(h.t.Context(), link); !fault.Is(err, fault.Gone) {
			h.t.Fatal(err)
		}
		if _, err := h.Renew(h.t.Context(), link, home); !fault.Is(err, fault.Gone) {
			h.t.Fatal(err)
		}
		h.want(0, 0)
	})
}

func TestLinksAreForOnePurpose(t *testing.T) {
	h := open(t, storetest.SQLite(t))
	h.signUp("reader@example.com")
	confirm := h.link(h.one("confirm"), "/subscribe/confirm")
	leave := h.confirmed("other@example.com")
	for name, err := range map[string]error{
		"leaving with a link to confirm":    errOf(h.Leave(t.Context(), confirm, "")),
		"confirming with a link to leave":   h.Confirm(t.Context(), leave),
		"managing with a link to confirm":   errOf(h.Manage(t.Context(), confirm)),
		"undoing with a link to leave":      h.Undo(t.Context(), leave),
		"renewing with nothing":             errOf(h.Renew(t.Context(), "", home)),
		"leaving with nothing":              h.CheckLeave(""),
		"confirming with something made up": h.CheckConfirm("v1.00000000.list-confirm.9999999999.YQ.YQ"),
	} {
		if !errors.Is(err, token.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.want(1, 1)
}

func errOf[T any](_ T, err error) error { return err }

func TestLimitsAreAlikeForEveryAddress(t *testing.T) {
	h := open(t, storetest.SQLite(t))
	clock := func() time.Time { return h.now }
	h.Gate = &limit.Gate{Network: limit.New(20, 10*time.Minute, clock), All: limit.New(2000, time.Minute, clock)}
	for n := range 20 {
		h.signUp(fmt.Sprintf("reader%d@example.com", n))
	}
	for _, email := range []string{"reader1@example.com", "new@example.com"} {
		_, err := h.SignUp(t.Context(), email, home)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.TooMany || f.RetryAfter != 10*time.Minute {
			t.Errorf("%s: %v", email, err)
		}
	}
	if _, err := h.SignUp(t.Context(), "no address", home); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	h.want(20, 0)
	if _, err := h.SignUp(t.Context(), "new@example.com", netip.MustParseAddr("192.0.2.2")); err != nil {
		t.Error("another network:", err)
	}
}

func TestNothingIsHalfDoneWhenTheDatabaseFails(t *testing.T) {
	each(t, func(h *house) {
		ctx, cancel := context.WithCancel(h.t.Context())
		cancel()
		if _, err := h.SignUp(ctx, "reader@example.com", home); !fault.Is(err, fault.Unavailable) {
			h.t.Fatal(err)
		}
		h.want(0, 0)
		if mails := h.post(); len(mails) != 0 {
			h.t.Fatal(mails)
		}
		h.signUp("reader@example.com") // the failed one does not count as the mail of the day
		h.one("confirm")
	})
}

func TestManyRequestsForOneAddressAtOnceSendOneMail(t *testing.T) {
	each(t, func(h *house) {
		errs := make(chan error)
		for range 8 {
			go func() {
				_, err := h.SignUp(h.t.Context(), "reader@example.com", home)
				errs <- err
			}()
		}
		for range 8 {
			if err := <-errs; err != nil {
				h.t.Error(err)
			}
		}
		h.want(1, 0)
		h.one("confirm")
	})
}

func TestOldPendingAddressesAreForgotten(t *testing.T) {
	each(t, func(h *house) {
		h.signUp("never@example.com")
		leave := h.confirmed2("reader@example.com")
		h.now = h.now.Add(31 * 24 * time.Hour)
		h.signUp("fresh@example.com")
		if err := h.store.PruneSubscribers(h.t.Context(), h.now.Add(-30*24*time.Hour), h.now.Add(-24*time.Hour)); err != nil {
			h.t.Fatal(err)
		}
		h.want(1, 1)
		if _, err := h.Manage(h.t.Context(), leave); err != nil {
			h.t.Fatal(err)
		}
	})
}

// confirmed2 is confirmed while other mails wait.
func (h *house) confirmed2(email string) string {
	h.post()
	return h.confirmed(email)
}

func TestCSVHasEverybodyOnceAndNoFormulas(t *testing.T) {
	each(t, func(h *house) {
		for n := range 7 {
			h.signUp(fmt.Sprintf("reader%d@example.com", n))
		}
		for _, formula := range []string{"=1+1@example.com", "+a@example.com", "-a@example.com"} {
			h.signUp(formula)
		}
		var out bytes.Buffer
		if err := h.WriteCSV(h.t.Context(), &out); err != nil {
			h.t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if lines[0] != "email,state,asked,confirmed" || len(lines) != 11 {
			h.t.Fatalf("%d lines:\n%s", len(lines), out.String())
		}
		slices.Sort(lines[1:])
		for i, want := range []string{"'+a@example.com", "'-a@example.com", "'=1+1@example.com", "reader0@example.com"} {
			if lines[i+1] != want+",pending,2026-11-14T12:00:00Z," {
				h.t.Errorf("%q, want %s", lines[i+1], want)
			}
		}
	})
}

func TestListIsPaged(t *testing.T) {
	each(t, func(h *house) {
		for n := range 5 {
			h.now = h.now.Add(time.Minute)
			h.signUp(fmt.Sprintf("reader%d@example.com", n))
		}
		var got []string
		for offset := 0; offset < 6; offset += 2 {
			page, err := h.List(h.t.Context(), "", offset, 2)
			if err != nil {
				h.t.Fatal(err)
			}
			for _, s := range page {
				got = append(got, s.Email[6:7])
			}
		}
		if strings.Join(got, "") != "43210" {
			h.t.Fatal(got)
		}
		if none, err := h.List(h.t.Context(), newsletter.Confirmed, 0, 10); err != nil || len(none) != 0 {
			h.t.Fatal(none, err)
		}
	})
}
