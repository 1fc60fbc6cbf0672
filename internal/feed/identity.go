package feed

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"insider/internal/show"
)

// podcasts is the namespace of podcast:guid.
var podcasts = uuid.MustParse("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")

// GUID derives a podcast:guid from the feed's address as the Podcasting 2.0 namespace says: a version 5 UUID of the address
// without scheme and trailing slashes. A show gets it once, when it is created, and keeps it wherever it moves.
func GUID(feedURL string) string {
	if _, rest, ok := strings.Cut(feedURL, "://"); ok {
		feedURL = rest
	}
	return uuid.NewSHA1(podcasts, []byte(strings.TrimRight(feedURL, "/"))).String()
}

// within derives the identity of a part of the show, such as "topics/culture": the same wherever the show moves.
func within(s *show.Show, part string) uuid.UUID {
	namespace, err := uuid.Parse(s.GUID)
	if err != nil {
		namespace = uuid.NewSHA1(podcasts, []byte(s.GUID))
	}
	return uuid.NewSHA1(namespace, []byte(part))
}

// urn is within as the id of a feed or an entry.
func urn(s *show.Show, part string) string { return within(s, part).URN() }

// articleID is the permanent id of an article: of the first path it ever had, which a renamed article keeps as its first
// alias.
func articleID(s *show.Show, a *show.Article) string {
	for _, alias := range a.Aliases {
		if slug, ok := strings.CutPrefix(alias, "/articles/"); ok {
			return urn(s, "articles/"+slug)
		}
	}
	return urn(s, "articles/"+a.Slug)
}

// storyID is the permanent id of a story: of its number.
func storyID(s *show.Show, x *show.Story) string { return urn(s, "stories/"+strconv.Itoa(x.Number)) }
