package edition

import (
	"cmp"
	"slices"
	"strings"

	"insider/internal/show"
)

// index finds public things by their address.
type index struct {
	episodes map[string]*show.Episode
	articles map[string]*show.Article
	stories  map[string]*show.Story
	pages    map[string]*show.Page
	people   map[string]*show.Person
	aliases  map[string]string
	gone     map[string]bool
	byPerson map[string][]show.Item
	byGUID   map[string]*show.Episode
	covers   map[string]*show.Image
	pictures map[string]*show.File
}

func newIndex(e *Edition) index {
	x := index{
		episodes: make(map[string]*show.Episode, len(e.Episodes)),
		articles: make(map[string]*show.Article, len(e.Articles)),
		stories:  make(map[string]*show.Story, len(e.Stories)),
		pages:    make(map[string]*show.Page, len(e.Pages)),
		people:   make(map[string]*show.Person, len(e.People)),
		aliases:  map[string]string{},
		gone:     make(map[string]bool, len(e.source.Gone)),
		byPerson: map[string][]show.Item{},
		byGUID:   make(map[string]*show.Episode, len(e.Episodes)),
		covers:   map[string]*show.Image{},
		pictures: map[string]*show.File{},
	}
	x.cover(e.Show.Cover)
	alias := func(aliases []string, item interface{ Path() string }) {
		for _, a := range aliases {
			x.aliases[a] = item.Path()
		}
	}
	for _, a := range e.Show.Aliases {
		x.aliases[a] = "/podcast.xml"
	}
	for _, v := range e.Episodes {
		x.episodes[v.Slug], x.byGUID[v.GUID] = v, v
		alias(v.Aliases, v)
		x.cover(v.Cover)
		x.files(v.Files)
	}
	for _, v := range e.Articles {
		x.articles[v.Slug] = v
		x.files(v.Files)
		alias(v.Aliases, v)
	}
	for _, v := range e.Stories {
		x.stories[v.Slug] = v
	}
	for _, v := range e.Pages {
		x.pages[v.Slug] = v
		x.files(v.Files)
		alias(v.Aliases, v)
	}
	for _, v := range e.People {
		x.people[v.Slug] = v
		x.files(v.Files)
		alias(v.Aliases, v)
	}
	for _, slug := range e.source.Gone {
		x.gone[slug] = true
	}
	for _, item := range e.Log {
		for _, p := range PeopleOf(item) {
			x.byPerson[p.Slug] = append(x.byPerson[p.Slug], item)
		}
	}
	return x
}

func (x *index) cover(i *show.Image) {
	if key := i.ArtKey(); key != "" {
		x.covers[key] = i
	}
}

func (x *index) files(files []*show.File) {
	for _, f := range files {
		if f != nil && f.Width > 0 && len(f.Widths()) > 0 {
			x.pictures[f.Key()] = f
		}
	}
}

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

// Neighbours returns the items of the same kind that were published before and after item, nil where there is none. Trailers
// count.
func (e *Edition) Neighbours(item show.Item) (previous, next show.Item) {
	switch x := item.(type) {
	case *show.Episode:
		return neighbours(e.Episodes, x)
	case *show.Article:
		return neighbours(e.Articles, x)
	case *show.Story:
		return neighbours(e.Stories, x)
	}
	return nil, nil
}

func neighbours[T interface {
	show.Item
	comparable
}](newestFirst []T, x T) (previous, next show.Item) {
	i := slices.Index(newestFirst, x)
	if i >= 0 && i+1 < len(newestFirst) {
		previous = newestFirst[i+1]
	}
	if i > 0 {
		next = newestFirst[i-1]
	}
	return previous, next
}

// PeopleOf returns who has a part in an item, each once. Stories have nobody.
func PeopleOf(item show.Item) []*show.Person {
	switch x := item.(type) {
	case *show.Episode:
		people := make([]*show.Person, 0, len(x.People))
		for _, c := range x.People {
			if !slices.Contains(people, c.Person) {
				people = append(people, c.Person)
			}
		}
		return people
	case *show.Article:
		return x.Authors
	}
	return nil
}

// group collects topics (by name) and seasons (by number) from the log, so their items are newest first.
func group(e *Edition) ([]Group[show.Topic], []Group[show.Season]) {
	topics, seasons := map[string]*Group[show.Topic]{}, map[int]*Group[show.Season]{}
	for _, item := range e.Log {
		for _, t := range show.TopicsOf(item) {
			g, ok := topics[t.Slug]
			if !ok {
				g = &Group[show.Topic]{Key: t}
				topics[t.Slug] = g
			}
			g.Items = append(g.Items, item)
		}
		if ep, ok := item.(*show.Episode); ok && ep.Season > 0 {
			g, ok := seasons[ep.Season]
			if !ok {
				g = &Group[show.Season]{Key: show.Season{Number: ep.Season, Name: seasonName(e.Show, ep.Season)}}
				seasons[ep.Season] = g
			}
			g.Items = append(g.Items, item)
		}
	}
	ts := make([]Group[show.Topic], 0, len(topics))
	for _, g := range topics {
		ts = append(ts, *g)
	}
	slices.SortFunc(ts, func(a, b Group[show.Topic]) int {
		return cmp.Or(strings.Compare(a.Key.Name, b.Key.Name), strings.Compare(a.Key.Slug, b.Key.Slug))
	})
	ss := make([]Group[show.Season], 0, len(seasons))
	for _, g := range seasons {
		ss = append(ss, *g)
	}
	slices.SortFunc(ss, func(a, b Group[show.Season]) int { return cmp.Compare(a.Key.Number, b.Key.Number) })
	return ts, ss
}

func seasonName(s *show.Show, number int) string {
	for _, x := range s.Seasons {
		if x.Number == number {
			return x.Name
		}
	}
	return ""
}
