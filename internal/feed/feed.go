// Package feed writes feeds from an edition: the podcast as RSS, the blog as RSS, Atom and JSON Feed, chapters as JSON.
//
// It owns what the formats ask for and the identities in them. It does not serve them and never asks the clock: equal
// editions give equal bytes.
package feed

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/gorilla/feeds"

	"insider/internal/markdown"
	"insider/internal/show"
)

// Builder builds feeds for one public address. It keeps the written items of the podcast and the entries of the
// blog between editions, so that one change costs one of them. It is safe for concurrent use.
type Builder struct {
	base      string // public address without trailing slash
	fragments fragments
	entries   entries
}

// NewBuilder returns a Builder for the public address base, which may have a path.
func NewBuilder(base *url.URL) *Builder {
	return &Builder{
		base:      strings.TrimRight(base.String(), "/"),
		fragments: fragments{kept: map[key]*fragment{}},
		entries:   entries{kept: map[entryKey]entry{}},
	}
}

// absolute returns the public address of a path of this site.
func (b *Builder) absolute(path string) string {
	return b.base + (&url.URL{Path: path}).EscapedPath()
}

// content returns a document's HTML with absolute addresses, ready for any feed.
func (b *Builder) content(doc *show.Document, page string) string {
	return clean(markdown.Absolute(string(doc.HTML), b.base, page))
}

// picture returns the absolute address of an image, "" for none.
func (b *Builder) picture(image *show.Image) string {
	if image == nil || image.Path == "" {
		return ""
	}
	return b.absolute(image.Path)
}

// document is a value that gorilla/feeds writes as XML.
type document struct{ root any }

// FeedXml implements feeds.XmlFeed.
func (d document) FeedXml() any { return d.root }

func writeXML(root any) ([]byte, error) {
	var out bytes.Buffer
	if err := feeds.WriteXML(document{root}, &out); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}
