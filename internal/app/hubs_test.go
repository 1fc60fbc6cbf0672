package app

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/show"
)

func TestAFeedOfThisMachineIsToldOnlyToHubsOfThisMachine(t *testing.T) {
	hubs := []string{"https://hub.example/", "http://127.0.0.1:9/", "http://[::1]/", "http://hub.localhost/"}
	for base, want := range map[string][]string{
		"https://show.example":  hubs,
		"http://localhost:8080": hubs[1:],
	} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		if got := reachedFrom(u, hubs); !slices.Equal(got, want) {
			t.Errorf("%s: %v", base, got)
		}
	}
}

func TestTheFeedForHubsFollowsItsBytes(t *testing.T) {
	base := &url.URL{Scheme: "https", Host: "show.example", Path: "/root"}
	s := &show.Show{Title: "A Show", Hubs: []string{"https://hub.example/"}, GUID: "11111111-2222-5333-8444-555555555555", Hash: "1", Zone: time.UTC}
	now := testTime
	episode := &show.Episode{Slug: "later", GUID: "g", Title: "Later", Date: testTime.Add(time.Hour), Hash: "e",
		Audio: show.Enclosure{Path: "/media/episodes/later/a.mp3", Bytes: 1, Type: "audio/mpeg", Duration: time.Minute}}
	holder := edition.NewHolder(edition.New(&edition.Source{Show: s, Episodes: []*show.Episode{episode}}, now), func() time.Time { return now })
	h := &hubFeed{editions: holder, builder: feed.NewBuilder(base), base: base}
	first, ok, err := h.current()
	if err != nil || !ok || first.URL != "https://show.example/root/podcast.xml" || len(first.Hash) != 64 {
		t.Fatalf("%+v, %v, %v", first, ok, err)
	}
	if again, _, _ := h.current(); again.Hash != first.Hash {
		t.Error("the same feed has another hash")
	}
	now = now.Add(time.Hour)
	if scheduled, _, err := h.current(); err != nil || scheduled.Hash == first.Hash || !scheduled.Changed.Equal(now) {
		t.Errorf("an episode whose minute came changes nothing: %+v, %v", scheduled, err)
	}
	s.Moved = "https://host.example/feed.xml"
	holder.Swap(edition.New(&edition.Source{Show: s}, now))
	if gone, ok, err := h.current(); err != nil || !ok || len(gone.Hubs) != 0 {
		t.Errorf("hubs hear of a feed that lives elsewhere: %+v", gone)
	}
	drafts := &edition.Source{Show: s, Episodes: []*show.Episode{episode}, Drafts: true}
	holder.Swap(edition.New(drafts, now))
	if _, ok, _ := h.current(); ok {
		t.Error("hubs hear of drafts")
	}
}
