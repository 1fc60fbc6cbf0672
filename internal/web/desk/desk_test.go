package desk_test

import (
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"insider/internal/account"
	"insider/internal/content"
	"insider/internal/fault"
	"insider/internal/limit"
	"insider/internal/mail"
	"insider/internal/newsletter"
	"insider/internal/outbox"
	"insider/internal/story"
	"insider/internal/web/desk"
	"insider/templates"
)

// deskOnly is the desk's templates and the parts they share: the site's need functions of the site.
func deskOnly() fs.FS {
	shared := []string{"parts/mark.html", "parts/icon.html"}
	files := fstest.MapFS{}
	err := fs.WalkDir(templates.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains(shared, name) && !strings.HasPrefix(name, "desk/") {
			return err
		}
		data, err := fs.ReadFile(templates.FS, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		panic(err)
	}
	return files
}

// send sends a story in and returns its receipt.
func (h *house) send(change func(*story.Submission)) story.Receipt {
	h.t.Helper()
	in := story.Submission{
		Text: "The historian ran for years.\n\n<script>alert(1)</script> Nobody had *the password*.", Industry: "Food", Country: "Belgium",
		Naming: story.FirstJob, Credit: "An, fitter", Email: "an@example.com", Publish: true,
	}
	if change != nil {
		change(&in)
	}
	receipt, err := h.stories.Send(h.t.Context(), in)
	if err != nil {
		h.t.Fatal(err)
	}
	return receipt
}

func TestTemplatesFitTheirPages(t *testing.T) {
	base := &url.URL{Scheme: "http", Host: "localhost"}
	r := renderer(t, base)
	for name, data := range desk.Pages() {
		if err := r.Check("desk/"+name, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNobodyWithoutSigningIn(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	h.send(nil)
	b := h.browser()
	for path, next := range map[string]string{
		"/desk": "/desk/sign-in", "/desk/stories/1": "/desk/sign-in?next=%2Fdesk%2Fstories%2F1",
		"/desk/readers?page=2": "/desk/sign-in?next=%2Fdesk%2Freaders%3Fpage%3D2", "/desk/readers.csv": "/desk/sign-in?next=%2Fdesk%2Freaders.csv",
		"/desk/mail": "/desk/sign-in?next=%2Fdesk%2Fmail", "/desk/content": "/desk/sign-in?next=%2Fdesk%2Fcontent",
		"/desk/settings": "/desk/sign-in?next=%2Fdesk%2Fsettings",
	} {
		b.get(path).to(next).lacks("historian")
	}
	b.post("/desk/stories/1", "act", "accept", "version", "1").to("/desk/sign-in?next=%2Fdesk%2Fstories%2F1")
	b.post("/desk/mail", "act", "off").to("/desk/sign-in?next=%2Fdesk%2Fmail")
	b.post("/desk/sign-out").to("/desk/sign-in")
	b.get("/desk/nonsense").is(404)
	if x, err := h.store.Story(t.Context(), 1); err != nil || x.State != story.Received {
		t.Fatalf("%+v, %v", x, err)
	}
}

func TestSigningInByMail(t *testing.T) {
	h := newHouse(t, "https://radio.example", nil)
	if _, err := h.accounts.AddEditor(t.Context(), "ed@example.com"); err != nil {
		t.Fatal(err)
	}
	b := h.browser()
	b.get("/desk/sign-in?next=%2Fdesk%2Fmail").is(200).says(`name="next" value="/desk/mail"`, "<h1>Sign in</h1>")
	b.post("/desk/sign-in", "email", "nobody").is(422).says("Error: Sign in", "Enter an email address like name@example.com", `value="nobody"`)
	known := b.post("/desk/sign-in", "email", "Ed@example.com", "next", "/desk/mail").is(200).says("Check your inbox")
	unknown := h.browser().post("/desk/sign-in", "email", "stranger@example.com", "next", "/desk/mail").is(200)
	if known.Body != unknown.Body {
		t.Fatalf("the answers differ:\n%s\n%s", known.Body, unknown.Body)
	}
	claims, err := h.store.ClaimMails(t.Context(), "test", 9, time.Now().Add(time.Hour))
	if err != nil || len(claims) != 1 {
		t.Fatalf("%d mails, %v", len(claims), err)
	}
	_, token, _ := strings.Cut(claims[0].Mail.Text, "https://radio.example/desk/sign-in?token=")
	token, _, _ = strings.Cut(token, "\n")
	for range 2 {
		b.get("/desk/sign-in?token="+token).is(200).says(`value="`+token+`"`, "Sign in at the desk").lacks("did not ask")
	}
	other := h.browser()
	other.get("/desk/sign-in?token="+token).is(200).says("This browser did not ask for the link", `value="`+token+`"`)
	other.post("/desk/sign-in", "email", "stranger@example.com").is(200) // its mark is of another link
	other.get("/desk/sign-in?token=" + token).is(200).says("This browser did not ask for the link")
	signed := b.post("/desk/sign-in", "token", token).is(303)
	mustBeBound(t, known.Header, "__Host-asked=", "__Host-next=")
	mustBeBound(t, signed.Header, "__Host-session=", "__Host-asked=;", "__Host-next=;")
	h.browser().get("/desk/sign-in?token="+token).is(410).says("does not open any more", "Send the link")
	h.browser().post("/desk/sign-in", "token", token).is(410)
}

// full is a store of accounts that can write nothing.
type full struct{ account.Store }

func (full) AskLink(context.Context, string, account.Link, outbox.Mail, int) error {
	return fault.New(fault.Unavailable, "The disk is full.")
}

func (full) UseLink(context.Context, []byte, []byte, time.Time, func(account.Link) error) error {
	return fault.New(fault.Unavailable, "The disk is full.")
}

func TestSigningInThatIsNotPossibleJustNowLosesNothing(t *testing.T) {
	h := newHouse(t, "http://localhost", func(h *house, d *desk.Deps) {
		broken := *h.accounts
		broken.Store = full{h.store}
		d.Accounts = &broken
		d.SignIns = &limit.Gate{Network: limit.New(1, time.Minute, time.Now), All: limit.New(100, time.Minute, time.Now)}
	})
	secret, err := h.accounts.AddEditor(t.Context(), "ed@example.com")
	if err != nil {
		t.Fatal(err)
	}
	b := h.browser()
	for _, c := range []struct {
		status         int
		says, name, in string
	}{
		{503, "The disk is full.", "email", "ed@example.com"},
		{429, "Too much came from your network", "email", "ed@example.com"},
		{503, "The disk is full.", "token", secret},
	} {
		p := b.post("/desk/sign-in", c.name, c.in, "next", "/desk/mail").is(c.status).says("Error: Sign in", "That did not work", c.says, `value="`+c.in+`"`)
		if c.name == "email" {
			p.says(`name="next" value="/desk/mail"`)
		}
		if p.Header.Get("Retry-After") == "" {
			t.Errorf("%d says not when to come back", c.status)
		}
	}
}

func TestComingBackToThePageOneAskedFor(t *testing.T) {
	for _, c := range []struct{ next, want string }{
		{"/desk/mail", "/desk/mail"}, {"/desk/stories/1?page=2", "/desk/stories/1?page=2"}, {"", "/desk"}, {"/desk", "/desk"},
		{"https://evil.example/desk/", "/desk"}, {"//evil.example/desk/", "/desk"}, {"/desk/../subscribe", "/desk"}, {"/\\evil.example", "/desk"},
		{"/desk/%2e%2e/x", "/desk"}, {"/desk//evil.example", "/desk"}, {"/desk/sign-out", "/desk"}, {"/desk/\r\nx", "/desk"}, {"javascript:alert(1)", "/desk"},
	} {
		h := newHouse(t, "http://localhost", nil)
		secret, err := h.accounts.AddEditor(t.Context(), "ed@example.com")
		if err != nil {
			t.Fatal(err)
		}
		b := h.browser()
		b.post("/desk/sign-in", "email", "ed@example.com", "next", c.next).is(200)
		b.post("/desk/sign-in", "token", secret).to(c.want)
	}
}

func TestAStoryFromInboxToSite(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	receipt := h.send(nil)
	b := h.editor("ed@example.com")
	b.get("/desk").is(200).says("New 1", "/desk/stories/1", "The historian ran for years.", "Food, Belgium", "ST-1, New.",
		"An, fitter", "mailto:an@example.com", `class="yes"`, `class="no"`, "&lt;script&gt;", ">Accept<", ">Decline<").lacks("<script>alert", `value="publish"`)
	b.post("/desk/stories/1", "act", "accept", "version", "1").to("/desk/stories/1?done=accept")
	b.get("/desk/stories/1?done=accept").is(200).says("ST-1 accepted.", "You accepted it", `value="publish"`)
	b.post("/desk/stories/1", "act", "publish", "version", "2").is(400).says("Give the story a title and an address first.", "Error: ")
	b.post("/desk/stories/1", "act", "publish", "version", "2", "title", "", "slug", "", "answer", "Typed.").is(422).says("Enter a title.", ">Typed.</textarea>")
	b.post("/desk/stories/1", "act", "name", "version", "2", "title", "", "slug", "A b").is(422).
		says("Enter a title.", "Write the address in small letters", `value="A b"`, `href="#title"`)
	b.post("/desk/stories/1", "act", "name", "version", "2", "title", "The historian under the stairs", "slug", "").to("/desk/stories/1?done=name")
	b.get("/desk/stories/1").is(200).says(`value="the-historian-under-the-stairs"`, `value="publish"`)
	b.post("/desk/stories/1", "act", "name", "version", "3", "title", "The historian under the stairs", "slug", "the-historian-under-the-stairs", "answer", strings.Repeat("a ", 2001)).is(422).
		says("Shorten the answer to 4,000 characters.", `href="#answer"`, "a a a")
	b.post("/desk/stories/1", "act", "name", "version", "3", "title", "The historian under the stairs", "slug", "the-historian-under-the-stairs", "answer", "We *heard* <b>of it</b>.").to("/desk/stories/1?done=name")
	b.get("/desk/stories/1").is(200).says(`>We *heard* &lt;b&gt;of it&lt;/b&gt;.</textarea>`)
	b.post("/desk/stories/1", "act", "publish", "version", "4").to("/desk/stories/1?done=publish")
	b.get("/desk/stories/1?done=publish").is(200).says("ST-1 published.", `href="/stories/the-historian-under-the-stairs"`, "Take off the site", "readonly")
	p, err := h.stories.Published(t.Context())
	if err != nil || len(p.Stories) != 1 || p.Stories[0].Credit != "Sent in by An, fitter" || p.Stories[0].Answer != "<p>We <em>heard</em> &lt;b&gt;of it&lt;/b&gt;.</p>\n" {
		t.Fatalf("%+v, %v", p, err)
	}
	b.get("/desk").is(200).says("Published 1", "You have decided on every story.")
	b.post("/desk/stories/1", "act", "unpublish", "version", "5").to("/desk/stories/1?done=unpublish")
	b.get("/desk?state=unpublished").is(200).says("The historian under the stairs")
	if err := h.stories.Withdraw(t.Context(), receipt.Code); err != nil {
		t.Fatal(err)
	}
	b.get("/desk/stories/1").is(200).says("took this story back", "The reader took it back").lacks("historian", "an@example.com", "An, fitter", ">Accept<")
}

func TestNoButtonLosesWhatStandsInTheForm(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	h.send(nil)
	b := h.editor("ed@example.com")
	act := func(act, version, title, answer string) page {
		t.Helper()
		return b.post("/desk/stories/1", "act", act, "version", version, "title", title, "slug", "", "answer", answer)
	}
	b.post("/desk/stories/1", "act", "accept", "version", "1").is(303)
	act("decline", "2", "", "").to("/desk/stories/1?done=decline")
	b.post("/desk/stories/1", "act", "accept", "version", "3").is(303)
	act("publish", "4", "Under the stairs", "We heard.").to("/desk/stories/1?done=publish")
	b.get("/desk/stories/1").says(`value="Under the stairs"`, `value="under-the-stairs"`, ">We heard.</textarea>", "You set title and address", "You published it", `name="version" value="6"`)
	act("unpublish", "6", "Under the stairs", "We heard.").to("/desk/stories/1?done=unpublish")
	act("decline", "7", "Behind the stairs", "We heard it all.").is(422).says("The address stays under-the-stairs", `value="Behind the stairs"`, ">We heard it all.</textarea>")
	act("publish", "5", "Under the stairs", "Too late.").is(409).says("Somebody else changed ST-1 meanwhile.", ">Too late.</textarea>")
	b.post("/desk/stories/1", "act", "publish", "version", "7", "title", "Behind the stairs", "slug", "under-the-stairs", "answer", "We heard it all.").to("/desk/stories/1?done=publish")
	p, err := h.stories.Published(t.Context())
	if err != nil || len(p.Stories) != 1 || p.Stories[0].Title != "Behind the stairs" || p.Stories[0].Answer != "<p>We heard it all.</p>\n" {
		t.Fatalf("%+v, %v", p, err)
	}
}

func TestTwoEditorsMeet(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	h.send(nil)
	one, two := h.editor("ed@example.com"), h.editor("ann@example.com")
	one.get("/desk/stories/1").is(200)
	two.post("/desk/stories/1", "act", "decline", "version", "1").to("/desk/stories/1?done=decline")
	one.post("/desk/stories/1", "act", "accept", "version", "1").is(409).says("Somebody else changed ST-1 meanwhile.", "Nothing was changed", "ann declined it", ">Accept<")
	one.post("/desk/stories/1", "act", "accept", "version", "2").to("/desk/stories/1?done=accept")
	one.get("/desk/stories/1?done=accept").says("ST-1 accepted.").lacks("Next new story")
	h.send(nil)
	one.get("/desk/stories/1?done=accept").says(`<a href="/desk/stories/2">Next new story: ST-2</a>`)
	one.get("/desk/stories/1").lacks("Next new story")
}

func TestWhatIsNoActIsRefused(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	h.send(func(in *story.Submission) { in.Publish = false })
	b := h.editor("ed@example.com")
	b.post("/desk/stories/1", "act", "erase", "version", "1").is(409)
	b.post("/desk/stories/1", "act", "withdraw", "version", "1").is(403)
	b.post("/desk/stories/1", "act", "accept").is(400)
	b.post("/desk/stories/9", "act", "accept", "version", "1").is(404).says("There is no such story.")
	for _, path := range []string{"/desk/stories/0", "/desk/stories/-1", "/desk/stories/01", "/desk/stories/x", "/desk/stories/99999999999999999999"} {
		b.get(path).is(404)
	}
	b.post("/desk/stories/1", "act", "accept", "version", "1").is(303)
	b.post("/desk/stories/1", "act", "name", "version", "2", "title", "Title").is(303)
	b.post("/desk/stories/1", "act", "publish", "version", "3").is(403).says("did not agree to publication")
	b.get("/desk/stories/1").says("The reader did not agree to publication on the site.").lacks(`value="publish"`)
}

func TestQueuesSayTheNextStep(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	b := h.editor("ed@example.com")
	b.get("/desk").is(200).says("No stories yet.", `href="/stories/new"`)
	for range 51 {
		h.send(nil)
	}
	b.get("/desk").is(200).says("New 51", "Page 1 of 2", `href="/desk?state=received&amp;page=2"`)
	b.get("/desk?state=received&page=2").is(200).says("ST-51", "Page 2 of 2")
	b.get("/desk?state=received&page=77").is(200)
	b.get("/desk?state=nonsense&page=x").is(200).says("New 51")
	b.get("/desk?state=declined").is(200).says("No story is declined.", "Declined 0")
}

func TestReadersAreCountedListedAndGiven(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	b := h.editor("ed@example.com")
	b.get("/desk/readers").is(200).says("0 on the list", "Nobody is on the list yet.")
	file := b.get("/desk/readers.csv").is(200)
	if !strings.HasPrefix(file.Header.Get("Content-Type"), "text/csv") || !strings.Contains(file.Header.Get("Content-Disposition"), "readers.csv") ||
		!strings.HasPrefix(file.Body, "email,state,") {
		t.Fatalf("%v\n%s", file.Header, file.Body)
	}
	b.get("/desk/readers?page=5").is(200)
}

// subscribe puts an address on the list.
func (h *house) subscribe(email string) {
	h.t.Helper()
	address, err := mail.ParseAddress(email)
	if err != nil {
		h.t.Fatal(err)
	}
	r := newsletter.Request{ID: email, Address: address, Consent: newsletter.Wording.Given(h.now), Now: h.now}
	decide := func(newsletter.Known) newsletter.Answer {
		return newsletter.Answer{Mail: outbox.Mail{Kind: "confirm", To: address, Subject: "x", Text: "x", Decoy: true}, Asked: h.now}
	}
	if err := h.store.Request(h.t.Context(), r, decide); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.store.Confirm(h.t.Context(), r.ID, newsletter.Wording.Given(h.now)); err != nil {
		h.t.Fatal(err)
	}
}

func TestTheListIsPagedAndNoCellIsAFormula(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	for i := range 51 {
		h.subscribe(fmt.Sprintf("reader%d@example.com", i))
	}
	h.subscribe("=cmd|calc@example.com")
	b := h.editor("ed@example.com")
	b.get("/desk/readers").is(200).says("52 on the list", "Page 1 of 2", `href="/desk/readers?page=2"`)
	b.get("/desk/readers?page=2").is(200).says("Page 2 of 2", "@example.com")
	b.get("/desk/readers.csv").is(200).says("\n'=cmd|calc@example.com,confirmed,", "\nreader50@example.com,confirmed,").lacks("\n=cmd")
}

func TestMailIsTurnedOffAndOn(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	b := h.editor("ed@example.com")
	b.get("/desk/mail").is(200).says("Mail goes out.", "Turn mail off").lacks("banner")
	b.post("/desk/mail", "act", "off").to("/desk/mail?done=off")
	b.get("/desk").is(200).says(`class="banner"`, "Mail is off.")
	h.browser().post("/desk/sign-in", "email", "ed@example.com").is(200).says("insider editor add")
	b.get("/desk/mail").is(200).says("Turn mail on", "Sign in at the desk of Radio", "only for its recipient").lacks("token=")
	b.post("/desk/mail", "act", "on").to("/desk/mail?done=on")
	b.get("/desk/mail?done=on").is(200).says("Mail is on.")
	b.post("/desk/mail", "act", "sideways").is(400).says("Press one of the buttons")
	entries, err := h.store.AuditOf(t.Context(), "mail")
	if err != nil || len(entries) != 2 || !strings.HasPrefix(entries[0].Actor, "editor:") {
		t.Fatalf("%+v, %v", entries, err)
	}
}

func TestWithoutARelayMailsAreRead(t *testing.T) {
	h := newHouse(t, "http://localhost", func(h *house, d *desk.Deps) { d.Folder = h.folder })
	to, err := mail.ParseAddress("reader@example.com")
	if err != nil {
		t.Fatal(err)
	}
	b := h.editor("ed@example.com")
	b.get("/desk/mail").is(200).says("Mail is not set up", "No mail was written yet.", `class="banner"`)
	m := mail.Message{ID: mail.NewID("localhost"), Date: h.now, From: mail.Mailbox{Address: to}, To: to, Subject: "Confirm", Text: "Open http://localhost/subscribe/confirm?token=x"}
	if err := h.folder.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	filed, err := h.folder.List(1)
	if err != nil || len(filed) != 1 {
		t.Fatalf("%+v, %v", filed, err)
	}
	b.get("/desk/mail").is(200).says("reader@example.com", "/desk/mail/"+filed[0].Name)
	b.get("/desk/mail/" + filed[0].Name).is(200).says("http://localhost/subscribe/confirm?token=x")
	b.get("/desk/mail/other.eml").is(404)
	b.get("/desk/mail/..%2F..%2Finsider.db").is(404)
}

func TestMistakesOfTheContentAreShown(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	b := h.editor("ed@example.com")
	b.get("/desk/content").is(200).says("Every file of the content folder is fine.")
	h.mistakes = []content.Mistake{{File: "episodes/x.md", Line: 4, Rule: "unknown-key", Sentence: `The key "titel" is unknown.`, Fix: "Write title."}}
	b.get("/desk/content").is(200).says("episodes/x.md:4", "The key &#34;titel&#34; is unknown.", "Write title.")
	b.get("/desk").is(200).says("The content has 1 mistake.")
}

func TestSessionsAreSeenAndEnded(t *testing.T) {
	h := newHouse(t, "http://localhost/radio", nil)
	secret, err := h.accounts.AddEditor(t.Context(), "ed@example.com")
	if err != nil {
		t.Fatal(err)
	}
	other := h.browser()
	other.post("/radio/desk/sign-in", "token", secret).to("/radio/desk")
	if secret, err = h.accounts.AddEditor(t.Context(), "ed@example.com"); err != nil {
		t.Fatal(err)
	}
	b := h.browser()
	b.post("/radio/desk/sign-in", "token", secret).to("/radio/desk")
	shown := b.get("/radio/desk/settings").is(200).says("This browser", "Another browser", "ed@example.com, editor")
	_, id, _ := strings.Cut(shown.Body, `name="session" value="`)
	id, _, _ = strings.Cut(id, `"`)
	b.post("/radio/desk/settings", "session", id).to("/radio/desk/settings?done=ended")
	other.get("/radio/desk/settings").to("/radio/desk/sign-in?next=%2Fdesk%2Fsettings")
	kept := b.cookies()
	out := b.post("/radio/desk/sign-out").to("/radio/desk/sign-in?done=out")
	if got := out.Header.Get("Clear-Site-Data"); got != `"cache"` { // what the browser keeps of the desk's pages; settings of the site stay
		t.Errorf("signing out clears %q", got)
	}
	b.get("/radio/desk").to("/radio/desk/sign-in")
	thief := h.browser()
	thief.keep(kept)
	thief.get("/radio/desk").to("/radio/desk/sign-in") // the session ended, not only this browser's cookie
	again := h.browser()
	again.get("/radio/desk/sign-in?done=out").is(200).says("You are signed out.")
}

func TestAnIdleSessionEnds(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	b := h.editor("ed@example.com")
	b.get("/desk").is(200)
	h.mu.Lock()
	h.now = h.now.Add(account.SessionIdle)
	h.mu.Unlock()
	b.get("/desk").to("/desk/sign-in")
}

func FuzzSafeNext(f *testing.F) {
	for _, next := range []string{"/desk/mail", "//evil.example/desk/", "/desk/\\evil", "/desk/%2e%2e/", "https:/desk/", "/desk/x?y=//z", "/desk/#x"} {
		f.Add(next)
	}
	here := &url.URL{Scheme: "https", Host: "radio.example", Path: "/desk/sign-in"}
	f.Fuzz(func(t *testing.T, next string) {
		got := desk.SafeNext(next)
		to, err := here.Parse(got)
		if err != nil || to.Host != here.Host || to.Scheme != here.Scheme || to.Path != "/desk" && !strings.HasPrefix(to.Path, "/desk/") ||
			strings.ContainsAny(got, "\r\n\\") {
			t.Fatalf("%q leads to %q (%v)", next, got, to)
		}
	})
}
