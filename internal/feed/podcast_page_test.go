package feed_test

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed/rss"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/feed"
	"insider/internal/show"
)

// linksOf returns the atom links of a feed as "rel href".
func linksOf(f *rss.Feed) []string {
	var out []string
	for _, l := range f.Extensions["atom"]["link"] {
		out = append(out, l.Attrs["rel"]+" "+strings.TrimPrefix(l.Attrs["href"], "https://show.example/root"))
	}
	return out
}

func TestPagesOfTheFeed(t *testing.T) {
	s := withEpisodes(t, 7)
	s.Show.FeedLimit, s.Show.Hubs = 3, []string{"https://hub.example/"}
	s.Episodes[6].Audio.Duration = 0 // not listed, so it takes no place
	e, b := at(s), builder(t)
	var guids []string
	for number, want := range map[int][]string{
		1: {"self /podcast.xml", "first /podcast.xml", "last /podcast.xml?page=2", "next /podcast.xml?page=2", "hub https://hub.example/"},
		2: {"self /podcast.xml?page=2", "first /podcast.xml", "last /podcast.xml?page=2", "previous /podcast.xml"},
	} {
		data, err := b.PodcastPage(e, number)
		if err != nil {
			t.Fatal(err)
		}
		f := parse(t, data)
		if got := linksOf(f); !slices.Equal(got, want) {
			t.Errorf("page %d links %q, want %q", number, got, want)
		}
		for _, item := range f.Items {
			guids = append(guids, fmt.Sprint(number, " ", item.GUID.Value))
		}
	}
	slices.Sort(guids)
	if want := []string{"1 guid-4", "1 guid-5", "1 guid-6", "2 guid-1", "2 guid-2", "2 guid-3"}; !slices.Equal(guids, want) {
		t.Errorf("items are %q", guids)
	}
	first, err := b.Podcast(e)
	if page, err2 := b.PodcastPage(e, 1); err != nil || err2 != nil || !bytes.Equal(first, page) {
		t.Error("page one is not the feed")
	}
	for _, number := range []int{-1, 0, 3, 1 << 40} {
		if _, err := b.PodcastPage(e, number); !fault.Is(err, fault.NotFound) {
			t.Errorf("page %d: %v", number, err)
		}
	}
}

func TestPagesOfParts(t *testing.T) {
	s := withEpisodes(t, 5)
	s.Show.FeedLimit = 2
	e, b := at(s), builder(t)
	data, err := b.TopicPodcast(e, "culture", 3)
	if err != nil {
		t.Fatal(err)
	}
	f := parse(t, data)
	if want := []string{"self /topics/culture/podcast.xml?page=3", "first /topics/culture/podcast.xml", "last /topics/culture/podcast.xml?page=3", "previous /topics/culture/podcast.xml?page=2"}; !slices.Equal(linksOf(f), want) || len(f.Items) != 1 {
		t.Errorf("%d items, links %q", len(f.Items), linksOf(f))
	}
	if _, err := b.SeasonPodcast(e, 2, 3); !fault.Is(err, fault.NotFound) {
		t.Errorf("a page that is not there: %v", err)
	}
}

func TestAThousandEpisodesStandOnPageOne(t *testing.T) {
	s := source()
	for i := range 1001 {
		s.Episodes = append(s.Episodes, &show.Episode{Slug: fmt.Sprint(i), GUID: fmt.Sprint("g", i), Title: "T", Number: i + 1, Date: noon.AddDate(0, 0, -i), Hash: fmt.Sprint(i),
			Audio: show.Enclosure{Path: fmt.Sprint("/media/", i), Type: "audio/mpeg", Bytes: 1, Duration: 1e9}})
	}
	for number, want := range map[int]int{1: 1000, 2: 1} {
		data, err := builder(t).PodcastPage(at(s), number)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Count(data, []byte("<item>")); got != want {
			t.Errorf("page %d has %d items, want %d", number, got, want)
		}
	}
}

func TestPartsTellNothingThatBelongsToTheShow(t *testing.T) {
	s := withEpisodes(t, 2)
	s.Show.Moved, s.Show.Hubs = "https://host.example/feed.xml", []string{"https://hub.example/"}
	s.Show.Texts = []show.TextRecord{{Purpose: "verify", Text: "secret"}}
	s.Show.Spotify = show.Spotify{Limit: 5}
	for name, build := range parts {
		if !strings.HasSuffix(name, "podcast.xml") {
			continue
		}
		data, err := build(builder(t), at(s))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"new-feed-url", "podcast:txt", "spotify:", `rel="hub"`} {
			if bytes.Contains(data, []byte(text)) {
				t.Errorf("%s tells %s", name, text)
			}
		}
	}
}

func TestMovedTo(t *testing.T) {
	base, err := url.Parse("https://show.example/root")
	if err != nil {
		t.Fatal(err)
	}
	for moved, want := range map[string]string{
		"": "", "https://host.example/feed.xml": "https://host.example/feed.xml", "https://host.example/é?a=b": "https://host.example/%C3%A9?a=b",
		"https://show.example/root/podcast.xml": "", "HTTPS://SHOW.EXAMPLE/root": "",
		"https://show.example/rooted/feed.xml": "https://show.example/rooted/feed.xml", "https://show.example:8443/feed.xml": "https://show.example:8443/feed.xml",
	} {
		s := &show.Show{Moved: moved}
		if got := feed.MovedTo(base, s); got != want {
			t.Errorf("MovedTo(%q) = %q", moved, got)
		}
		notice := feed.MoveNotice(base, s)
		if (notice == "") != (moved == "") || strings.Contains(notice, "301") != (want != "") {
			t.Errorf("moved %q: %s", moved, notice)
		}
	}
}

func TestForeignGUIDsStayToTheByte(t *testing.T) {
	guids := []string{
		"https://old.example/?p=123&preview=true#x", "tag:soundcloud,2010:tracks/1", "Buzzsprout-1", "e\u0301 is not \u00e9", "a  b", "\u200bzero width", "😀",
		`<![CDATA[x]]>`, "]]>", "&amp;", `"quoted"'s`, "00012", "ÄÖÜ%20x",
	}
	s := source()
	for i, guid := range guids {
		ep := episode(t, i+1, s)
		ep.GUID = guid
		s.Episodes = append(s.Episodes, ep)
	}
	data, err := builder(t).Podcast(edition.New(s, noon))
	if err != nil {
		t.Fatal(err)
	}
	f := parse(t, data)
	for i, item := range f.Items {
		if want := guids[len(guids)-1-i]; item.GUID.Value != want {
			t.Errorf("guid %q became %q", want, item.GUID.Value)
		}
	}
}
