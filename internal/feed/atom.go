package feed

import (
	"time"

	"github.com/gorilla/feeds"

	"insider/internal/edition"
)

// atomFeed adds to the library's feed what it has no field for.
type atomFeed struct {
	*feeds.AtomFeed
	Language string `xml:"xml:lang,attr,omitempty"`
	Links    []feeds.AtomLink
	Entries  []*atomEntry `xml:"entry"`
}

type atomEntry struct {
	*feeds.AtomEntry
	Authors []*feeds.AtomAuthor
	Topics  []term `xml:"category"`
}

type term struct {
	Term string `xml:"term,attr"`
}

// Atom returns the newest 50 articles and stories as Atom (RFC 4287).
func (b *Builder) Atom(e *edition.Edition) ([]byte, error) {
	f, err := b.all(e, "/feed.atom")
	if err != nil {
		return nil, err
	}
	feed := &atomFeed{
		AtomFeed: &feeds.AtomFeed{
			Xmlns: "http://www.w3.org/2005/Atom", Title: f.title, Id: f.id, Subtitle: f.description,
			Rights: line(f.show.Copyright, 255), Logo: b.picture(f.show.Cover),
			Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: line(f.show.Maker(), 255), Uri: b.absolute("/")}},
		},
		Language: f.show.Language,
		Links: []feeds.AtomLink{
			{Href: b.absolute(f.path), Rel: "self", Type: "application/atom+xml"},
			{Href: b.absolute(f.page), Rel: "alternate", Type: "text/html"},
		},
	}
	updated := f.updated
	for _, x := range f.entries {
		updated = later(updated, x.updated)
		feed.Entries = append(feed.Entries, atomEntryOf(x))
	}
	if updated.IsZero() {
		updated = time.Unix(0, 0) // RFC 4287 asks for one even where nothing was ever published
	}
	feed.Updated = stamp(updated)
	return writeXML(feed)
}

func atomEntryOf(x entry) *atomEntry {
	out := &atomEntry{AtomEntry: &feeds.AtomEntry{
		Title: x.title, Id: x.id, Published: stamp(x.published), Updated: stamp(x.updated),
		Links:   []feeds.AtomLink{{Href: x.url, Rel: "alternate", Type: "text/html"}},
		Content: &feeds.AtomContent{Content: x.html, Type: "html"},
	}}
	if x.summary != "" {
		out.Summary = &feeds.AtomSummary{Content: x.summary, Type: "text"}
	}
	for _, a := range x.authors {
		out.Authors = append(out.Authors, &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: a.name, Uri: a.page}})
	}
	for _, t := range x.topics {
		out.Topics = append(out.Topics, term{t})
	}
	return out
}

// stamp is RFC 3339 in UTC, "" for no time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
