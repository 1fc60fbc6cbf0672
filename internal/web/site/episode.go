package site

import (
	"context"
	"html/template"
	"net/url"
	"strings"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

// episodePage is templates/site/episode.html.
type episodePage struct {
	Base
	Tag            tag
	Date           moment
	Length         string
	Lead           string
	Draft          bool
	Player         player
	Notes          template.HTML
	Chapters       []chapterRow
	People         []credit
	Topics         []show.Topic
	Season         *show.Season
	Excerpt        []turn
	ExcerptEnd     int    // seconds, where the last cue of the excerpt ends
	WhoSpeaks      string // one sentence, "" when the transcript names nobody
	TranscriptPath string // "" when there is none
	Feed           string
	Share          []show.Link
	Turnpage       *turnpage
	Related        []row
}

// chapterRow is one chapter in a list.
type chapterRow struct {
	Number      int
	Clock, Path string
	Title       string
	ID          string // anchor on the episode's page, "" elsewhere
	Link, Host  string // address that belongs to it and where that is, "" without one or elsewhere
	Current     bool
}

func (s *Site) episode(_ context.Context, r *web.Request) (*web.Response, error) {
	ep, ok := r.Edition.Episode(r.Param("slug"))
	if !ok {
		return nil, errNoPage
	}
	notes, err := document(ep.Notes)
	if err != nil {
		return nil, err
	}
	data := s.episodeData(r.Edition, ep, start(r.Query("t"), ep.Audio.Duration))
	data.Notes = notes
	return s.render("episode", data)
}

func (s *Site) episodeData(e *edition.Edition, ep *show.Episode, at time.Duration) episodePage {
	b := s.base(e, "episodes", ep.Title, ep.Summary, ep.Path())
	b.OpenGraph, b.Embed = s.openEpisode(ep), s.embedding(e.Show, ep)
	b.Card = s.card(e, ep)
	b.Linked = s.linkedEpisode(e, ep, b.Card)
	this := s.rows(e, []show.Item{ep})[0]
	data := episodePage{
		Base: b, Tag: this.Tag, Date: this.Date, Length: minutes(ep.Audio.Duration), Lead: ep.Summary, Draft: this.Draft,
		Player: s.player(e, ep, at), Chapters: linkedChapters(ep),
		People: credits(e.Show, ep.People), Topics: ep.Topics, Season: seasonOf(e, ep), Feed: "/podcast.xml",
		Share: s.share(ep.Title, ep.Path()), Related: s.related(e, ep),
	}
	data.Excerpt, data.ExcerptEnd = excerpt(ep, e.Show, at)
	if len(data.Excerpt) > 0 {
		data.TranscriptPath, data.WhoSpeaks = ep.TranscriptPath(), s.whoSpeaks(e.Show, ep)
	}
	markCurrent(data.Chapters, ep.Chapters, at)
	data.Turnpage = data.turnpage(e, ep)
	return data
}

func chapterRows(ep *show.Episode) []chapterRow {
	out := make([]chapterRow, len(ep.Chapters))
	for i, c := range ep.Chapters {
		out[i] = chapterRow{Number: i + 1, Clock: web.Clock(c.Start), Path: startPath(ep, c.Start), Title: c.Title}
	}
	return out
}

// linkedChapters are the chapters as on the episode's own page: with anchors and links.
func linkedChapters(ep *show.Episode) []chapterRow {
	out := chapterRows(ep)
	for i, c := range ep.Chapters {
		if i == 0 || seconds(c.Start) != seconds(ep.Chapters[i-1].Start) {
			out[i].ID = "chapter-" + seconds(c.Start)
		}
		if u, err := url.Parse(c.Link); err == nil && u.Host != "" {
			out[i].Link, out[i].Host = c.Link, strings.TrimPrefix(u.Hostname(), "www.")
		}
	}
	return out
}

// startPath is the address that opens an episode at a second.
func startPath(ep *show.Episode, at time.Duration) string {
	return ep.Path() + "?t=" + seconds(at) + "#player"
}

func markCurrent(rows []chapterRow, chapters []show.Chapter, at time.Duration) {
	if i := chapterAt(chapters, at); at > 0 && i >= 0 {
		rows[i].Current = true
	}
}

func seasonOf(e *edition.Edition, ep *show.Episode) *show.Season {
	if g, ok := e.Season(ep.Season); ok {
		return &g.Key
	}
	return nil
}

// document renders a text that an author wrote; no text is no error.
func document(t show.Text) (template.HTML, error) {
	if t == nil {
		return "", nil
	}
	d, err := t.Document()
	if err != nil {
		return "", err
	}
	return d.HTML, nil
}
