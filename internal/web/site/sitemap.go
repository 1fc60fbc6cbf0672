package site

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

// registerRobots mounts what machines read first: the map, the rules for crawlers, and where to report a hole.
func (s *Site) registerRobots() {
	s.server.Cached("/sitemap.xml", web.ClassFeed, s.sitemap)
	s.server.Cached("/robots.txt", web.ClassFeed, s.robots)
	s.server.Handle(http.MethodGet, "/.well-known/security.txt", web.ClassFeed, s.security)
}

// sitemapURLs is the most that the protocol allows in one map.
const sitemapURLs = 50_000

type sitemap struct {
	XMLName xml.Name     `xml:"urlset"`
	Space   string       `xml:"xmlns,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Address  string `xml:"loc"`
	Modified string `xml:"lastmod,omitempty"` // W3C date
}

// everyKind is every kind of thing that has an address.
var everyKind = []show.Kind{show.Episodes, show.Articles, show.Stories, show.Pages, show.People, show.Media}

func (s *Site) sitemap(_ context.Context, r *web.Request) (*web.Response, error) {
	urls := s.sitemapOf(r.Edition)
	var out bytes.Buffer
	out.WriteString(xml.Header)
	doc := sitemap{Space: "http://www.sitemaps.org/schemas/sitemap/0.9", URLs: urls[:min(len(urls), sitemapURLs)]}
	if err := xml.NewEncoder(&out).Encode(doc); err != nil {
		return nil, err
	}
	return &web.Response{Type: "application/xml; charset=utf-8", Body: out.Bytes(), Modified: r.Edition.Modified(everyKind...)}, nil
}

// sitemapOf lists what readers can open: lists that hold something, then items, the newest first.
func (s *Site) sitemapOf(e *edition.Edition) []sitemapURL {
	var urls []sitemapURL
	add := func(path string, modified time.Time) {
		u := sitemapURL{Address: s.absolute(path)}
		if !modified.IsZero() {
			u.Modified = modified.UTC().Format(time.RFC3339)
		}
		urls = append(urls, u)
	}
	add("/", e.Modified(everyKind...))
	for _, kind := range []show.Kind{show.Episodes, show.Articles, show.Stories} {
		if holds(e, kind) {
			add("/"+string(kind), e.Modified(kind))
		}
	}
	for _, item := range e.Log {
		add(item.Path(), updated(item))
		if ep, ok := item.(*show.Episode); ok && len(ep.Transcripts) > 0 {
			add(ep.TranscriptPath(), updated(item))
		}
	}
	for _, x := range e.Pages {
		add(x.Path(), x.Changed)
	}
	for _, x := range e.People {
		add(x.Path(), x.Changed)
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

// private are the paths that crawlers have no business in.
var private = []string{"/desk", "/stories/mine", "/subscribe/"}

func (s *Site) robots(_ context.Context, r *web.Request) (*web.Response, error) {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	if r.Edition.Drafts {
		b.WriteString("Disallow: /\n")
		return &web.Response{Type: "text/plain; charset=utf-8", Body: []byte(b.String())}, nil
	}
	for _, path := range private {
		b.WriteString("Disallow: " + s.server.Root() + path + "\n")
	}
	b.WriteString("\nSitemap: " + s.absolute("/sitemap.xml") + "\n")
	return &web.Response{Type: "text/plain; charset=utf-8", Body: []byte(b.String())}, nil
}

// validity is how long security.txt says that it holds; RFC 9116 asks for less than a year.
const validity = 180 * 24 * time.Hour

// security answers security.txt (RFC 9116). Its bytes stay the same for a day.
func (s *Site) security(w http.ResponseWriter, r *http.Request) error {
	e := s.Editions.Current()
	contact := s.absolute("/")
	switch c := e.Show.Contact; {
	case strings.HasPrefix(c, "https://"):
		contact = c
	case strings.Contains(c, "@"):
		contact = "mailto:" + c
	}
	expires := s.Clock().UTC().Truncate(24 * time.Hour).Add(validity)
	body := "Contact: " + contact + "\nExpires: " + expires.Format(time.RFC3339) + "\nPreferred-Languages: " + e.Show.Language +
		"\nCanonical: " + s.absolute("/.well-known/security.txt") + "\n"
	return s.server.Write(w, r, web.ClassFeed, &web.Response{Type: "text/plain; charset=utf-8", Body: []byte(body)})
}
