package site

import (
	"context"
	"net/http"
	"strings"
	"time"

	"insider/internal/web"
)

// registerRobots mounts what machines read first: the map, the rules for crawlers, the manifest, and where to report a hole.
func (s *Site) registerRobots() {
	s.server.Cached(sitemapPath, web.ClassFeed, s.sitemap)
	s.server.Cached("/robots.txt", web.ClassFeed, s.robots)
	s.server.Cached("/manifest.webmanifest", web.ClassFeed, s.manifest)
	s.server.Handle(http.MethodGet, "/.well-known/security.txt", web.ClassFeed, s.security)
}

// private are the paths that crawlers have no business in.
var private = []string{"/desk", "/search", "/stories/mine", "/subscribe/"}

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
	b.WriteString("\nSitemap: " + s.absolute(sitemapPath) + "\n")
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
