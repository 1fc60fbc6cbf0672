package site

import (
	"net/url"
	"strings"

	"insider/internal/show"
)

// share returns plain links that hand a page to others; nothing of theirs is loaded here.
func (s *Site) share(title, path string) []show.Link {
	address := s.absolute(path)
	return []show.Link{
		{Name: "LinkedIn", URL: "https://www.linkedin.com/sharing/share-offsite/?url=" + url.QueryEscape(address)},
		{Name: "Mastodon", URL: "https://share.joinmastodon.org/#text=" + percentEscape(title+" "+address)},
		{Name: "Mail", URL: "mailto:?subject=" + percentEscape(title) + "&body=" + percentEscape(address)},
	}
}

// absolute is the public address of a path of this site.
func (s *Site) absolute(path string) string {
	return s.Base.Scheme + "://" + s.Base.Host + strings.TrimSuffix(s.Base.Path, "/") + path
}

// percentEscape escapes for places where a plus stays a plus.
func percentEscape(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
