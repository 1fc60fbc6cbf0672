// Package edition holds what is public at a moment, as one immutable value.
//
// It owns the rules of what is public, the order of lists, lookups by address, and when the next change is due. It does
// not read files or rows: content and story give it a Source through app.
package edition

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"insider/internal/show"
)

// Source is everything known, public or not. It is not changed after New was called with it.
type Source struct {
	Show     *show.Show
	Episodes []*show.Episode // in any order; drafts and future dates included
	Articles []*show.Article
	Pages    []*show.Page
	People   []*show.Person
	Stories  []*show.Story           // published ones
	Gone     []string                // slugs of stories that were withdrawn for good: 410
	Removed  map[show.Kind]time.Time // newest removal of a public thing of the kind; for Last-Modified
	Drafts   bool                    // show drafts and future items (serve --drafts)
}

// Edition is what is public at one moment. It is immutable and safe for concurrent use; lists are newest first and
// belong to the edition.
type Edition struct {
	Show       *show.Show
	Episodes   []*show.Episode
	Articles   []*show.Article
	Stories    []*show.Story
	Pages      []*show.Page   // by slug
	People     []*show.Person // hosts first in pen order, then by name
	Topics     []Group[show.Topic]
	Seasons    []Group[show.Season] // by number
	Log        []show.Item          // episodes, articles and stories together
	Hash       string               // of everything public: equal hashes mean equal pages
	NextChange time.Time            // when a scheduled item becomes public; zero when none is waiting
	Drafts     bool                 // drafts and future items are in the lists
	Elsewhere  Elsewhere            // from where its pages load what does not live here

	source  *Source
	since   time.Time // the newest publication: before it this is not the edition
	index   index
	changed map[show.Kind]time.Time
}

// Group is a topic or a season with the items that belong to it, newest first.
type Group[K any] struct {
	Key   K
	Items []show.Item
}

// New returns the edition of source at now.
func New(source *Source, now time.Time) *Edition {
	e := &Edition{Show: source.Show, Drafts: source.Drafts, Pages: slices.Clone(source.Pages), source: source}
	for _, x := range source.Episodes {
		if e.admits(x.Date, x.Draft, now) {
			e.Episodes = append(e.Episodes, x)
		}
	}
	for _, x := range source.Articles {
		if e.admits(x.Date, x.Draft, now) {
			e.Articles = append(e.Articles, x)
		}
	}
	e.Stories = slices.Clone(source.Stories) // an editor published them, whatever the clock said then
	newestFirst(e.Episodes)
	newestFirst(e.Articles)
	newestFirst(e.Stories)
	slices.SortFunc(e.Pages, func(a, b *show.Page) int { return cmp.Compare(a.Slug, b.Slug) })
	e.People = sortPeople(source.People, source.Show)
	e.Log = mergeLog(e)
	e.Topics, e.Seasons = group(e)
	e.index = newIndex(e)
	e.Elsewhere = elsewhere(e)
	e.changed = modified(e)
	e.Hash = hash(e)
	return e
}

// admits reports whether an item is public at now, and notes which moments the edition lies between.
func (e *Edition) admits(date time.Time, draft bool, now time.Time) bool {
	switch {
	case e.Drafts:
		return true
	case draft:
		return false
	case date.After(now):
		if e.NextChange.IsZero() || date.Before(e.NextChange) {
			e.NextChange = date
		}
		return false
	case date.After(e.since):
		e.since = date
	}
	return true
}

// At returns the edition at now: e itself until NextChange, and not before its newest publication.
func (e *Edition) At(now time.Time) *Edition {
	if e.holds(now) {
		return e
	}
	return New(e.source, now)
}

// holds reports whether this is the edition at now.
func (e *Edition) holds(now time.Time) bool {
	return !now.Before(e.since) && (e.NextChange.IsZero() || now.Before(e.NextChange))
}

// WithStories returns the edition at now with other stories and the same content.
func (e *Edition) WithStories(stories []*show.Story, gone []string, removed time.Time, now time.Time) *Edition {
	s := *e.source
	s.Stories, s.Gone = stories, gone
	s.Removed = map[show.Kind]time.Time{}
	for k, t := range e.source.Removed {
		s.Removed[k] = t
	}
	s.Removed[show.Stories] = removed
	return New(&s, now)
}

// WithContent returns the edition at now with other content and the stories of e.
func (e *Edition) WithContent(content *Source, now time.Time) *Edition {
	s := *content
	s.Stories, s.Gone = e.source.Stories, e.source.Gone
	s.Removed = map[show.Kind]time.Time{}
	for k, t := range content.Removed {
		s.Removed[k] = t
	}
	s.Removed[show.Stories] = e.source.Removed[show.Stories]
	return New(&s, now)
}

// Modified returns when what is public of the given kinds last changed: the newest of changed files, publication moments
// already passed, removals and revisions, in whole seconds of UTC. It is the same on every process.
func (e *Edition) Modified(kinds ...show.Kind) time.Time {
	var newest time.Time
	for _, k := range kinds {
		if t := e.changed[k]; t.After(newest) {
			newest = t
		}
	}
	return newest.UTC().Truncate(time.Second)
}

func modified(e *Edition) map[show.Kind]time.Time {
	m := map[show.Kind]time.Time{}
	see := func(k show.Kind, times ...time.Time) {
		for _, t := range times {
			if t.After(m[k]) {
				m[k] = t
			}
		}
	}
	see(show.Media, e.Show.Changed)
	for _, x := range e.Episodes {
		see(show.Episodes, x.Changed, x.Date)
	}
	for _, x := range e.Articles {
		see(show.Articles, x.Changed, x.Date)
	}
	for _, x := range e.Stories {
		see(show.Stories, x.Changed, x.Date)
	}
	for _, x := range e.Pages {
		see(show.Pages, x.Changed)
	}
	for _, x := range e.People {
		see(show.People, x.Changed)
	}
	for k, t := range e.source.Removed {
		see(k, t)
	}
	return m
}

// hash covers what is public, in its order: equal content gives equal hashes on every machine.
func hash(e *Edition) string {
	h := sha256.New()
	var line []byte
	add := func(what, of string) {
		line = append(append(append(append(line[:0], what...), ' '), of...), '\n')
		_, _ = h.Write(line) // a hash takes everything
	}
	add("show "+e.Show.Hash, strconv.FormatBool(e.Drafts))
	for _, x := range e.Log {
		switch x := x.(type) {
		case *show.Episode:
			add(x.Path(), x.Hash)
		case *show.Article:
			add(x.Path(), x.Hash)
		case *show.Story:
			add(x.Path(), x.Hash)
		}
	}
	for _, x := range e.Pages {
		add(x.Path(), x.Hash)
	}
	for _, x := range e.People {
		add(x.Path(), x.Hash)
	}
	for _, g := range e.source.Gone {
		add("gone", g)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
