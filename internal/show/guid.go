package show

import (
	"net/url"
	"strings"

	"github.com/google/uuid"
)

// PodcastNamespace is that of podcast:guid (Podcasting 2.0, tag guid).
var PodcastNamespace = uuid.MustParse("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")

// PodcastGUID returns the podcast:guid for the address of a feed, written without its scheme and without slashes at its end:
// a version 5 UUID. A show gets it once, when it is created, and keeps it wherever it moves.
func PodcastGUID(feed string) string { return uuid.NewSHA1(PodcastNamespace, []byte(feed)).String() }

// PodcastGUIDAt returns the podcast:guid of the show whose public address is base.
func PodcastGUIDAt(base *url.URL) string {
	return PodcastGUID(base.Host + strings.TrimRight(base.Path, "/") + "/podcast.xml")
}
