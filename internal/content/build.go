package content

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"time"

	"insider/internal/content/parse"
	"insider/internal/show"
)

// settings are what show.yaml says about every item.
type settings struct {
	zone     *time.Location
	language string
	explicit bool
}

func settingsOf(s *parse.ShowFront) *settings {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		zone = time.UTC // unreachable: the zone was checked when the file was read
	}
	return &settings{zone, s.Language, s.Explicit}
}

// builder makes items of records that were found good together.
type builder struct {
	l      *Library
	with   *settings
	people map[string]*show.Person // those that are shown, by slug
}

// named returns the people a record names that are shown, in its order.
func (b *builder) named(r *parse.Record) []*show.Person {
	var out []*show.Person
	for _, c := range r.Names() {
		if p := b.people[c.Person]; p != nil {
			out = append(out, p)
		}
	}
	return out
}

// build returns the item of a slot's good version: the one it had when nothing that goes into it changed.
func (b *builder) build(s *slot) any {
	if s.built.from == s.good && s.built.with == b.with && b.areNamed(s.built.people, s.good) {
		return s.built.item
	}
	var item any
	switch r := s.good; s.kind {
	case show.Media:
		item = b.show(r)
	case show.Episodes:
		item = b.episode(r)
	case show.Articles:
		item = b.article(r)
	case show.Pages:
		item = b.page(r)
	case show.People:
		item = b.person(r)
	}
	s.built = built{item, s.good, b.with, b.named(s.good)}
	return item
}

// areNamed reports whether people are those that a record names now.
func (b *builder) areNamed(people []*show.Person, r *parse.Record) bool {
	n := 0
	for _, c := range r.Names() {
		if p := b.people[c.Person]; p != nil {
			if n >= len(people) || people[n] != p {
				return false
			}
			n++
		}
	}
	return n == len(people)
}

func (b *builder) show(r *parse.Record) *show.Show {
	f := r.Show
	s := &show.Show{
		Title: f.Title, Tagline: f.Tagline, Description: f.Description, Language: f.Language, Zone: b.with.zone, GUID: f.GUID,
		Locked: f.Locked, Owner: f.Owner, Contact: f.Contact, Categories: f.Categories, Explicit: f.Explicit, Type: f.Type,
		Copyright: f.Copyright, Apps: f.Apps, Letter: f.Letter, Seasons: f.Seasons,
		Wordmark: f.Wordmark, Tags: f.Tags, Footer: f.Footer, Hash: b.hash(r), Podcasting: b.podcasting(r, f.Podcasting),
	}
	b.channel(s, f.Channel)
	for _, h := range f.Hosts {
		if p := b.people[h]; p != nil {
			s.Hosts = append(s.Hosts, p)
		}
	}
	if file, ok := r.File(f.Cover); ok {
		cover := *file
		cover.Name = "cover" + extension(file.Type)
		s.Cover = &show.Image{
			Path: show.MediaPath(show.Media, file.Hash[:12], cover.Name), Type: file.Type,
			Width: file.Width, Height: file.Height, Alt: f.Title, File: &cover,
		}
	}
	return s
}

func extension(mime string) string {
	if mime == "image/png" {
		return ".png"
	}
	return ".jpg"
}

func (b *builder) episode(r *parse.Record) *show.Episode {
	f := r.Episode
	e := &show.Episode{
		Slug: r.Slug, GUID: f.GUID, Title: f.Title, Summary: f.Summary, Date: b.date(r, f.Date), Updated: f.Updated.In(b.with.zone),
		Number: f.Number, Season: f.Season, Type: f.Type, Topics: f.Topics, Soundbites: f.Soundbites,
		Block: f.Block, Draft: f.Draft, Aliases: f.Aliases, Words: r.Words, Source: r.Source, Hash: b.hash(r),
		Explicit: f.Explicit == parse.Yes || f.Explicit == parse.Unsaid && b.with.explicit,
		Files:    filesOf(r), Cover: imageOf(r, f.Cover), Podcasting: b.podcasting(r, f.Podcasting), Display: f.Display, Links: f.Links, People: b.credits(f.People),
		Origins: r.Origins,
	}
	e.Alternates = b.alternates(r, f.Alternates)
	e.Audio = enclosure(r, f.Audio)
	e.Notes = b.text(r, e.Audio.Duration)
	for _, v := range f.Voices {
		if e.Voices == nil {
			e.Voices = map[string]show.Voice{}
		}
		e.Voices[v.Label] = show.Voice{Person: b.people[v.Person], Pen: v.Pen}
	}
	for _, c := range f.Chapters {
		e.Chapters = append(e.Chapters, show.Chapter{Start: c.Start, Title: c.Title, Link: c.Link, Image: imageOf(r, c.Image), Art: c.Art})
	}
	for _, t := range f.Transcripts {
		e.Transcripts = append(e.Transcripts, b.transcript(r, t))
	}
	return e
}

// date returns the date of an item; a draft without one has the time its file was written.
func (b *builder) date(r *parse.Record, written parse.Moment) time.Time {
	if !written.Set {
		return time.Unix(0, r.Written).In(b.with.zone)
	}
	return written.In(b.with.zone)
}

func enclosure(r *parse.Record, a parse.AudioFront) show.Enclosure {
	e := show.Enclosure{URL: a.URL, Type: a.Type, Bytes: a.Bytes, Duration: a.Duration, HeaderBytes: a.HeaderBytes, Path: a.Path, Cover: a.Cover, Chaptered: a.Chaptered}
	if file, ok := r.File(a.Name); ok {
		e.File = file
		if e.Path == "" {
			e.Path = show.MediaPath(r.Kind, r.Slug, file.Name)
		}
	}
	return e
}

func (b *builder) article(r *parse.Record) *show.Article {
	f := r.Article
	a := &show.Article{
		Slug: r.Slug, Title: f.Title, Number: f.Number, Summary: f.Summary, Date: b.date(r, f.Date), Updated: f.Updated.In(b.with.zone),
		Topics: f.Topics, Cover: imageOf(r, f.Cover), Draft: f.Draft, Aliases: f.Aliases, Episode: f.Episode, Story: f.Story,
		Words: r.Words, Source: r.Source, Hash: b.hash(r), Files: filesOf(r), Authors: b.named(r), Origins: r.Origins,
	}
	a.Body = b.text(r, 0)
	return a
}

func (b *builder) page(r *parse.Record) *show.Page {
	f := r.Page
	return &show.Page{
		Slug: r.Slug, Title: f.Title, Summary: f.Summary, Menu: f.Menu, Aliases: f.Aliases, Files: filesOf(r), Hash: b.hash(r),
		Body: b.text(r, 0), Origins: r.Origins,
	}
}

func (b *builder) person(r *parse.Record) *show.Person {
	f := r.Person
	return &show.Person{
		Slug: r.Slug, Name: f.Name, Role: f.Role, Links: f.Links, Picture: imageOf(r, f.Picture), Aliases: f.Aliases, Files: filesOf(r),
		Hash: b.hash(r), Bio: b.text(r, 0), Origins: r.Origins,
	}
}

// filesOf returns what an item serves under its media path.
func filesOf(r *parse.Record) []*show.File {
	var out []*show.File
	for i := range r.Files {
		out = append(out, &r.Files[i])
	}
	return out
}

func imageOf(r *parse.Record, name string) *show.Image {
	file, ok := r.File(name)
	if !ok {
		return nil
	}
	return &show.Image{Path: show.MediaPath(r.Kind, r.Slug, file.Name), Type: file.Type, Width: file.Width, Height: file.Height, File: file}
}

// hash covers the source, every file it is made from, what the item shows of the people it names, and the show's word on
// it: equal hashes mean equal pages. Topics stand in the source.
func (b *builder) hash(r *parse.Record) string {
	h := sha256.New()
	add := func(parts ...string) {
		for _, s := range parts {
			_, _ = io.WriteString(h, s) // a hash takes everything
			_, _ = h.Write([]byte{0})
		}
	}
	add(string(r.Kind), r.Slug, r.Hash)
	for i := range r.Files {
		add("file", r.Files[i].Name, r.Files[i].Hash)
		if c := r.Files[i].Copy; c != nil {
			add("copy", c.Hash)
		}
	}
	for _, p := range b.named(r) {
		add("person", p.Slug, p.Name, p.Role)
		for _, l := range p.Links {
			add(l.Name, l.URL)
		}
		if p.Picture != nil {
			add(p.Picture.File.Hash)
		}
	}
	switch {
	case r.Episode != nil:
		add(b.unix(r.Episode.Date), strconv.FormatBool(b.with.explicit), b.with.language)
	case r.Article != nil:
		add(b.unix(r.Article.Date))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func (b *builder) unix(m parse.Moment) string { return strconv.FormatInt(m.In(b.with.zone).Unix(), 10) }
