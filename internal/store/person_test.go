package store_test

import (
	"database/sql"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/account"
	"insider/internal/audit"
	"insider/internal/consent"
	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/newsletter"
	"insider/internal/outbox"
	"insider/internal/person"
	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/story"
)

var (
	personKey = []byte(strings.Repeat("k", 32))
	personDay = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
)

const (
	storyText = "Zoë's uniquely worded account of the pump that answered back."
	storyName = "Zoë Quillfeather"
)

func whoIs(t *testing.T, email string) person.Who {
	t.Helper()
	a, err := mail.ParseAddress(email)
	if err != nil {
		t.Fatal(err)
	}
	return person.NewWho(a, personKey)
}

// eachDay opens a fresh database of each kind whose clock stands still.
func eachDay(t *testing.T, test func(t *testing.T, s *store.Store, url string)) {
	t.Helper()
	storetest.EachURL(t, func(t *testing.T, url string) {
		test(t, storetest.Open(t, store.Config{URL: url, Migrate: true, Clock: func() time.Time { return personDay }}), url)
	})
}

// known makes somebody a subscriber, a sender of a published story, and an editor.
func known(t *testing.T, s *store.Store, email string) person.Who {
	t.Helper()
	ctx, who := t.Context(), whoIs(t, email)
	address, err := mail.ParseAddress(email)
	if err != nil {
		t.Fatal(err)
	}
	agreed := consent.Wording{What: "letter", Version: "1", Text: "Yes."}.Given(personDay)
	request := newsletter.Request{ID: who.Hash, Address: address, Consent: agreed, Now: personDay}
	decide := func(newsletter.Known) newsletter.Answer {
		return newsletter.Answer{Mail: outbox.Mail{Kind: "confirm", To: address, Subject: "Confirm", Text: "A link."}, Asked: personDay}
	}
	if err := s.Request(ctx, request, decide); err != nil {
		t.Fatal(err)
	}
	number, _, err := s.AddStory(ctx, story.New{
		Key: []byte("key of " + email), Code: []byte("code of " + email),
		Story: &story.Story{State: story.Received, Version: 1, Received: personDay, Text: storyText, HTML: "<p>" + storyText + "</p>", Plain: storyText,
			Naming: story.FullName, Identity: story.Identity{Credit: storyName, Email: strings.ToUpper(email[:1]) + email[1:]}},
		Given: []consent.Record{consent.Wording{What: "publish", Version: "1", Text: "Publish."}.Given(personDay)},
		Entry: audit.Entry{At: personDay, Actor: story.Reader, Act: "story.receive"},
	})
	if err != nil {
		t.Fatal(err)
	}
	service := &story.Service{Store: s, Clock: func() time.Time { return personDay }}
	for version, act := range []story.Act{story.Accept, story.Name, story.Publish} {
		o := story.Order{Who: "editor:1", Number: number, Version: version + 1, Act: act, Title: "The pump of Quillfeather", Slug: "the-pump"}
		if err := service.Do(ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	link := account.Link{Digest: []byte("link of " + email), Purpose: account.SignIn, Created: personDay, Expires: personDay.Add(time.Hour)}
	if err := s.AddUser(ctx, who.Key, account.Owner, link); err != nil {
		t.Fatal(err)
	}
	if err := s.UseLink(ctx, link.Digest, []byte("session of "+email), personDay, func(account.Link) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return who
}

// anotherEditor lets somebody else in, so that an account can go.
func anotherEditor(t *testing.T, s *store.Store) {
	t.Helper()
	l := account.Link{Digest: []byte("another link"), Purpose: account.SignIn, Created: personDay, Expires: personDay.Add(time.Hour)}
	if err := s.AddUser(t.Context(), "another@example.com", account.Editor, l); err != nil {
		t.Fatal(err)
	}
}

func TestEverythingOfAPersonIsShown(t *testing.T) {
	eachDay(t, func(t *testing.T, s *store.Store, _ string) {
		who := known(t, s, "zoe@example.com")
		r, err := s.Person(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		if r.Nothing() || r.Subscriber.Email != "zoe@example.com" || len(r.Consents) != 1 || len(r.WrittenTo) != 1 || len(r.Mails) != 1 || len(r.Stories) != 1 || r.Account.Role != "owner" {
			t.Fatalf("%+v", r)
		}
		x := r.Stories[0]
		if x.Text != storyText || x.Credit != storyName || x.Slug != "the-pump" || x.Published == nil || len(x.Consents) != 1 || len(x.Acts) != 4 || x.Acts[0].Act != "story.receive" {
			t.Errorf("%+v", x)
		}
		if len(r.Account.Sessions) != 1 || len(r.Account.Acts) < 2 {
			t.Errorf("%+v", r.Account)
		}
		if stranger, err := s.Person(t.Context(), whoIs(t, "other@example.com")); err != nil || !stranger.Nothing() {
			t.Errorf("%+v, %v", stranger, err)
		}
	})
}

func TestAPersonIsErasedEverywhere(t *testing.T) {
	eachDay(t, func(t *testing.T, s *store.Store, url string) {
		ctx := t.Context()
		who, other := known(t, s, "zoe@example.com"), whoIs(t, "other@example.com")
		if err := s.MayErase(ctx, who); !fault.Is(err, fault.Conflict) {
			t.Fatal("the only account may go:", err)
		}
		if _, err := s.ErasePerson(ctx, who, time.Time{}); !fault.Is(err, fault.Conflict) {
			t.Fatal("the only account went:", err)
		}
		if r, err := s.Person(ctx, who); err != nil || r.Subscriber == nil || len(r.Stories) != 1 {
			t.Fatalf("half of it is gone: %+v, %v", r, err)
		}
		anotherEditor(t, s)
		before, _ := s.Revision(ctx)
		done, err := s.ErasePerson(ctx, who, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if !done.Subscriber || done.Mails != 1 || !slices.Equal(done.Stories, []int{1}) || done.Account != "editor:1" || done.Heir != "editor:2" || done.Nothing() {
			t.Errorf("%+v", done)
		}
		if r, err := s.Person(ctx, who); err != nil || r.Left == nil || r.Subscriber != nil || len(r.Consents)+len(r.WrittenTo)+len(r.Mails)+len(r.Stories) != 0 || r.Account != nil {
			t.Errorf("%+v, %v", r, err)
		}
		if after, err := s.Revision(ctx); err != nil || after <= before {
			t.Error("readers go on seeing the story:", err)
		}
		public, err := s.PublicStories(ctx)
		if err != nil || len(public.Stories) != 0 || len(public.Gone) != 0 {
			t.Errorf("%+v, %v", public, err)
		}
		if _, err := s.StoryByCode(ctx, []byte("code of zoe@example.com")); !fault.Is(err, fault.NotFound) {
			t.Error("the code opens something still:", err)
		}
		if err := s.VerifyAudit(ctx); err != nil {
			t.Error(err)
		}
		if users, err := s.Users(ctx); err != nil || len(users) != 1 || users[0].Role != account.Owner {
			t.Errorf("%+v, %v", users, err)
		}
		if err := s.Scrub(ctx); err != nil {
			t.Fatal(err)
		}
		noByteIsLeft(t, url, "zoe@example.com", "quillfeather", "answered back")
		again, err := s.ErasePerson(ctx, who, time.Time{})
		if err != nil || !again.Nothing() {
			t.Errorf("a second time: %+v, %v", again, err)
		}
		if nobody, err := s.ErasePerson(ctx, other, time.Time{}); err != nil || !nobody.Nothing() {
			t.Errorf("%+v, %v", nobody, err)
		}
	})
}

// noByteIsLeft searches a SQLite file and what lies beside it.
func noByteIsLeft(t *testing.T, url string, words ...string) {
	t.Helper()
	path, isFile := strings.CutPrefix(url, "sqlite:")
	if !isFile {
		noRowIsLeft(t, url, words...)
		return
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		data, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range words {
			if strings.Contains(strings.ToLower(string(data)), word) {
				t.Errorf("%s is left in %s", word, path+suffix)
			}
		}
	}
}

// noRowIsLeft searches every row of PostgreSQL as text.
func noRowIsLeft(t *testing.T, url string, words ...string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	for _, name := range names {
		for _, word := range words {
			var n int
			if err := db.QueryRow("SELECT count(*) FROM "+name+" x WHERE lower(x::text) LIKE '%' || $1 || '%'", word).Scan(&n); err != nil || n > 0 {
				t.Errorf("%s is left in %d rows of %s, %v", word, n, name, err)
			}
		}
	}
	if len(names) < 10 {
		t.Error(names)
	}
}

// TestWhatIsNewerStays replays an erasure into a database where the person came back since.
func TestWhatIsNewerStays(t *testing.T) {
	eachDay(t, func(t *testing.T, s *store.Store, _ string) {
		who := known(t, s, "zoe@example.com")
		done, err := s.ErasePerson(t.Context(), who, personDay.Add(-time.Second))
		if err != nil || !done.Nothing() {
			t.Errorf("%+v, %v", done, err)
		}
		if was, err := s.LeaveAgain(t.Context(), who.Hash, personDay.Add(-time.Second)); was || err != nil {
			t.Error(was, err)
		}
		done, err = s.ErasePerson(t.Context(), who, personDay.Add(100*365*24*time.Hour))
		if err != nil || !done.Subscriber || done.Kept != "editor:1" || done.Account != "" || len(done.Stories) != 1 {
			t.Errorf("the only account stays and the rest goes: %+v, %v", done, err)
		}
	})
}

func TestAReplayFindsEverybody(t *testing.T) {
	eachDay(t, func(t *testing.T, s *store.Store, _ string) {
		ctx := t.Context()
		zoe := known(t, s, "zoe@example.com")
		anotherEditor(t, s)
		x, err := s.Story(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		leaver := whoIs(t, "leaver@example.com")
		address, _ := mail.ParseAddress("leaver@example.com")
		if err := s.Rejoin(ctx, newsletter.Request{ID: leaver.Hash, Address: address, Now: personDay}); err != nil {
			t.Fatal(err)
		}
		id := person.KeyID(personKey)
		later := personDay.Add(365 * 24 * time.Hour) // later than every act of the program's own clock
		lines := []person.Line{
			{At: later, What: person.Left, Key: id, Hash: leaver.Hash},
			{At: later, What: person.TakenBack, Key: id, Hash: person.StoryHash("story:1", x.Received, personKey)},
			{At: later, What: person.TakenBack, Key: id, Hash: person.StoryHash("story:1", x.Received.Add(time.Second), personKey)}, // another story of that number
			{At: later, What: person.ErasedWord, Key: id, Hash: whoIs(t, "nobody@example.com").Hash},
			{At: later, What: person.ErasedWord, Key: "ffffffff", Hash: zoe.Hash},
		}
		r, err := person.Replay(ctx, s, personKey, story.Subject, lines)
		if err != nil || r != (person.Replayed{Left: 1, TakenBack: 1, Foreign: 1}) {
			t.Fatalf("%+v, %v", r, err)
		}
		if x, err := s.Story(ctx, 1); err != nil || x.State != story.Withdrawn || x.Slug != "the-pump" || x.Text != "" {
			t.Errorf("%+v, %v", x, err)
		}
		lines = append(lines, person.Line{At: later, What: person.ErasedWord, Key: id, Hash: zoe.Hash})
		r, err = person.Replay(ctx, s, personKey, story.Subject, lines)
		if err != nil || r.Erased != 1 || r.Left != 0 || r.TakenBack != 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		if err := s.VerifyAudit(ctx); err != nil {
			t.Error(err)
		}
		again, err := s.Withdrawals(ctx, personDay, personKey)
		if err != nil || len(again) != 3 {
			t.Errorf("%+v, %v", again, err)
		}
	})
}

// TestEveryTableWithAnAddressIsErasedFrom fails when a migration adds a column for addresses that an erasure does not know.
func TestEveryTableWithAnAddressIsErasedFrom(t *testing.T) {
	url := storetest.SQLite(t)
	storetest.Open(t, store.Config{URL: url, Migrate: true})
	db, err := sql.Open("sqlite", strings.TrimPrefix(url, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND (c.name LIKE '%mail' OR c.name LIKE '%address%' OR c.name LIKE 'recipient%' OR c.name LIKE '%credit%')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		found = append(found, table+"."+column)
	}
	slices.Sort(found)
	want := []string{"outbox_mails.recipient", "sign_in_links.email", "story_identities.credit", "story_identities.email", "subscribers.email", "users.email"}
	if !slices.Equal(found, want) {
		t.Errorf("teach person.go and person_erase.go about %v, then this test", found)
	}
}
