package show

import "slices"

// reserved are the first segments of the site's own addresses.
var reserved = []string{
	"episodes", "articles", "stories", "letters", "topics", "seasons", "people", "search", "subscribe",
	"podcast.xml", "feed.xml", "feed.atom", "feed.json", "media", "assets", "embed", "oembed", "sitemap.xml", "robots.txt",
	"manifest.webmanifest", "favicon.ico", ".well-known", "healthz", "readyz", "metrics", "desk",
}

// IsReserved reports whether the site's own addresses begin with a segment: no page and no alias can.
func IsReserved(segment string) bool { return slices.Contains(reserved, segment) }

// IsReservedStory reports whether the site itself has an address below /stories: no story can.
func IsReservedStory(slug string) bool { return slug == "new" || slug == "mine" }
