// Package feed writes feeds from an edition: the podcast as RSS, the blog as RSS, Atom and JSON Feed, chapters as JSON.
//
// It owns what the formats ask for and the identities in them. It does not serve them and never asks the clock: equal
// editions give equal bytes.
package feed

import (
	"net/url"

	"insider/internal/edition"
	"insider/internal/show"
)

// Builder builds feeds for one public address. It keeps the written items of the podcast between editions, so that one
// changed episode costs one item. It is safe for concurrent use.
type Builder struct{ base string }

// NewBuilder returns a Builder for the public address base, which may have a path.
func NewBuilder(base *url.URL) *Builder { return &Builder{base: base.String()} }

// Podcast returns the podcast feed: RSS 2.0 with the itunes, podcast and atom namespaces.
func (b *Builder) Podcast(e *edition.Edition) ([]byte, error) { return nil, nil }

// TopicPodcast returns the podcast feed of one topic, with a guid of its own and hidden from directories. An unknown topic,
// and one without episodes, is fault.NotFound.
func (b *Builder) TopicPodcast(e *edition.Edition, topic string) ([]byte, error) { return nil, nil }

// SeasonPodcast is TopicPodcast for a season.
func (b *Builder) SeasonPodcast(e *edition.Edition, number int) ([]byte, error) { return nil, nil }

// RSS returns the newest 50 articles and stories as RSS 2.0.
func (b *Builder) RSS(e *edition.Edition) ([]byte, error) { return nil, nil }

// TopicRSS returns the newest 50 articles of a topic as RSS 2.0; an unknown topic is fault.NotFound.
func (b *Builder) TopicRSS(e *edition.Edition, topic string) ([]byte, error) { return nil, nil }

// PersonRSS returns the newest 50 articles by a person as RSS 2.0; an unknown person is fault.NotFound.
func (b *Builder) PersonRSS(e *edition.Edition, slug string) ([]byte, error) { return nil, nil }

// Atom returns the newest 50 articles and stories as Atom (RFC 4287).
func (b *Builder) Atom(e *edition.Edition) ([]byte, error) { return nil, nil }

// JSON returns the newest 50 articles and stories as JSON Feed 1.1.
func (b *Builder) JSON(e *edition.Edition) ([]byte, error) { return nil, nil }

// Item is what an app has been told about an episode: the fields that must not change by accident.
type Item struct {
	GUID      string
	Slug      string
	Number    int
	Enclosure string // address
	Bytes     int64
	Type      string // MIME type of the enclosure
	Hash      string // of the item as written in the feed, hex
}

// Items returns the items of the podcast feed in its order.
func (b *Builder) Items(e *edition.Edition) ([]Item, error) { return nil, nil }

// GUID derives a podcast:guid from the feed's address as the Podcasting 2.0 namespace says: once, when a show is created.
func GUID(feedURL string) string { return "" }

// Chapters returns JSON chapters 1.2 of an episode.
func Chapters(ep *show.Episode, base string) ([]byte, error) { return nil, nil }
