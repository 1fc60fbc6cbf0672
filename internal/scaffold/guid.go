package scaffold

import (
	"net/url"

	"github.com/google/uuid"

	"insider/internal/show"
)

// podcastGUID returns the identity of the podcast whose public address is base. Without a base it is that of a random name,
// so that no two shows share one.
func podcastGUID(base *url.URL) string {
	if base == nil {
		return show.PodcastGUID(uuid.NewString())
	}
	return show.PodcastGUIDAt(base)
}
