package desk_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"insider/internal/account"
	"insider/internal/fault"
	"insider/internal/limit"
	"insider/internal/story"
	"insider/internal/web/desk"
)

// acceptedFor returns a house with one accepted story and the browser of an editor who works on it.
func acceptedFor(t *testing.T, email string, change func(*house, *desk.Deps)) (*house, *browser) {
	t.Helper()
	h := newHouse(t, "http://localhost", change)
	h.send(nil)
	b := h.editor(email)
	b.post("/desk/stories/1", "act", "accept", "version", "1").is(303)
	return h, b
}

func (h *house) pass(by time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(by)
}

// typed are the fields of a form that somebody filled and sends to publish.
var typed = []string{"act", "publish", "version", "2", "title", "A title that took long", "slug", "", "answer", "What we <b>heard</b>."}

// stands are what the form says when they stand in it.
var stands = []string{`value="A title that took long"`, ">What we &lt;b&gt;heard&lt;/b&gt;.</textarea>", "It is not saved yet", `name="version" value="2"`}

var sealedField = regexp.MustCompile(`name="kept" value="([^"]+)"`)

// kept is what a page keeps of what was typed.
func (p page) kept() string {
	p.t.Helper()
	m := sealedField.FindStringSubmatch(p.lacks("A title that took long", "What we").Body)
	if m == nil {
		p.t.Fatalf("the page keeps nothing:\n%s", p.Body)
	}
	return m[1]
}

// newestLink is the secret of the newest mail with a sign-in link.
func (h *house) newestLink() string {
	h.t.Helper()
	claims, err := h.store.ClaimMails(h.t.Context(), "test", 9, time.Now().Add(time.Hour))
	if err != nil || len(claims) == 0 {
		h.t.Fatalf("%d mails, %v", len(claims), err)
	}
	_, secret, _ := strings.Cut(claims[len(claims)-1].Mail.Text, "?token=")
	secret, _, _ = strings.Cut(secret, "\n")
	return secret
}

func (h *house) mustBeAsItWas() {
	h.t.Helper()
	if x, err := h.store.Story(h.t.Context(), 1); err != nil || x.State != story.Accepted || x.Title != "" || x.Version != 2 {
		h.t.Fatalf("the form acted by itself: %+v, %v", x, err)
	}
}

func TestWhatWasTypedComesBackAfterSigningIn(t *testing.T) {
	h, b := acceptedFor(t, "ed@example.com", nil)
	h.pass(account.SessionIdle)
	lost := b.post("/desk/stories/1", typed...).is(403).says("Nothing was saved", `name="next" value="/desk/stories/1"`, "Error: Sign in")
	again := b.post("/desk/sign-in", "email", "nobody", "next", "/desk/stories/1", "kept", lost.kept()).is(422)
	asked := b.post("/desk/sign-in", "email", "Ed@example.com", "next", "/desk/stories/1", "kept", again.kept()).is(200).says("Check your inbox", "Back to what I typed")
	b.post("/desk/sign-in", "other", "1", "kept", asked.kept()).is(200).says(`id="email"`).kept()
	b.post("/desk/sign-in", "email", "ed@example.com").is(200) // in the other tab, because the first mail is slow
	b.post("/desk/sign-in", "token", h.newestLink()).to("/desk/stories/1")
	h.mustBeAsItWas()
	for range 2 {
		b.get("/desk/stories/1").is(200).says(stands...).lacks("changed since")
	}
	h.editor("ann@example.com").get("/desk/stories/1").is(200).lacks("A title that took long")
	b.post("/desk/stories/1", "act", "publish", "version", "2").is(400) // a button of another tab, without the fields
	b.get("/desk/stories/1").says(stands...)
	b.post("/desk/stories/1", typed...).to("/desk/stories/1?done=publish")
	b.get("/desk/stories/1").is(200).says(`value="A title that took long"`).lacks("It is not saved yet")
}

func TestWhatWasTypedComesBackInItsTab(t *testing.T) {
	h, b := acceptedFor(t, "ed@example.com", nil)
	b.post("/desk/sign-out").is(303)
	lost := b.post("/desk/stories/1", typed...).is(403)
	b.post("/desk/sign-in", "back", "1", "kept", lost.kept()).is(403).says("not signed in yet", `id="email"`).kept()
	asked := b.post("/desk/sign-in", "email", "ed@example.com", "kept", lost.kept()).is(200)
	h.browser().post("/desk/sign-in", "token", h.newestLink()).to("/desk") // another browser does not get the text
	b.post("/desk/sign-in", "back", "1", "kept", asked.kept()).is(403).says("not signed in yet", "Check your inbox").kept()
	ann, ed := h.editor("ann@example.com"), h.editor("ed@example.com")
	ann.post("/desk/sign-in", "back", "1", "kept", asked.kept()).is(403).says("typed by somebody else").lacks("A title that took long")
	ed.post("/desk/sign-in", "back", "1", "kept", asked.kept()).is(200).says(stands...)
	h.mustBeAsItWas()
	ann.post("/desk/stories/1", "act", "decline", "version", "2").is(303)
	ed.post("/desk/sign-in", "back", "1", "kept", asked.kept()).is(200).says("The story was changed since you saw it", "<pre>A title that took long", "What we &lt;b&gt;heard")
	ed.post("/desk/sign-in", "back", "1", "kept", asked.kept()+"x").is(400).says("damaged")
	h.pass(time.Hour)
	ed.post("/desk/sign-in", "back", "1", "kept", asked.kept()).is(410).says("too old")
}

func TestWhatWasTypedIsDroppedWhenAskedTo(t *testing.T) {
	h, b := acceptedFor(t, "ed@example.com", nil)
	for _, forget := range []func(){
		func() { b.post("/desk/stories/1", "act", "drop", "version", "2").to("/desk/stories/1") },
		func() { h.pass(time.Hour) },
	} {
		b.post("/desk/sign-out").is(303)
		lost := b.post("/desk/stories/1", typed...).is(403)
		b.post("/desk/sign-in", "email", "ed@example.com", "kept", lost.kept()).is(200)
		secret, err := h.accounts.AddEditor(t.Context(), "ed@example.com") // whoever runs the server handed a link over
		if err != nil {
			t.Fatal(err)
		}
		b.post("/desk/sign-in", "token", secret).to("/desk/stories/1")
		b.get("/desk/stories/1").is(200).says(stands...)
		forget()
		b.get("/desk/stories/1").is(200).lacks("A title that took long", "Drop what I typed")
	}
}

// sickly is a store of accounts that cannot be read while it is sick.
type sickly struct {
	account.Store
	sick bool
}

func (s *sickly) Session(ctx context.Context, digest []byte) (account.Session, error) {
	if s.sick {
		return account.Session{}, fault.New(fault.Unavailable, "The database does not answer.")
	}
	return s.Store.Session(ctx, digest)
}

// sicklyInbox cannot count stories while it is sick: the last thing that a page asks for.
type sicklyInbox struct {
	desk.Inbox
	sick bool
}

func (s *sicklyInbox) StoryCounts(ctx context.Context) (map[story.State]int, error) {
	if s.sick {
		return nil, fault.New(fault.Unavailable, "The database does not answer.")
	}
	return s.Inbox.StoryCounts(ctx)
}

func TestWhatWasTypedComesBackWhenTheDatabaseDoes(t *testing.T) {
	accounts, inbox := &sickly{}, &sicklyInbox{}
	h, b := acceptedFor(t, "ed@example.com", func(h *house, d *desk.Deps) {
		accounts.Store, h.accounts.Store = h.accounts.Store, accounts
		inbox.Inbox, d.Inbox = d.Inbox, inbox
	})
	accounts.sick = true
	lost := b.post("/desk/stories/1", typed...).is(503).says("Error: Not saved just now", "The database does not answer.").lacks(`id="email"`)
	lost = b.post("/desk/sign-in", "back", "1", "kept", lost.kept()).is(503)
	b.post("/desk/stories/1", "act", "publish", "version", "2").is(503).lacks(`name="kept"`)
	accounts.sick = false
	inbox.sick = true
	b.post("/desk/sign-in", "back", "1", "kept", lost.kept()).is(503).kept()
	lost = b.post("/desk/stories/1", "act", "publish", "version", "1", "title", "A title that took long", "answer", "What we <b>heard</b>.").is(503)
	inbox.sick = false
	b.post("/desk/sign-in", "back", "1", "kept", lost.kept()).is(200).says(stands...)
	h.mustBeAsItWas()
}

func TestWhatWasTypedIsNobodyElses(t *testing.T) {
	h, b := acceptedFor(t, "ed@example.com", func(_ *house, d *desk.Deps) {
		d.SignIns = &limit.Gate{Network: limit.New(1000, time.Minute, time.Now), All: limit.New(1000, time.Minute, time.Now)}
	})
	b.post("/desk/sign-out").is(303)
	lost := b.post("/desk/stories/1", typed...).is(403).kept()
	asked := b.post("/desk/sign-in", "email", "ed@example.com", "kept", lost).is(200)
	ann, err := h.accounts.AddEditor(t.Context(), "ann@example.com")
	if err != nil {
		t.Fatal(err)
	}
	b.post("/desk/sign-in", "token", ann).to("/desk/stories/1") // in the same browser
	b.get("/desk/stories/1").is(200).lacks("A title that took long")

	flood := h.browser()
	for range 101 {
		flood.post("/desk/sign-in", "email", "ed@example.com", "kept", lost).is(200)
	}
	flood.post("/desk/sign-in", "email", "ann@example.com").is(200) // no text goes from one address to another
	h.editor("ed@example.com").post("/desk/sign-in", "back", "1", "kept", asked.kept()).is(200).says(stands...)
}
