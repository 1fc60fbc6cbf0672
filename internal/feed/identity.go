package feed

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"insider/internal/show"
)

// within derives the identity of a part of the show, such as "topics/culture": the same wherever the show moves.
func within(s *show.Show, part string) uuid.UUID {
	namespace, err := uuid.Parse(s.GUID)
	if err != nil {
		namespace = uuid.NewSHA1(show.PodcastNamespace, []byte(s.GUID))
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
