package site

import (
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/url"
	"testing"
	"testing/fstest"
	"time"

	"insider/internal/edition"
	"insider/internal/markdown"
	"insider/internal/show"
	"insider/internal/web"
	"insider/static"
	"insider/templates"
)

// noon is the moment at which fixtures are read.
var noon = time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)

// text is a Markdown text that is rendered at once.
type text struct{ doc *show.Document }

func (t text) Document() (*show.Document, error) { return t.doc, nil }

// script is a transcript held in memory.
type script []show.Cue

func (s script) Cues() ([]show.Cue, error) { return s, nil }

func write(t testing.TB, source string, length time.Duration) show.Text {
	t.Helper()
	doc, err := markdown.Render([]byte(source), markdown.Context{Site: "insider.example", Length: length})
	if err != nil {
		t.Fatal(err)
	}
	return text{doc}
}

const notes = `The first paragraph of the notes, with **weight**, *stress* and a [link](/about). At 13:32 the talk turns.

> A line that somebody said, set apart from the rest of the notes.

- One thing, at 21:50
- Another thing with a [link elsewhere](https://example.org/)
- [x] A task that is done

1. First
2. Second`

const essay = `## Why it breaks

The opening. It has a footnote.[^1]

| Level | Pace | Owner |
|---|--:|---|
| Field | 20 years | Operations |
| Office | 6 months | IT |

## What holds

` + "```go\n// Tag is an instrument.\nfunc Tag(n int) string { return fmt.Sprintf(\"EP %03d\", n) }\n```" + `

### In between

Some ` + "`code`" + ` in a line.

## What to do on Monday

1. Ask.
2. Listen.

[^1]: The note itself.`

// fixture returns a show with n episodes, as many articles, and three stories.
func fixture(t testing.TB, n int) *edition.Source {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	first := &show.Person{Slug: "ada", Name: "Ada", Role: "host", Bio: write(t, "Two lines about the first host, from the people file. They can be a little longer than one.", 0),
		Links: []show.Link{{Name: "Site", URL: "https://ada.example/"}}}
	second := &show.Person{Slug: "bo", Name: "Bo", Role: "host", Bio: write(t, "Two lines about the second host.", 0)}
	guest := &show.Person{Slug: "cleo-van-den-berg", Name: "Cléo van den Berg", Role: "engineer", Bio: write(t, "A guest.", 0)}
	s := &edition.Source{
		Show: &show.Show{
			Title: "Two Pens", Wordmark: "Two Pens", Tagline: "A show about two worlds on one floor.", Language: "en", Zone: zone,
			Description: "A show about two worlds that meet on one floor, told by those who work there.",
			Tags:        show.Tags{Episode: "EP", Article: "AR", Story: "ST"}, Hosts: []*show.Person{first, second},
			Footer: "Two hosts, one shop floor.", Contact: "show@insider.example", Hash: "s",
			Cover: &show.Image{Path: "/media/show/abc/cover.jpg", Width: 3000, Height: 3000, Alt: "Cover"},
			Apps:  []show.Link{{Name: "Apple", URL: "https://apple.example/"}, {Name: "AntennaPod", URL: "https://antenna.example/"}},
		},
		People: []*show.Person{first, second, guest},
		Pages: []*show.Page{
			{Slug: "about", Title: "About", Menu: "About", Summary: "Who makes this and how.", Body: write(t, essay, 0)},
			{Slug: "privacy", Title: "Privacy", Body: write(t, "We keep nothing.", 0)},
		},
		Gone: []string{"taken-back"},
	}
	topics := []show.Topic{{Slug: "culture", Name: "Culture"}, {Slug: "data", Name: "Data"}}
	for i := range n {
		s.Episodes = append(s.Episodes, fixtureEpisode(t, i+1, topics[i%2:], first, second, guest))
		s.Articles = append(s.Articles, &show.Article{
			Slug: fmt.Sprintf("article-%d", i+1), Title: fmt.Sprintf("Article %d on how the floor keeps time", i+1), Number: i + 1, Words: 1600,
			Summary: "What a showcase proves, and what it hides from whoever pays for it.", Date: day(i).Add(-48 * time.Hour),
			Authors: []*show.Person{first}, Topics: topics[:1+i%2], Body: write(t, essay, 0), Hash: "a", Episode: "episode-1", Story: "ST-1",
		})
	}
	for i := range 3 {
		s.Stories = append(s.Stories, &show.Story{
			Number: i + 1, Slug: fmt.Sprintf("story-%d", i+1), Title: fmt.Sprintf("Story %d from a night shift", i+1),
			Excerpt: "One sentence of a reader’s story, about two lines long, that makes you want to read the rest of it.",
			HTML:    "<p>The story itself.</p>", Answer: []template.HTML{"<p>We heard of it too.</p>", "", ""}[i], Credit: []string{"", "Sent in by A. Reader, operator", "Sent in by Somebody"}[i], Industry: "Food", Country: "Belgium",
			Date: day(n).Add(time.Duration(i) * time.Hour), Hash: "t",
		})
	}
	return s
}

func day(i int) time.Time { return noon.AddDate(0, 0, -60+i).Add(-7 * time.Hour) }

func fixtureEpisode(t testing.TB, n int, topics []show.Topic, first, second, guest *show.Person) *show.Episode {
	length := 48*time.Minute + 24*time.Second
	slug := fmt.Sprintf("episode-%d", n)
	ep := &show.Episode{
		Slug: slug, GUID: slug, Title: fmt.Sprintf("Episode %d: as long as a real one gets", n), Number: n, Season: 1 + n%2, Hash: "e",
		Summary: "One or two sentences of summary in the text face, at most forty rem wide, so that the eye rests before the chart begins.",
		Date:    day(n), Topics: topics, Notes: write(t, notes, length), Aliases: []string{"/old/" + slug},
		Audio:  show.Enclosure{Path: show.MediaPath(show.Episodes, slug, "audio.mp3"), Type: "audio/mpeg", Bytes: 44_100_000, Duration: length},
		People: []show.Credit{{Person: first, Role: "host"}, {Person: second, Role: "host"}, {Person: guest, Role: "guest, engineer"}},
		Voices: map[string]show.Voice{"Reader A": {Pen: 1}, "B": {Person: second, Pen: 2}},
	}
	for i, title := range []string{"Cold open: the machine that had a name", "What the floor got right", "Why “convergence” is the wrong word",
		"Lighthouse plants and the dark ones", "A night shift and a spreadsheet", "The tag nobody owned", "What we would do on Monday"} {
		ep.Chapters = append(ep.Chapters, show.Chapter{Start: time.Duration(i) * 7 * time.Minute, Title: title})
	}
	ep.Chapters[1].Link, ep.Chapters[1].Art = "https://www.example.org/floor?a=1&b=2", "https://example.org/floor.png"
	var cues script
	for i := range 400 {
		label := []string{"Reader A", "Reader A", "B", "Guest"}[i/3%4]
		start := time.Duration(i) * 7 * time.Second
		cues = append(cues, show.Cue{Speaker: label, Start: start, End: start + 7*time.Second, Text: fmt.Sprintf("Line %d of what is said, in a few plain words.", i+1)})
	}
	ep.Transcripts = []show.Transcript{{Language: "en", Script: cues}, {Language: "nl", Script: cues[:3]}}
	return ep
}

// serve returns a server with the whole site over a source.
func serve(t testing.TB, source *edition.Source, base string) *web.Server {
	t.Helper()
	address, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return noon }
	editions := edition.NewHolder(edition.New(source, noon), clock)
	server := web.New(web.Options{Base: address, Edition: editions.Current, Log: slog.New(slog.DiscardHandler)})
	assets, err := web.NewAssets(static.FS, server.Root())
	if err != nil {
		t.Fatal(err)
	}
	assets.Mount(server)
	site := New(Deps{Editions: editions, Renderer: renderer(t, address, assets), Base: address, Clock: clock, Log: slog.New(slog.DiscardHandler), TakesMail: true})
	site.server = server
	site.registerPages(server)
	return server
}

func renderer(t testing.TB, base *url.URL, assets *web.Assets) *web.Renderer {
	t.Helper()
	r, err := web.NewRenderer(templateFiles(t), web.Funcs(base, assets), false)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// templateFiles are the layout, the parts and the pages of this package's structs.
func templateFiles(t testing.TB) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	for _, pattern := range []string{"layout.html", "parts/*.html", "site/*.html", "embed/*.html"} {
		names, err := fs.Glob(templates.FS, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(templates.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			out[name] = &fstest.MapFile{Data: data}
		}
	}
	return out
}
