package site

import (
	"bytes"
	"context"
	"encoding/xml"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

// Limits of sitemaps.org for one map.
const (
	sitemapURLs  = 50_000
	sitemapBytes = 50 << 20
)

const (
	sitemapPath  = "/sitemap.xml"
	sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"
	imageSpace   = "http://www.google.com/schemas/sitemap-image/1.1"
)

// sitemapURL is one page that readers can open.
type sitemapURL struct {
	XMLName  xml.Name       `xml:"url"`
	Address  string         `xml:"loc"`
	Modified string         `xml:"lastmod,omitempty"` // W3C date
	Images   []sitemapImage `xml:"image:image"`
}

type sitemapImage struct {
	Address string `xml:"image:loc"`
}

// sitemapPart is one map in the index of many.
type sitemapPart struct {
	XMLName  xml.Name `xml:"sitemap"`
	Address  string   `xml:"loc"`
	Modified string   `xml:"lastmod,omitempty"`
}

// everyKind is every kind of thing that has an address.
var everyKind = []show.Kind{show.Episodes, show.Articles, show.Stories, show.Pages, show.People, show.Media}

// sitemap answers with the map; when one map cannot hold it, page 1 is an index and its parts are the pages from 2 on.
func (s *Site) sitemap(_ context.Context, r *web.Request) (*web.Response, error) {
	parts, err := sitemapParts(s.sitemapOf(r.Edition), sitemapURLs, sitemapBytes)
	if err != nil {
		return nil, err
	}
	modified := r.Edition.Modified(everyKind...)
	if len(parts) > 1 {
		index, err := s.sitemapIndex(len(parts), modified)
		if err != nil {
			return nil, err
		}
		parts = append([][]byte{index}, parts...)
	}
	if r.Page > len(parts) {
		return nil, errNoPage
	}
	return &web.Response{Type: "application/xml; charset=utf-8", Body: parts[r.Page-1], Modified: modified}, nil
}

// sitemapParts writes pages into as many maps as the limits ask for, at least one.
func sitemapParts(urls []sitemapURL, most, size int) ([][]byte, error) {
	const head = xml.Header + `<urlset xmlns="` + sitemapSpace + `" xmlns:image="` + imageSpace + `">`
	const foot = `</urlset>`
	var parts [][]byte
	out, n := bytes.NewBufferString(head), 0
	for _, u := range urls {
		entry, err := xml.Marshal(u)
		if err != nil {
			return nil, err
		}
		if n == most || n > 0 && out.Len()+len(entry)+len(foot) > size {
			parts = append(parts, append(out.Bytes(), foot...))
			out, n = bytes.NewBufferString(head), 0
		}
		_, _ = out.Write(entry) // a buffer takes everything
		n++
	}
	return append(parts, append(out.Bytes(), foot...)), nil
}

// sitemapIndex names the maps, each a page of this address.
func (s *Site) sitemapIndex(parts int, modified time.Time) ([]byte, error) {
	index := struct {
		XMLName xml.Name `xml:"sitemapindex"`
		Space   string   `xml:"xmlns,attr"`
		Parts   []sitemapPart
	}{Space: sitemapSpace}
	for i := range parts {
		index.Parts = append(index.Parts, sitemapPart{Address: s.absolute(pagePath(sitemapPath, i+2)), Modified: stamp(modified)})
	}
	body, err := xml.Marshal(index)
	return append([]byte(xml.Header), body...), err
}

// sitemapOf lists what readers can open: lists that hold something, then items, the newest first.
func (s *Site) sitemapOf(e *edition.Edition) []sitemapURL {
	var urls []sitemapURL
	add := func(path string, modified time.Time, images ...sitemapImage) {
		urls = append(urls, sitemapURL{Address: s.absolute(path), Modified: stamp(modified.UTC()), Images: images})
	}
	add("/", e.Modified(everyKind...), s.imagesOf(e.Show.Cover)...)
	for _, kind := range []show.Kind{show.Episodes, show.Articles, show.Stories} {
		if holds(e, kind) {
			add("/"+string(kind), e.Modified(kind))
		}
	}
	for _, item := range e.Log {
		add(item.Path(), updated(item), s.sitemapImages(item)...)
		if ep, ok := item.(*show.Episode); ok && len(ep.Transcripts) > 0 {
			add(ep.TranscriptPath(), updated(item))
		}
	}
	for _, x := range e.Pages {
		add(x.Path(), x.Changed)
	}
	for _, x := range e.People {
		add(x.Path(), x.Changed, s.imagesOf(x.Picture)...)
	}
	for _, g := range e.Topics {
		add(g.Key.Path(), updated(g.Items[0]))
	}
	for _, g := range e.Seasons {
		add(g.Key.Path(), updated(g.Items[0]))
	}
	return urls
}

func holds(e *edition.Edition, kind show.Kind) bool {
	return kind == show.Episodes && len(e.Episodes) > 0 || kind == show.Articles && len(e.Articles) > 0 ||
		kind == show.Stories && len(e.Stories) > 0
}

// updated is when an item last changed in a way its authors tell readers.
func updated(item show.Item) time.Time {
	var t time.Time
	switch x := item.(type) {
	case *show.Episode:
		t = x.Updated
	case *show.Article:
		t = x.Updated
	case *show.Story:
		t = x.Updated
	}
	if item.Published().After(t) {
		return item.Published()
	}
	return t
}

// sitemapImages are the cover of an item and the pictures in the text of an article. Its card is not one of them: to know the
// address of a card is to read the transcript, and a map that reads every transcript of a show comes too late.
func (s *Site) sitemapImages(item show.Item) []sitemapImage {
	switch x := item.(type) {
	case *show.Episode:
		return s.imagesOf(x.Cover)
	case *show.Article:
		images := s.imagesOf(x.Cover)
		for _, f := range x.Files {
			if path := show.MediaPath(show.Articles, x.Slug, f.Name); f.Width > 0 && (x.Cover == nil || x.Cover.Path != path) {
				images = append(images, sitemapImage{s.absolute(path)})
			}
		}
		return images
	}
	return nil
}

// imagesOf is a picture, if there is one.
func (s *Site) imagesOf(i *show.Image) []sitemapImage {
	if i == nil {
		return nil
	}
	return []sitemapImage{{s.absolute(i.Path)}}
}
