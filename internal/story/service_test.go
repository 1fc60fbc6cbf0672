package story_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/markdown"
	"insider/internal/outbox"
	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/story"
)

// desk is a service on a real database with a clock that the test moves.
type desk struct {
	*story.Service
	store *store.Store
	mu    sync.Mutex
	now   time.Time
}

func (d *desk) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

func newDesk(s *store.Store) *desk {
	d := &desk{store: s, now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	d.Service = &story.Service{
		Store: s, Render: markdown.RenderStory,
		Clock: func() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.now },
		Notice: func(to mail.Address, numbers []int) (outbox.Mail, error) {
			var labels []string
			for _, n := range numbers {
				labels = append(labels, story.Label(n))
			}
			return outbox.Mail{Kind: "notice", Priority: outbox.Notice, To: to, Subject: "New: " + strings.Join(labels, ", "), Text: "x"}, nil
		},
	}
	return d
}

// each runs the test on both databases.
func each(t *testing.T, test func(t *testing.T, d *desk)) {
	storetest.Each(t, func(t *testing.T, s *store.Store) { test(t, newDesk(s)) })
}

func sample() story.Submission {
	return story.Submission{
		Text: "The historian under the stairs ran for nineteen years. Nobody had *the password*.", Industry: "Food", Country: "Belgium",
		Naming: story.FirstJob, Credit: "An, fitter", Email: "An@example.com", Publish: true, Air: true, Key: story.NewKey(),
	}
}

func send(t *testing.T, d *desk, in story.Submission) story.Receipt {
	t.Helper()
	receipt, err := d.Send(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// do carries out an act on the newest version.
func do(t *testing.T, d *desk, number int, act story.Act) {
	t.Helper()
	if err := try(t.Context(), d, number, act); err != nil {
		t.Fatalf("%s: %v", act, err)
	}
}

func try(ctx context.Context, d *desk, number int, act story.Act) error {
	x, err := d.store.Story(ctx, number)
	if err != nil {
		return err
	}
	o := story.Order{Who: "editor:1", Number: number, Version: x.Version, Act: act, Title: "The historian", Slug: "the-historian"}
	return d.Do(ctx, o)
}

func TestTheSameKeyIsOneStoryWithOneCode(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		in := sample()
		var group sync.WaitGroup
		receipts := make([]story.Receipt, 8)
		for i := range receipts {
			group.Go(func() { receipts[i], _ = d.Send(t.Context(), in) })
		}
		group.Wait()
		for _, r := range receipts {
			if r != receipts[0] || r.Number != 1 || len(strings.Fields(r.Code)) != 9 {
				t.Fatalf("receipts differ: %+v and %+v", r, receipts[0])
			}
		}
		if err := fault.FieldsOf(func() error { in := in; in.Text = ""; _, err := d.Send(t.Context(), in); return err }()); len(err) != 1 {
			t.Fatalf("fields are not judged first: %v", err)
		}
		in.Key = ""
		first, second := send(t, d, in), send(t, d, in)
		if first.Number != 2 || second.Number != 3 || first.Code == second.Code {
			t.Fatalf("without a key: %+v, %+v", first, second)
		}
		if counts, err := d.store.StoryCounts(t.Context()); err != nil || counts[story.Received] != 3 {
			t.Fatalf("%v, %v", counts, err)
		}
	})
}

// TestACodeOfSevenWordsOpensItsStory keeps the promise to whoever wrote down a code when codes were shorter: it opens the story, the
// form sent again still gets it, and its story can be withdrawn.
func TestACodeOfSevenWordsOpensItsStory(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		in := sample()
		old, err := d.SendAsBefore(t.Context(), in)
		if err != nil || len(strings.Fields(old.Code)) != 7 {
			t.Fatalf("%+v, %v", old, err)
		}
		if again := send(t, d, in); again != old {
			t.Fatalf("sent again after the upgrade: %+v, want %+v", again, old)
		}
		newer := send(t, d, sample())
		begin := strings.Join(strings.Fields(newer.Code)[:7], " ")
		if _, err := d.Mine(t.Context(), begin); !fault.Is(err, fault.NotFound) {
			t.Fatalf("the beginning of a code opens its story: %v", err)
		}
		if mine, err := d.Mine(t.Context(), old.Code); err != nil || mine.Number != old.Number {
			t.Fatalf("%+v, %v", mine, err)
		}
		if err := d.Withdraw(t.Context(), old.Code); err != nil {
			t.Fatal(err)
		}
	})
}

func TestTheCodeOpensTheStoryToItsSender(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		in := sample()
		receipt := send(t, d, in)
		mine, err := d.Mine(t.Context(), strings.ToUpper(strings.ReplaceAll(receipt.Code, " ", "-")))
		if err != nil {
			t.Fatal(err)
		}
		if mine.Label() != "ST-1" || mine.State != story.Received || mine.Text != in.Text || mine.Credit != "Sent in by An, fitter" ||
			mine.Email != in.Email || !mine.Consents.Publish || !mine.Consents.Air || mine.Consents.Edit || mine.Path != "" {
			t.Fatalf("%+v", mine)
		}
		for _, wrong := range []string{"", "nonsense", strings.Repeat("acorn ", 7)} {
			if _, err := d.Mine(t.Context(), wrong); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q opens: %v", wrong, err)
			}
			if err := d.Withdraw(t.Context(), wrong); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q withdraws: %v", wrong, err)
			}
		}
	})
}

func TestAStoryGoesPublicAndIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		receipt := send(t, d, sample())
		n := receipt.Number
		if err := try(t.Context(), d, n, story.Publish); !fault.Is(err, fault.Conflict) {
			t.Fatalf("published before it was accepted: %v", err)
		}
		do(t, d, n, story.Accept)
		if err := try(t.Context(), d, n, story.Publish); !fault.Is(err, fault.Invalid) {
			t.Fatalf("published without a title: %v", err)
		}
		do(t, d, n, story.Name)
		before, _ := d.Revision(t.Context())
		d.pass(time.Minute)
		do(t, d, n, story.Publish)
		p, err := d.Published(t.Context())
		if err != nil || p.Revision <= before || len(p.Stories) != 1 || len(p.Gone) != 0 || !p.Removed.IsZero() {
			t.Fatalf("%+v, %v", p, err)
		}
		v := p.Stories[0]
		if v.Path() != "/stories/the-historian" || v.Label() != "ST-1" || v.Title != "The historian" || v.Credit != "Sent in by An, fitter" ||
			!strings.Contains(string(v.HTML), "<em>the password</em>") || v.Excerpt != "The historian under the stairs ran for nineteen years." ||
			!v.Date.Equal(d.Clock()) || !v.Updated.IsZero() || v.Hash == "" {
			t.Fatalf("%+v", v)
		}
		if mine, err := d.Mine(t.Context(), receipt.Code); err != nil || mine.Path != "/stories/the-historian" {
			t.Fatalf("%+v, %v", mine, err)
		}
		d.pass(time.Minute)
		withdrawn(t, d, receipt, p.Revision)
	})
}

// withdrawn takes the published story back and checks that nothing but its number and slug is left.
func withdrawn(t *testing.T, d *desk, receipt story.Receipt, revision int64) {
	t.Helper()
	for range 2 {
		if err := d.Withdraw(t.Context(), receipt.Code); err != nil {
			t.Fatal(err)
		}
	}
	p, err := d.Published(t.Context())
	if err != nil || p.Revision != revision+1 || len(p.Stories) != 0 || len(p.Gone) != 1 || p.Gone[0] != "the-historian" || !p.Removed.Equal(d.Clock()) {
		t.Fatalf("%+v, %v", p, err)
	}
	x, err := d.store.Story(t.Context(), receipt.Number)
	if err != nil || x.State != story.Withdrawn || x.Text+x.HTML+x.Plain+x.Title+x.Industry+x.Country != "" || !x.Identity.Empty() {
		t.Fatalf("%+v, %v", x, err)
	}
	mine, err := d.Mine(t.Context(), receipt.Code)
	if err != nil || mine.State != story.Withdrawn || mine.Text != "" || !mine.Withdrawn.Equal(d.Clock()) {
		t.Fatalf("%+v, %v", mine, err)
	}
	if next := send(t, d, sample()); next.Number != receipt.Number+1 {
		t.Fatalf("number %d was given again", next.Number)
	}
	if err := try(t.Context(), d, receipt.Number, story.Accept); !fault.Is(err, fault.Conflict) {
		t.Fatalf("a withdrawn story was accepted: %v", err)
	}
	if err := d.store.VerifyAudit(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestUnpublishedIsNotGoneAndComesBackUnderItsAddress(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		n := send(t, d, sample()).Number
		do(t, d, n, story.Accept)
		do(t, d, n, story.Name)
		do(t, d, n, story.Publish)
		first, _ := d.Published(t.Context())
		d.pass(time.Hour)
		do(t, d, n, story.Unpublish)
		p, err := d.Published(t.Context())
		if err != nil || len(p.Stories) != 0 || len(p.Gone) != 0 || !p.Removed.Equal(d.Clock()) {
			t.Fatalf("%+v, %v", p, err)
		}
		x, _ := d.store.Story(t.Context(), n)
		err = d.Do(t.Context(), story.Order{Who: "editor:1", Number: n, Version: x.Version, Act: story.Name, Title: "Other", Slug: "other"})
		if fields := fault.FieldsOf(err); len(fields) != 1 || fields[0].Name != "slug" {
			t.Fatalf("the address changed: %v", err)
		}
		d.pass(time.Hour)
		do(t, d, n, story.Publish)
		p, err = d.Published(t.Context())
		if err != nil || len(p.Stories) != 1 || !p.Stories[0].Date.Equal(first.Stories[0].Date) || !p.Stories[0].Updated.Equal(d.Clock()) ||
			p.Stories[0].Hash == first.Stories[0].Hash {
			t.Fatalf("%+v, %v", p, err)
		}
	})
}

func TestEditorsActOnWhatTheySaw(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		n := send(t, d, sample()).Number
		saw, err := d.store.Story(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		results := make([]error, 6)
		for i := range results {
			act := []story.Act{story.Accept, story.Decline}[i%2]
			group.Go(func() {
				results[i] = d.Do(t.Context(), story.Order{Who: "editor:1", Number: n, Version: saw.Version, Act: act})
			})
		}
		group.Wait()
		done := 0
		for _, err := range results {
			if err == nil {
				done++
			} else if !fault.Is(err, fault.Conflict) {
				t.Errorf("%v", err)
			}
		}
		if done != 1 {
			t.Fatalf("%d of %d acts on the same version were done", done, len(results))
		}
		if entries, err := d.store.AuditOf(t.Context(), story.Subject(n)); err != nil || len(entries) != 2 || entries[0].Act != "story.receive" {
			t.Fatalf("%+v, %v", entries, err)
		}
	})
}

func TestWhatEditorsMayNot(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		in := sample()
		in.Publish = false
		n := send(t, d, in).Number
		do(t, d, n, story.Accept)
		do(t, d, n, story.Name)
		if err := try(t.Context(), d, n, story.Publish); !fault.Is(err, fault.Forbidden) {
			t.Errorf("published without consent: %v", err)
		}
		if err := try(t.Context(), d, n, story.Withdraw); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an editor withdrew: %v", err)
		}
		if err := try(t.Context(), d, 99, story.Accept); !fault.Is(err, fault.NotFound) {
			t.Errorf("no such story: %v", err)
		}
		other := send(t, d, sample()).Number
		if fields := fault.FieldsOf(try(t.Context(), d, other, story.Name)); len(fields) != 1 || fields[0].Name != "slug" {
			t.Errorf("two stories have one address: %v", fields)
		}
	})
}

// TestWhatIsTypedBesideAnotherButtonIsSavedWithItOrNotAtAll publishes with a text that was not saved before.
func TestWhatIsTypedBesideAnotherButtonIsSavedWithItOrNotAtAll(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		in := sample()
		in.Publish = false
		refused, n := send(t, d, in).Number, send(t, d, sample()).Number
		do(t, d, refused, story.Accept)
		do(t, d, n, story.Accept)
		if err := publishTyped(t, d, refused, "typed"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("published without consent: %v", err)
		}
		mustHaveActs(t, d, refused, "", "story.receive", "story.accept")
		do(t, d, refused, story.Name)
		if err := publishTyped(t, d, n, "the-historian"); !fault.Is(err, fault.Invalid) { // found when the row is written
			t.Errorf("two stories have one address: %v", err)
		}
		mustHaveActs(t, d, n, "", "story.receive", "story.accept")
		before, _ := d.Revision(t.Context())
		if err := publishTyped(t, d, n, "typed"); err != nil {
			t.Fatal(err)
		}
		mustHaveActs(t, d, n, "Typed", "story.receive", "story.accept", "story.name", "story.publish")
		if now, _ := d.Revision(t.Context()); now != before+1 {
			t.Errorf("one order is %d revisions", now-before)
		}
		if err := d.store.VerifyAudit(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestAnAnswerIsMeasuredAsTheBrowserDoes sends as many characters as the form takes, in lines that end as forms end them.
func TestAnAnswerIsMeasuredAsTheBrowserDoes(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		n := send(t, d, sample()).Number
		do(t, d, n, story.Accept)
		text := strings.Repeat("Yes.\r\n", story.MaxAnswer/len("Yes.\n"))
		order := story.Order{Who: "editor:1", Number: n, Version: 2, Act: story.Name, Title: "Typed", Slug: "typed", Answer: &text}
		if err := d.Do(t.Context(), order); err != nil {
			t.Fatal(err)
		}
		order.Version, order.Act, order.Typed = 3, story.Publish, true
		if err := d.Do(t.Context(), order); err != nil {
			t.Fatal(err)
		}
		mustHaveActs(t, d, n, "Typed", "story.receive", "story.accept", "story.name", "story.publish") // the same text is not saved again
	})
}

// publishTyped publishes the newest version of a story with a title and an answer that were not saved before.
func publishTyped(t *testing.T, d *desk, number int, slug string) error {
	t.Helper()
	x, err := d.store.Story(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	answer := "Typed."
	return d.Do(t.Context(), story.Order{Who: "editor:1", Number: number, Version: x.Version, Act: story.Publish, Typed: true, Title: "Typed", Slug: slug, Answer: &answer})
}

// mustHaveActs checks that exactly these acts were done to a story, and that nothing but them left its title and answer.
func mustHaveActs(t *testing.T, d *desk, number int, typed string, acts ...string) {
	t.Helper()
	x, err := d.store.Story(t.Context(), number)
	if err != nil || x.Version != len(acts) || x.Title != typed || (x.Answer.Text != "") != (typed != "") {
		t.Errorf("%+v, %v", x, err)
	}
	entries, err := d.store.AuditOf(t.Context(), story.Subject(number))
	var did []string
	for _, e := range entries {
		did = append(did, e.Act)
	}
	if err != nil || !slices.Equal(did, acts) {
		t.Errorf("the audit says %v, not %v (%v)", did, acts, err)
	}
}

func TestTitlesAndAddresses(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		n := send(t, d, sample()).Number
		for _, c := range []struct{ title, slug, want string }{
			{"", "", "title"},
			{"", "Capital", "title slug"},
			{"A title", "Capital", "slug"},
			{"A title", "two--hyphens", "slug"},
			{"A title", "-edge", "slug"},
			{"A title", "a/b", "slug"},
			{"A title", "..", "slug"},
			{"A title", "new", "slug"},
			{"A title", "mine", "slug"},
			{"A title", strings.Repeat("x", story.MaxSlug+1), "slug"},
			{strings.Repeat("x", story.MaxTitle+1), "fine", "title"},
			{"A\x07title", "fine", "title"},
			{"  A \n title ", " de-gärung-2 ", ""},
		} {
			x, err := d.store.Story(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			err = d.Do(t.Context(), story.Order{Who: "editor:1", Number: n, Version: x.Version, Act: story.Name, Title: c.title, Slug: c.slug})
			var names []string
			for _, f := range fault.FieldsOf(err) {
				names = append(names, f.Name)
			}
			if strings.Join(names, " ") != c.want || (err == nil) != (c.want == "") {
				t.Errorf("%q, %q: %v, want %q", c.title, c.slug, err, c.want)
			}
		}
		if x, err := d.store.Story(t.Context(), n); err != nil || x.Title != "A title" || x.Slug != "de-gärung-2" || x.State != story.Received {
			t.Fatalf("%+v, %v", x, err)
		}
	})
}
