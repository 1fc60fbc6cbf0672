package desk_test

import (
	"context"
	"testing"
	"time"

	"insider/internal/feedcheck"
	"insider/internal/websub"
)

// feedOf is a feed of which the test says how it is.
type feedOf struct {
	findings []feedcheck.Finding
	changes  []feedcheck.Change
	hubs     []websub.Status
}

func (f *feedOf) Findings(context.Context) ([]feedcheck.Finding, error) { return f.findings, nil }
func (f *feedOf) Changes(context.Context) ([]feedcheck.Change, error)   { return f.changes, nil }
func (f *feedOf) Hubs(context.Context) ([]websub.Status, error)         { return f.hubs, nil }

func TestAFeedWithoutTroubleSaysSo(t *testing.T) {
	h := newHouse(t, "https://radio.example/root", nil)
	h.browser().get("/root/desk/feed").to("/root/desk/sign-in?next=%2Fdesk%2Ffeed")
	b := h.browser()
	secret, err := h.accounts.AddEditor(t.Context(), "ed@example.com")
	if err != nil {
		t.Fatal(err)
	}
	b.post("/root/desk/sign-in", "token", secret).is(303)
	b.get("/root/desk/feed").is(200).says("https://radio.example/root/podcast.xml", "no mistakes, no warnings, no hints", "Nothing is scheduled", "The show names no hub.").lacks("<ol class=\"mistakes")
}

func TestTheFeedsPageTellsFindingsChangesAndHubs(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	rule := feedcheck.Rules()[0]
	for range 12 {
		h.feed.findings = append(h.feed.findings, feedcheck.Finding{Rule: rule, Where: "episodes/two.md", Sentence: "It is <b>wrong</b>."})
	}
	h.feed.changes = []feedcheck.Change{
		{Kind: feedcheck.New, Item: feedcheck.Item{Title: "The coming one", Date: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}},
		{Kind: feedcheck.Changed, Item: feedcheck.Item{Title: "The longer one"}, Fields: []feedcheck.Field{{Name: feedcheck.Length, Was: "1", Is: "2"}}},
		{Kind: feedcheck.Removed, Item: feedcheck.Item{Slug: "gone"}},
		{Kind: feedcheck.Changed, Item: feedcheck.Item{Title: "Out already"}, Since: h.now},
	}
	told := time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC)
	h.feed.hubs = []websub.Status{
		{Hub: "https://fine.example/", Told: told},
		{Hub: "https://fresh.example/", Waiting: true},
		{Hub: "https://down.example/", Waiting: true, Attempts: 3, Sentence: "It answers 503.", Due: h.now.Add(time.Minute), Told: told},
		{Hub: "https://dead.example/", GaveUp: true, Attempts: 20, Sentence: "Its name is not known."},
	}
	h.radio.Hubs = []string{"https://fine.example/", "https://far.example/"}
	h.editor("ed@example.com").get("/desk/feed").is(200).says(
		"12 mistakes", rule.Name, "episodes/two.md: It is &lt;b&gt;wrong&lt;/b&gt;.", "and 2 more", rule.Why,
		"The coming one", "new, ", "The longer one", "audio length; apps download it again", "gone",
		"knows the feed as it is, last told ", "is being told", "tried 3 times: It answers 503. Next try ", "given up until the feed changes: Its name is not known.",
		"https://far.example/</span>", "not told: ").lacks("Out already")
}
