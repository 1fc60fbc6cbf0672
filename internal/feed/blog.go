package feed

import (
	"cmp"
	"fmt"
	"time"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
)

// BlogKinds are the kinds whose changes a blog feed shows, for its Last-Modified.
var BlogKinds = []show.Kind{show.Articles, show.Stories, show.People, show.Media}

const newest = 50 // entries of a blog feed

// entry is an article or a story as every format tells it.
type entry struct {
	id, url, title, summary, html string
	authors                       []name
	topics                        []string
	image                         string
	published, updated            time.Time
}

// name is an author with a page, "" without one.
type name struct{ name, page string }

// blog is a feed of entries, whatever its format.
type blog struct {
	show        *show.Show
	id, title   string
	description string
	path, page  string // of the feed, and of the page it belongs to
	entries     []entry
	updated     time.Time
}

// all collects the newest articles and stories for the feed at path.
func (b *Builder) all(e *edition.Edition, path string) (*blog, error) {
	return b.blog(e, &blog{id: urn(e.Show, "feed"), title: e.Show.Title, path: path, page: "/"}, e.Log)
}

// topic collects the newest articles of a topic; an unknown topic is fault.NotFound.
func (b *Builder) topic(e *edition.Edition, topic string) (*blog, error) {
	g, ok := e.Topic(topic)
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no article feed for this topic.")
	}
	page := g.Key.Path()
	return b.blog(e, &blog{id: urn(e.Show, page[1:]+"/feed"), title: e.Show.Title + ": " + g.Key.Name, path: page + "/feed.xml", page: page}, g.Items)
}

// by collects the newest articles by a person; an unknown person is fault.NotFound.
func (b *Builder) by(e *edition.Edition, slug string) (*blog, error) {
	p, ok := e.Person(slug)
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no article feed for this person.")
	}
	page := p.Path()
	return b.blog(e, &blog{id: urn(e.Show, page[1:]+"/feed"), title: e.Show.Title + ": " + p.Name, path: page + "/feed.xml", page: page}, e.ItemsBy(slug))
}

func (b *Builder) blog(e *edition.Edition, f *blog, items []show.Item) (*blog, error) {
	f.show, f.updated = e.Show, e.Modified(BlogKinds...)
	f.title = line(f.title, 255)
	f.description = prose(cmp.Or(e.Show.Description, e.Show.Tagline, e.Show.Title), maxDescription)
	for _, item := range items {
		if len(f.entries) == newest {
			break
		}
		switch x := item.(type) {
		case *show.Article:
			one, err := b.entry(e.Show, x)
			if err != nil {
				return nil, fmt.Errorf("feed entry of %s: %w", x.Path(), err)
			}
			f.entries = append(f.entries, one)
		case *show.Story:
			f.entries = append(f.entries, b.story(e.Show, x))
		}
	}
	return f, nil
}

func (b *Builder) article(s *show.Show, a *show.Article) (entry, error) {
	doc := &show.Document{}
	if a.Body != nil {
		var err error
		if doc, err = a.Body.Document(); err != nil {
			return entry{}, err
		}
	}
	x := entry{
		id: articleID(s, a), url: b.absolute(a.Path()), title: line(a.Title, 255), summary: line(a.Summary, 1000),
		html: b.content(doc, a.Path()), image: b.picture(a.Cover), published: a.Date, updated: later(a.Updated, a.Date),
	}
	for _, p := range a.Authors {
		x.authors = append(x.authors, name{line(p.Name, 128), b.absolute(p.Path())})
	}
	for _, t := range a.Topics {
		x.topics = append(x.topics, line(t.Name, 128))
	}
	return x, nil
}

func (b *Builder) story(s *show.Show, x *show.Story) entry {
	return entry{
		id: storyID(s, x), url: b.absolute(x.Path()), title: line(x.Title, 255), summary: line(x.Excerpt, 1000),
		html:      b.content(&show.Document{HTML: x.HTML}, x.Path()),
		authors:   []name{{name: line(cmp.Or(x.Author, "A reader of "+s.Title), 128)}},
		published: x.Date, updated: later(x.Updated, x.Date),
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
