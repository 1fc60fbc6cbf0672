package scaffold

import (
	"net/url"
	"strings"

	"github.com/google/uuid"
)

// podcasts is the namespace of podcast:guid (Podcasting 2.0, tag guid).
var podcasts = uuid.MustParse("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")

// podcastGUID returns the identity of the podcast whose feed will be at base + "/podcast.xml": a version 5 UUID of that
// address without its scheme. Without a base it is the version 5 UUID of a random name, so that no two shows share one.
func podcastGUID(base *url.URL) string {
	if base == nil {
		return uuid.NewSHA1(podcasts, []byte(uuid.NewString())).String()
	}
	feed := base.Host + strings.TrimRight(base.Path, "/") + "/podcast.xml"
	return uuid.NewSHA1(podcasts, []byte(feed)).String()
}
