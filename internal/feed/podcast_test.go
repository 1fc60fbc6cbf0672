package feed_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed/rss"

	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/show"
)

func parse(t *testing.T, data []byte) *rss.Feed {
	t.Helper()
	f, err := (&rss.Parser{}).Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPodcastTellsWhatAppsNeed(t *testing.T) {
	e := at(withEpisodes(t, 3))
	data, err := builder(t).Podcast(e)
	if err != nil {
		t.Fatal(err)
	}
	f := parse(t, data)
	if f.ITunesExt.Author != "Ada and Bo" || f.ITunesExt.Owner.Email != "feed@show.example" || f.ITunesExt.Explicit != "false" ||
		f.ITunesExt.Image != "https://show.example/root/media/art/c0ffee0123456789/3000.jpg" || f.ITunesExt.Type != "episodic" || f.ITunesExt.Block != "" {
		t.Errorf("channel: %+v", f.ITunesExt)
	}
	if c := f.ITunesExt.Categories; len(c) != 3 || c[1].Text != "Business" || c[1].Subcategory.Text != "Management" {
		t.Errorf("categories: %v", c)
	}
	if f.LastBuildDate != "Sat, 14 Nov 2026 11:59:00 +0000" {
		t.Errorf("lastBuildDate is %q", f.LastBuildDate)
	}
	item := f.Items[0]
	if item.GUID.Value != "guid-3" || item.GUID.IsPermalink != "false" || item.PubDate != "Sun, 23 Aug 2026 07:00:00 +0000" ||
		item.Enclosure.URL != "https://show.example/root/media/episodes/episode-3/audio.mp3" || item.Enclosure.Length != "44100003" ||
		item.Enclosure.Type != "audio/mpeg" || item.ITunesExt.Duration != "2904" || item.ITunesExt.EpisodeType != "full" {
		t.Errorf("item: %+v %+v %+v", item, item.Enclosure, item.ITunesExt)
	}
}

func TestPrivateOwnerStaysPrivate(t *testing.T) {
	s := withEpisodes(t, 1)
	s.Show.Owner.Public = false
	for name, build := range formats {
		data, err := build(builder(t), at(s))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte("feed@show.example")) {
			t.Errorf("%s tells the owner's address", name)
		}
	}
}

func TestPartsOfAPodcastHideAndKeepTheirGUID(t *testing.T) {
	e := at(withEpisodes(t, 3))
	whole := builder(t)
	main, err := whole.Podcast(e)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{podcastGUID(t, main): true}
	for name, build := range parts {
		if !strings.HasSuffix(name, "podcast.xml") {
			continue
		}
		data, err := build(whole, e)
		if err != nil {
			t.Fatal(err)
		}
		if f := parse(t, data); f.ITunesExt.Block != "Yes" || len(f.Items) == 0 {
			t.Errorf("%s: block %q, %d items", name, f.ITunesExt.Block, len(f.Items))
		}
		if id := podcastGUID(t, data); seen[id] {
			t.Errorf("%s shares its guid %s", name, id)
		} else {
			seen[id] = true
		}
	}
}

func podcastGUID(t *testing.T, data []byte) string {
	t.Helper()
	_, rest, _ := strings.Cut(string(data), "<podcast:guid>")
	id, _, ok := strings.Cut(rest, "</podcast:guid>")
	if !ok {
		t.Fatal("no podcast:guid")
	}
	return id
}

func TestDescriptionsStayWithinApplesLimit(t *testing.T) {
	for name, source := range map[string]string{
		"many paragraphs": strings.Repeat("A paragraph of the notes, some words long & more.\n\n", 300),
		"one paragraph":   strings.Repeat("Ünïcödé words & ", 1000),
		"one long list":   strings.Repeat("- an item of a list\n", 400),
		"no spaces":       strings.Repeat("x", 9000),
		"signs":           strings.Repeat("&", 5000),
	} {
		t.Run(name, func(t *testing.T) {
			s := withEpisodes(t, 1)
			s.Episodes[0].Summary, s.Episodes[0].Notes = "", text(t, source, 0)
			s.Show.Description = source
			data, err := builder(t).Podcast(at(s))
			if err != nil {
				t.Fatal(err)
			}
			f := parse(t, data)
			got := f.Items[0].Description
			if len(got) > 4000 || len(got) < 3000 || len(f.Description) > 4000 {
				t.Errorf("the description has %d bytes, the channel's %d", len(got), len(f.Description))
			}
			for _, tag := range []string{"p", "li", "ul"} {
				if strings.Count(got, "<"+tag+">") != strings.Count(got, "</"+tag+">") {
					t.Errorf("<%s> is not balanced in %s", tag, got)
				}
			}
			if source[0] == 'A' && !strings.HasSuffix(got, "more.</p>") {
				t.Errorf("cut inside a block: ...%s", got[len(got)-40:])
			}
		})
	}
}

func TestOneChangedEpisodeCostsOneItem(t *testing.T) {
	s := withEpisodes(t, 100)
	b := builder(t)
	before, err := b.Items(at(s))
	if err != nil {
		t.Fatal(err)
	}
	changed := *s.Episodes[41]
	changed.Title, changed.Hash = "Changed", "changed"
	next := *s
	next.Episodes = append([]*show.Episode{}, s.Episodes...)
	next.Episodes[41] = &changed
	if _, err := b.Podcast(at(&next)); err != nil {
		t.Fatal(err)
	}
	after, err := b.Items(at(&next))
	if err != nil {
		t.Fatal(err)
	}
	differ := 0
	for i := range after {
		if before[i] != after[i] {
			differ++
		}
	}
	if differ != 1 {
		t.Errorf("%d items differ, want 1", differ)
	}
	for i, ep := range s.Episodes {
		want := int32(1)
		if i == 41 {
			want = 2
		}
		if n := ep.Notes.(*notes).asked.Load(); n != want {
			t.Errorf("the notes of episode %d were read %d times, want %d", i+1, n, want)
		}
	}
}

func TestItemsFollowPeopleAndShow(t *testing.T) {
	s := withEpisodes(t, 1)
	b := builder(t)
	seen := map[string]bool{}
	see := func(s *edition.Source, what string) {
		items, err := b.Items(at(s))
		if err != nil {
			t.Fatal(err)
		}
		if seen[items[0].Hash] {
			t.Errorf("the item did not follow %s", what)
		}
		seen[items[0].Hash] = true
	}
	see(s, "nothing")
	renamed := *s.People[0]
	renamed.Name, renamed.Hash = "Ada B.", "ada-2"
	ep := *s.Episodes[0]
	ep.People = []show.Credit{{Person: &renamed, Role: "host"}}
	s.Episodes = []*show.Episode{&ep}
	see(s, "a person")
	other := *s.Show
	other.Seasons, other.Hash = []show.Season{{Number: 2, Name: "Other"}}, "show-2"
	s.Show = &other
	see(s, "the show")
}

func TestItemsTellWhatMustNotChange(t *testing.T) {
	items, err := builder(t).Items(at(hostile(t)))
	if err != nil || len(items) != 1 {
		t.Fatalf("got %d items, %v; the episode without duration must be left out", len(items), err)
	}
	want := feed.Item{GUID: "http://old.example/?p=1&q=<2>", Slug: "episode-1", Enclosure: "https://cdn.example/a.mp3?x=1&y=2",
		Bytes: 44_100_001, Type: "audio/mpeg", Hash: items[0].Hash}
	if items[0] != want || len(want.Hash) != 32 {
		t.Errorf("got %+v, want %+v", items[0], want)
	}
}

func TestChapters(t *testing.T) {
	s := withEpisodes(t, 1)
	data, err := builder(t).Chapters(s.Show, s.Episodes[0])
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/chapters.json", data)
	none, err := builder(t).Chapters(s.Show, &show.Episode{Title: "None"})
	if err != nil || !bytes.Contains(none, []byte(`"chapters": []`)) {
		t.Errorf("without chapters: %s %v", none, err)
	}
}

func BenchmarkPodcastOfAThousand(b *testing.B) {
	s := withEpisodes(b, 1000)
	e := at(s)
	for _, warm := range []bool{false, true} {
		b.Run(fmt.Sprintf("warm=%v", warm), func(b *testing.B) {
			kept := builder(b)
			for b.Loop() {
				if !warm {
					kept = builder(b)
				}
				if _, err := kept.Podcast(e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
