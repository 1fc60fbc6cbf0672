package feed

import (
	"net/url"
	"strings"

	"insider/internal/show"
)

// MovedTo returns where the podcast feed of a show at base lives now, "" while that is here. An address of the same host means
// that the feed has come here: it then only says so in itself, for who follows a redirect to itself goes in a circle.
func MovedTo(base *url.URL, s *show.Show) string {
	u, err := url.Parse(s.Moved)
	if s.Moved == "" || err != nil || strings.EqualFold(u.Host, base.Host) {
		return ""
	}
	return u.String()
}
