package feed

import (
	"cmp"
	"fmt"
	"time"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
)

// BlogKinds are the kinds whose changes a blog feed shows, for its Last-Modified; LogKinds those of the feed of a topic or a
// person, which tells of episodes too.
var (
	BlogKinds = []show.Kind{show.Articles, show.Stories, show.People, show.Media}
	LogKinds  = append([]show.Kind{show.Episodes}, BlogKinds...)
)

const newest = 50 // entries of a blog feed

// entry is an article, a story or an episode as every format tells it.
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
	episodes    bool   // it tells of episodes too: as texts, for their sound is in the podcast
	entries     []entry
	updated     time.Time
}

// all collects the newest articles and stories for the feed at path.
func (b *Builder) all(e *edition.Edition, path string) (*blog, error) {
	return b.blog(e, &blog{id: urn(e.Show, "feed"), title: e.Show.Title, path: path, page: "/"}, e.Log)
}

// topic collects the newest entries of a topic; an unknown topic is fault.NotFound.
func (b *Builder) topic(e *edition.Edition, topic string) (*blog, error) {
	g, ok := e.Topic(topic)
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no feed for this topic.")
	}
	page := g.Key.Path()
	return b.blog(e, part(e.Show, page, g.Key.Name), g.Items)
}

// by collects the newest entries that a person has a part in; an unknown person is fault.NotFound.
func (b *Builder) by(e *edition.Edition, slug string) (*blog, error) {
	p, ok := e.Person(slug)
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no feed for this person.")
	}
	return b.blog(e, part(e.Show, p.Path(), p.Name), e.ItemsBy(slug))
}

// part is the feed of what the page of a topic or a person lists.
func part(s *show.Show, page, name string) *blog {
	return &blog{id: urn(s, page[1:]+"/feed"), title: s.Title + ": " + name, path: page + "/feed.xml", page: page, episodes: true}
}

func (b *Builder) blog(e *edition.Edition, f *blog, items []show.Item) (*blog, error) {
	f.show, f.updated = e.Show, e.Modified(BlogKinds...)
	if f.episodes {
		f.updated = e.Modified(LogKinds...)
	}
	f.title = line(f.title, 255)
	f.description = prose(cmp.Or(e.Show.Description, e.Show.Tagline, e.Show.Title), maxDescription)
	for _, item := range items {
		if len(f.entries) == newest {
			break
		}
		if item.ItemKind() == show.Episodes && !f.episodes {
			continue
		}
		one, err := b.entry(e.Show, item)
		if err != nil {
			return nil, fmt.Errorf("feed entry of %s: %w", item.Path(), err)
		}
		f.entries = append(f.entries, one)
	}
	return f, nil
}

func (b *Builder) article(s *show.Show, a *show.Article) (entry, error) {
	doc, err := documentOf(a.Body)
	if err != nil {
		return entry{}, err
	}
	x := entry{
		id: articleID(s, a), url: b.absolute(a.Path()), title: line(a.Title, 255), summary: line(a.Summary, 1000),
		html: b.content(doc, a.Path()), image: b.picture(a.Cover), published: a.Date, updated: later(a.Updated, a.Date),
	}
	for _, p := range a.Authors {
		x.authors = append(x.authors, name{line(p.Name, 128), b.absolute(p.Path())})
	}
	x.topics = topicNames(a.Topics)
	return x, nil
}

// episode is an episode as something to read; its id is that of the podcast.
func (b *Builder) episode(ep *show.Episode) (entry, error) {
	doc, err := documentOf(ep.Notes)
	if err != nil {
		return entry{}, err
	}
	x := entry{
		id: ep.GUID, url: b.absolute(ep.Path()), title: line(ep.Title, 255), summary: line(ep.Summary, 1000),
		html: b.content(doc, ep.Path()), image: b.picture(ep.Cover), published: ep.Date, updated: later(ep.Updated, ep.Date),
		topics: topicNames(ep.Topics),
	}
	for _, c := range ep.People {
		x.authors = append(x.authors, name{line(c.Person.Name, 128), b.absolute(c.Person.Path())})
	}
	return x, nil
}

func topicNames(topics []show.Topic) []string {
	var names []string
	for _, t := range topics {
		names = append(names, line(t.Name, 128))
	}
	return names
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

// documentOf renders a text; no text is an empty one.
func documentOf(t show.Text) (*show.Document, error) {
	if t == nil {
		return &show.Document{}, nil
	}
	return t.Document()
}
