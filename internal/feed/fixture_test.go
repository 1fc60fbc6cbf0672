package feed_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/markdown"
	"insider/internal/show"
)

var noon = time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)

// notes is a text that counts how often it is asked for.
type notes struct {
	doc   *show.Document
	asked atomic.Int32
}

func (n *notes) Document() (*show.Document, error) { n.asked.Add(1); return n.doc, nil }

// rendered keeps documents by their source: many episodes have the same notes.
var rendered sync.Map

func text(t testing.TB, source string, length time.Duration) *notes {
	t.Helper()
	key := length.String() + source
	if doc, ok := rendered.Load(key); ok {
		return &notes{doc: doc.(*show.Document)}
	}
	doc, err := markdown.Render([]byte(source), markdown.Context{Root: "/root", Site: "show.example", Length: length})
	if err != nil {
		t.Fatal(err)
	}
	rendered.Store(key, doc)
	return &notes{doc: doc}
}

func builder(t testing.TB) *feed.Builder {
	t.Helper()
	base, err := url.Parse("https://show.example/root/")
	if err != nil {
		t.Fatal(err)
	}
	return feed.NewBuilder(base)
}

func picture(kind show.Kind, slug, name string) *show.Image {
	return &show.Image{Path: show.MediaPath(kind, slug, name), Type: "image/jpeg", Width: 3000, Height: 3000,
		File: &show.File{Hash: "c0ffee0123456789c0ffee0123456789"}}
}

// source is a show with hosts and no items.
func source() *edition.Source {
	ada := &show.Person{Slug: "ada", Name: "Ada", Role: "host", Picture: picture(show.People, "ada", "ada.jpg"), Hash: "ada-1"}
	bo := &show.Person{Slug: "bo", Name: "Bo", Role: "host", Hash: "bo-1"}
	return &edition.Source{
		Show: &show.Show{
			Title: "Two Pens", Tagline: "Two worlds, one floor.", Description: "A show about two worlds that meet on one floor.",
			Language: "en", GUID: "9b024349-ccf0-5f69-a609-6b82873eab3c", Locked: true,
			Owner:      show.Owner{Name: "Two Pens Ltd", Email: "feed@show.example", Public: true},
			Categories: []show.Category{{Name: "Technology"}, {Name: "Business", Sub: "Management"}, {Name: "News", Sub: "Tech News"}},
			Type:       "episodic", Copyright: "Two Pens Ltd", Cover: picture(show.Media, "abc", "cover.jpg"),
			Hosts: []*show.Person{ada, bo},
			Podcasting: show.Podcasting{
				Funding:   []show.Link{{Name: "Support the show", URL: "https://example.org/support?a=1&b=2"}},
				Locations: []show.Location{{Name: "Ghent, Belgium"}},
			},
			Seasons: []show.Season{{Number: 2, Name: "The floor"}}, Hash: "show-1", Changed: noon.Add(-72 * time.Hour),
		},
		People: []*show.Person{ada, bo},
	}
}

// episode is an episode with everything that a feed can tell.
func episode(t testing.TB, n int, s *edition.Source) *show.Episode {
	length := 48*time.Minute + 24*time.Second
	slug := fmt.Sprintf("episode-%d", n)
	return &show.Episode{
		Slug: slug, GUID: fmt.Sprintf("guid-%d", n), Title: fmt.Sprintf("What the floor knows (%d)", n), Number: n, Season: 1 + n%2,
		Summary: "One sentence & a half.", Type: show.Full, Explicit: n == 2, Date: noon.Add(-time.Duration(2000-n) * time.Hour),
		Audio:      show.Enclosure{Path: show.MediaPath(show.Episodes, slug, "audio.mp3"), Type: "audio/mpeg", Bytes: 44_100_000 + int64(n), Duration: length},
		Cover:      picture(show.Episodes, slug, "cover.jpg"),
		People:     []show.Credit{{Person: s.People[0], Role: "host"}, {Person: s.People[1], Role: "engineer"}},
		Topics:     []show.Topic{{Slug: "culture", Name: "Culture"}},
		Podcasting: show.Podcasting{License: show.License{Name: "cc-by-4.0"}},
		Chapters: []show.Chapter{
			{Title: "Cold open", Image: picture(show.Episodes, slug, "open.jpg")},
			{Start: 12*time.Minute + 30*time.Second + 250*time.Millisecond, Title: "The floor", Link: "https://example.org/floor"},
		},
		Transcripts: []show.Transcript{{Language: "nl"}, {Language: "en"}},
		Soundbites:  []show.Soundbite{{Start: 90 * time.Second, Duration: 30500 * time.Millisecond, Title: "A line worth hearing"}},
		Notes:       text(t, "The notes, with a [link](/about) and a time: 12:30.\n\n## Links\n\n- one\n- [two](https://example.org/)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", length),
		Hash:        fmt.Sprintf("episode-%d", n), Changed: noon.Add(-time.Duration(n) * time.Minute),
	}
}

// withEpisodes is an edition with n episodes.
func withEpisodes(t testing.TB, n int) *edition.Source {
	s := source()
	for i := range n {
		s.Episodes = append(s.Episodes, episode(t, i+1, s))
	}
	return s
}

// hostile is an edition whose every text tries to break the feed.
func hostile(t testing.TB) *edition.Source {
	const bad = badText
	s := source()
	s.Show.Title, s.Show.Description, s.Show.Copyright = bad, strings.Repeat(bad+" ", 100), bad
	s.Show.Owner = show.Owner{Name: bad, Email: "private@show.example"}
	s.Show.Hosts[0].Name = bad
	s.Show.Cover = nil
	ep := episode(t, 1, s)
	ep.Title, ep.Summary, ep.GUID = bad+strings.Repeat(" long", 100), bad, "http://old.example/?p=1&q=<2>"
	ep.Cover, ep.Season, ep.Number, ep.Type, ep.Block = nil, 0, 0, "", true
	ep.License = show.License{URL: "https://example.org/terms?a=1&b=2"}
	ep.Chapters, ep.Soundbites = []show.Chapter{{Title: bad}}, []show.Soundbite{{Title: bad}}
	ep.Audio.URL, ep.Audio.Path = "https://cdn.example/a.mp3?x=1&y=2", ""
	ep.Notes = text(t, bad+"\n\n"+strings.Repeat("A paragraph with ]]> & <b>tags</b>.\n\n", 3), 0)
	unknown := episode(t, 2, s)
	unknown.Audio.Duration = 0
	s.Episodes = []*show.Episode{ep, unknown}
	return s
}

// blogSource is a show with n articles and three stories.
func blogSource(t testing.TB, n int) *edition.Source {
	s := source()
	for i := range n {
		s.Articles = append(s.Articles, &show.Article{
			Slug: fmt.Sprintf("article-%d", i+1), Title: fmt.Sprintf("Article %d & more", i+1), Number: i + 1, Summary: "A summary <with> signs.",
			Date: noon.Add(-time.Duration(100-i) * time.Hour), Authors: s.People[:1], Topics: []show.Topic{{Slug: "culture", Name: "Culture"}},
			Cover: picture(show.Articles, fmt.Sprintf("article-%d", i+1), "cover.jpg"),
			Body:  text(t, "A body with a [link](/about), `code` and a table.\n\n| a |\n|---|\n| 1 |\n", 0), Hash: fmt.Sprint("a", i), Changed: noon.Add(-time.Hour),
		})
	}
	if n > 0 {
		s.Articles[0].Updated = noon.Add(-50 * time.Hour)
		s.Articles[0].Aliases = []string{"/old", "/articles/first-name"}
	}
	for i := range 3 {
		s.Stories = append(s.Stories, &show.Story{
			Number: i + 1, Slug: fmt.Sprintf("story-%d", i+1), Title: fmt.Sprintf("Story %d", i+1), Excerpt: "One sentence.",
			HTML:   `<p>The story, with a <a class="external" href="https://example.org/" rel="external nofollow ugc noopener">link</a>.</p>`,
			Author: []string{"", "A. Reader, operator", "B"}[i], Date: noon.Add(-time.Duration(5-i) * time.Hour), Hash: fmt.Sprint("t", i),
		})
	}
	return s
}

func at(s *edition.Source) *edition.Edition { return edition.New(s, noon) }
