package show

import (
	"slices"
	"strings"
)

// services are the slugs by which podcast:block names platforms, from the Podcasting 2.0 namespace's list.
var services = strings.Fields(`acast amazon anchor apple audible audioboom backtracks bitcoin blubrry buzzsprout captivate castopod castos
	facebook fireside fyyd google gpodder hypercatcher kasts libsyn mastodon megafono megaphone omnystudio overcast paypal pinecast podbean
	podcastaddict podcastguru podcastindex podcasts.com podchaser podcloud podfriend podiant podigee podnews podomatic podserve podverse redcircle
	relayfm resonate rss.com shoutengine simplecast slack soundcloud spotify spreaker tiktok transistor twitter whooshkaa youtube zencast`)

// CheckService reports whether slug is a platform of the list. If it is not, nearest is the one that was most likely meant.
func CheckService(slug string) (nearest string, ok bool) {
	if slices.Contains(services, slug) {
		return slug, true
	}
	if strings.EqualFold(slug, "itunes") {
		return "apple", false
	}
	return closest(services, strings.ReplaceAll(slug, " ", "")), false
}
