package content

import (
	"time"

	"insider/internal/audio"
	"insider/internal/content/folder"
	"insider/internal/content/parse"
	"insider/internal/picture"
	"insider/internal/show"
)

// Each function moves one kind of value of the manifest. A new field needs a line here and another manifestHeader; the
// test of a whole round trip fails until it has one. What there is only one of, or what few items have, goes as a blob.

func wireChange(w *wire, c *change) {
	words(w, &c.Dir, &c.Program, &c.Pack)
	byName(w, &c.Facts, wireFact)
	byName(w, &c.Good, func(w *wire, r **parse.Record) { maybe(w, r, wireRecord) })
	byName(w, &c.Places, func(w *wire, p *place) { signed(w, &p.Offset, &p.Length) })
	many(w, &c.GoneFacts, one)
	many(w, &c.GoneGood, one)
}

func one(w *wire, s *string) { words(w, s) }

func wireFact(w *wire, f *folder.Fact) {
	kind := int(f.Entry.Kind)
	signed(w, &kind)
	f.Entry.Kind = folder.EntryKind(kind)
	signed(w, &f.Entry.Size, &f.Entry.Mod, &f.Entry.Change)
	words(w, &f.Hash, &f.Integrity)
	maybe(w, &f.Audio, func(w *wire, a *folder.AudioFact) {
		words(w, &a.Type)
		signed(w, &a.Duration)
		signed(w, &a.HeaderBytes)
		many(w, &a.Chapters, func(w *wire, c *audio.Chapter) {
			signed(w, &c.Start, &c.End)
			words(w, &c.Title, &c.Link)
		})
		w.flag(&a.Cover)
		words(w, &a.Source)
	})
	maybe(w, &f.Picture, func(w *wire, p *picture.Info) {
		words(w, &p.Type)
		signed(w, &p.Width, &p.Height)
	})
}

func wireRecord(w *wire, r *parse.Record) {
	words(w, &r.Kind)
	words(w, &r.Source, &r.Slug, &r.Hash)
	signed(w, &r.Written)
	signed(w, &r.Words, &r.Cut.From, &r.Cut.To)
	many(w, &r.Files, wireFile)
	many(w, &r.Origins, one)
	blob(w, &r.Show)
	maybe(w, &r.Episode, wireEpisode)
	maybe(w, &r.Article, wireArticle)
	maybe(w, &r.Page, wirePage)
	maybe(w, &r.Person, wirePerson)
}

func wireFile(w *wire, f *show.File) {
	words(w, &f.Name, &f.Source, &f.Type, &f.Hash)
	at := f.ModTime.UnixNano()
	signed(w, &f.Bytes, &at)
	f.ModTime = time.Unix(0, at).UTC()
	signed(w, &f.Width, &f.Height)
	maybe(w, &f.Copy, wireCopy)
}

func wireCopy(w *wire, c *show.Copy) {
	words(w, &c.Source, &c.Hash)
	at := c.ModTime.UnixNano()
	signed(w, &c.Bytes, &at)
	c.ModTime = time.Unix(0, at).UTC()
}

func wireLink(w *wire, l *show.Link) { words(w, &l.Name, &l.URL) }

func wireTopic(w *wire, t *show.Topic) { words(w, &t.Slug, &t.Name) }

func wireMoment(w *wire, m *parse.Moment) {
	signed(w, &m.Unix)
	w.flag(&m.Wall)
	w.flag(&m.Set)
}

func wireEpisode(w *wire, e *parse.EpisodeFront) {
	words(w, &e.Title, &e.GUID, &e.Summary, &e.Cover)
	words(w, &e.Type)
	wireMoment(w, &e.Date)
	wireMoment(w, &e.Updated)
	signed(w, &e.Number, &e.Season)
	signed(w, &e.Explicit)
	wireAudio(w, &e.Audio)
	w.flag(&e.Block)
	w.flag(&e.Draft)
	many(w, &e.People, func(w *wire, c *parse.CreditFront) { words(w, &c.Person, &c.Role, &c.Group) })
	many(w, &e.Topics, wireTopic)
	many(w, &e.Voices, func(w *wire, v *parse.VoiceFront) {
		words(w, &v.Label, &v.Person)
		signed(w, &v.Pen)
	})
	many(w, &e.Chapters, func(w *wire, c *parse.ChapterFront) {
		signed(w, &c.Start)
		words(w, &c.Title, &c.Link, &c.Image, &c.Art)
	})
	many(w, &e.Transcripts, func(w *wire, t *parse.TranscriptFront) { words(w, &t.Language, &t.Name) })
	many(w, &e.Soundbites, func(w *wire, s *show.Soundbite) {
		signed(w, &s.Start, &s.Duration)
		words(w, &s.Title)
	})
	many(w, &e.Aliases, one)
	words(w, &e.Display)
	many(w, &e.Links, wireLink)
	wirePodcasting(w, &e.Podcasting)
	blob(w, &e.Alternates)
}

func wireAudio(w *wire, a *parse.AudioFront) {
	words(w, &a.Name, &a.Path, &a.URL, &a.Type)
	signed(w, &a.Bytes, &a.HeaderBytes)
	signed(w, &a.Duration)
	w.flag(&a.Cover)
	w.flag(&a.Chaptered)
}

func wireArticle(w *wire, a *parse.ArticleFront) {
	words(w, &a.Title, &a.Summary, &a.Cover, &a.Episode, &a.Story)
	signed(w, &a.Number)
	wireMoment(w, &a.Date)
	wireMoment(w, &a.Updated)
	w.flag(&a.Draft)
	many(w, &a.Authors, one)
	many(w, &a.Topics, wireTopic)
	many(w, &a.Aliases, one)
}

func wirePage(w *wire, p *parse.PageFront) {
	words(w, &p.Title, &p.Summary, &p.Menu)
	many(w, &p.Aliases, one)
}

func wirePerson(w *wire, p *parse.PersonFront) {
	words(w, &p.Name, &p.Role, &p.Picture)
	many(w, &p.Links, wireLink)
	many(w, &p.Aliases, one)
}
