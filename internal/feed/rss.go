package feed

import (
	"encoding/xml"
	"strings"

	"github.com/gorilla/feeds"

	"insider/internal/edition"
)

type blogRSS struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Content string   `xml:"xmlns:content,attr"`
	Creator string   `xml:"xmlns:dc,attr"`
	Channel *rssChannel
}

// rssChannel adds to the library's channel what it has no field for.
type rssChannel struct {
	*feeds.RssFeed
	Self  atomLink   `xml:"atom:link"`
	Items []*rssItem `xml:"item"`
}

type rssItem struct {
	*feeds.RssItem
	Creators []string `xml:"dc:creator"`
	Topics   []string `xml:"category"`
	Updated  string   `xml:"atom:updated,omitempty"`
}

// RSS returns the newest 50 articles and stories as RSS 2.0.
func (b *Builder) RSS(e *edition.Edition) ([]byte, error) { return b.rssOf(b.all(e, "/feed.xml")) }

// TopicRSS returns the newest 50 items of a topic as RSS 2.0, episodes without their sound; an unknown topic is
// fault.NotFound.
func (b *Builder) TopicRSS(e *edition.Edition, topic string) ([]byte, error) {
	return b.rssOf(b.topic(e, topic))
}

// PersonRSS returns the newest 50 items that a person has a part in as RSS 2.0, episodes without their sound; an unknown
// person is fault.NotFound.
func (b *Builder) PersonRSS(e *edition.Edition, slug string) ([]byte, error) {
	return b.rssOf(b.by(e, slug))
}

func (b *Builder) rssOf(f *blog, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	c := &rssChannel{
		RssFeed: &feeds.RssFeed{
			Title: f.title, Link: b.absolute(f.page), Description: f.description, Language: f.show.Language,
			Copyright: line(f.show.Copyright, 255), LastBuildDate: date(f.updated), Generator: generator,
		},
		Self: atomLink{b.absolute(f.path), "self", "application/rss+xml"},
	}
	for _, x := range f.entries {
		c.Items = append(c.Items, rssEntry(x))
	}
	return writeXML(&blogRSS{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Content: "http://purl.org/rss/1.0/modules/content/",
		Creator: "http://purl.org/dc/elements/1.1/", Channel: c})
}

func rssEntry(x entry) *rssItem {
	item := &rssItem{
		RssItem: &feeds.RssItem{
			Title: x.title, Link: x.url, Description: markup.Replace(x.summary), PubDate: date(x.published),
			Guid: &feeds.RssGuid{Id: x.id, IsPermaLink: "false"},
		},
		Topics:  x.topics,
		Updated: stamp(x.updated),
	}
	if x.html != "" {
		item.Content = &feeds.RssContent{Content: x.html}
	}
	for _, a := range x.authors {
		item.Creators = append(item.Creators, a.name)
	}
	return item
}

// markup makes plain text fit where readers expect HTML.
var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
