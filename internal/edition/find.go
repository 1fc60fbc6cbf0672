package edition

import (
	"slices"
	"strings"

	"insider/internal/show"
)

// Picture returns a picture that belongs to a public item by its key (show.File.Key).
func (e *Edition) Picture(key string) (*show.File, bool) {
	f, ok := e.index.pictures[key]
	return f, ok
}

// Cover returns the square cover of the show or of a public episode with the key (show.Image.ArtKey).
func (e *Edition) Cover(key string) (*show.Image, bool) {
	i, ok := e.index.covers[key]
	return i, ok
}

// Episode returns the public episode with the slug.
func (e *Edition) Episode(slug string) (*show.Episode, bool) {
	v, ok := e.index.episodes[slug]
	return v, ok
}

// EpisodeByGUID returns the public episode with the guid.
func (e *Edition) EpisodeByGUID(guid string) (*show.Episode, bool) {
	v, ok := e.index.byGUID[guid]
	return v, ok
}

// Article returns the public article with the slug.
func (e *Edition) Article(slug string) (*show.Article, bool) {
	v, ok := e.index.articles[slug]
	return v, ok
}

// Story returns the published story with the slug.
func (e *Edition) Story(slug string) (*show.Story, bool) {
	v, ok := e.index.stories[slug]
	return v, ok
}

// ItemAt returns the public item at a path.
func (e *Edition) ItemAt(path string) (show.Item, bool) {
	kind, slug, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	var item show.Item
	ok := false
	switch show.Kind(kind) {
	case show.Episodes:
		item, ok = e.Episode(slug)
	case show.Articles:
		item, ok = e.Article(slug)
	case show.Stories:
		item, ok = e.Story(slug)
	}
	return item, ok
}

// Page returns the page with the slug.
func (e *Edition) Page(slug string) (*show.Page, bool) { v, ok := e.index.pages[slug]; return v, ok }

// Person returns the person with the slug.
func (e *Edition) Person(slug string) (*show.Person, bool) {
	v, ok := e.index.people[slug]
	return v, ok
}

// Topic returns the topic with the slug and its items.
func (e *Edition) Topic(slug string) (Group[show.Topic], bool) {
	i := slices.IndexFunc(e.Topics, func(g Group[show.Topic]) bool { return g.Key.Slug == slug })
	if i < 0 {
		return Group[show.Topic]{}, false
	}
	return e.Topics[i], true
}

// Season returns the season with the number and its episodes.
func (e *Edition) Season(number int) (Group[show.Season], bool) {
	i := slices.IndexFunc(e.Seasons, func(g Group[show.Season]) bool { return g.Key.Number == number })
	if i < 0 {
		return Group[show.Season]{}, false
	}
	return e.Seasons[i], true
}

// ItemsBy returns the public items that a person has a part in, newest first.
func (e *Edition) ItemsBy(person string) []show.Item { return e.index.byPerson[person] }

// Alias returns where an old path of this site leads now. A slash at its end makes no difference: many platforms wrote one.
func (e *Edition) Alias(path string) (string, bool) {
	v, ok := e.index.aliases[strings.TrimSuffix(path, "/")]
	return v, ok
}

// Gone reports whether a story with the slug was withdrawn for good.
func (e *Edition) Gone(slug string) bool { return e.index.gone[slug] }

// File returns a file that a public item of the kind serves under /media, by the item's slug and the file's name; for
// show.Media the slug is part of the hash of the file.
func (e *Edition) File(kind show.Kind, slug, name string) (*show.File, bool) {
	var files []*show.File
	switch kind {
	case show.Episodes:
		if v, ok := e.Episode(slug); ok {
			files = v.Files
		}
	case show.Articles:
		if v, ok := e.Article(slug); ok {
			files = v.Files
		}
	case show.Pages:
		if v, ok := e.Page(slug); ok {
			files = v.Files
		}
	case show.People:
		if v, ok := e.Person(slug); ok {
			files = v.Files
		}
	case show.Media:
		return e.showFile(show.MediaPath(kind, slug, name))
	}
	for _, f := range files {
		if f != nil && f.Name == name {
			return f, true
		}
	}
	return nil, false
}

// showFile returns the file of the show at a path, which holds the hash of its bytes.
func (e *Edition) showFile(path string) (*show.File, bool) {
	if c := e.Show.Cover; c != nil && c.Path == path {
		return c.File, c.File != nil
	}
	for _, a := range e.Show.Images {
		if a.Image != nil && a.Image.Path == path {
			return a.Image.File, true
		}
	}
	return nil, false
}
