package feed_test

import (
	"strconv"
	"strings"
)

// elements are what a podcast feed may hold, by Apple's requirements, PSP-1 and the Podcasting 2.0 namespace: the parents,
// how many of it a parent has (1: exactly one, ?: at most one, *: any, + at least one), attributes (! must be there), and how
// many characters of text it takes (0: none).
const elements = `
rss                      |                                              | 1 | version!                                                        | 0
channel                  | rss                                          | 1 |                                                                 | 0
item                     | channel                                      | * |                                                                 | 0
title                    | channel item                                 | 1 |                                                                 | 255
link                     | channel item                                 | 1 |                                                                 | 2000
description              | channel item                                 | 1 |                                                                 | 4000
language                 | channel                                      | 1 |                                                                 | 10
copyright                | channel                                      | ? |                                                                 | 255
lastBuildDate            | channel                                      | ? |                                                                 | 40
generator                | channel                                      | 1 |                                                                 | 40
guid                     | item                                         | 1 | isPermaLink!                                                    | 1000
pubDate                  | item                                         | 1 |                                                                 | 40
enclosure                | item                                         | 1 | url! length! type!                                              | 0
content:encoded          | item                                         | ? |                                                                 | 1000000
atom:link                | channel                                      | + | href! rel! type                                                 | 0
itunes:image             | channel item                                 | ? | href!                                                           | 0
itunes:category          | channel itunes:category                      | * | text!                                                           | 0
itunes:explicit          | channel item                                 | 1 |                                                                 | 5
itunes:author            | channel                                      | 1 |                                                                 | 255
itunes:owner             | channel                                      | ? |                                                                 | 0
itunes:name              | itunes:owner                                 | 1 |                                                                 | 255
itunes:email             | itunes:owner                                 | 1 |                                                                 | 255
itunes:type              | channel                                      | ? |                                                                 | 8
itunes:title             | channel item                                 | ? |                                                                 | 255
itunes:block             | channel item                                 | ? |                                                                 | 3
itunes:complete          | channel                                      | ? |                                                                 | 3
itunes:new-feed-url      | channel                                      | ? |                                                                 | 2000
itunes:duration          | item                                         | 1 |                                                                 | 8
itunes:episodeType       | item                                         | 1 |                                                                 | 7
itunes:season            | item                                         | ? |                                                                 | 7
itunes:episode           | item                                         | ? |                                                                 | 7
podcast:guid             | channel                                      | 1 |                                                                 | 36
podcast:locked           | channel                                      | 1 | owner                                                           | 3
podcast:medium           | channel                                      | 1 |                                                                 | 20
podcast:funding          | channel item                                 | * | url!                                                            | 128
podcast:person           | channel item                                 | * | role! group! img href                                           | 128
podcast:location         | channel item                                 | * | rel geo osm country                                             | 128
podcast:license          | channel item                                 | ? | url                                                             | 128
podcast:txt              | channel item                                 | * | purpose                                                         | 4000
podcast:block            | channel                                      | * | id                                                              | 3
podcast:updateFrequency  | channel                                      | ? | complete dtstart rrule                                          | 128
podcast:trailer          | channel                                      | * | url! pubdate! length type season                                | 128
podcast:podroll          | channel                                      | ? |                                                                 | 0
podcast:remoteItem       | podcast:podroll podcast:valueTimeSplit       | + | feedGuid! feedUrl itemGuid medium title                         | 0
podcast:socialInteract   | channel item                                 | * | protocol! uri! accountId accountUrl priority                    | 0
podcast:chat             | channel item                                 | ? | server! protocol! accountId space                               | 0
podcast:image            | channel item                                 | * | href! alt aspect-ratio width height type purpose                | 0
podcast:value            | channel item                                 | * | type! method! suggested                                         | 0
podcast:valueRecipient   | podcast:value podcast:valueTimeSplit         | + | name customKey customValue type! address! split! fee            | 0
podcast:valueTimeSplit   | podcast:value                                | * | startTime! duration! remoteStartTime remotePercentage           | 0
podcast:season           | item                                         | ? | name                                                            | 7
podcast:episode          | item                                         | ? | display                                                         | 10
podcast:transcript       | item                                         | * | url! type! language rel                                         | 0
podcast:chapters         | item                                         | ? | url! type!                                                      | 0
podcast:soundbite        | item                                         | * | startTime! duration!                                            | 128
podcast:contentLink      | item                                         | * | href!                                                           | 128
podcast:alternateEnclosure | item                                       | * | type! length bitrate height lang title rel codecs default       | 0
podcast:source           | podcast:alternateEnclosure                   | + | uri! contentType                                                | 0
podcast:integrity        | podcast:alternateEnclosure                   | ? | type! value!                                                    | 0
psc:chapters             | item                                         | ? | version!                                                        | 0
psc:chapter              | psc:chapters                                 | + | start! title! href image                                        | 0
spotify:limit            | channel                                      | ? | recentCount!                                                    | 0
spotify:countryOfOrigin  | channel                                      | ? |                                                                 | 800
`

// namespaces by their prefix in elements.
var namespaces = map[string]string{
	"": "", "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:", "https://podcastindex.org/namespace/1.0": "podcast:",
	"http://www.w3.org/2005/Atom": "atom:", "http://purl.org/rss/1.0/modules/content/": "content:",
	"http://podlove.org/simple-chapters": "psc:", "http://www.spotify.com/ns/rss": "spotify:",
}

// limits in characters of attributes.
var attributeLimits = map[string]int{
	"podcast:episode@display": 32, "podcast:season@name": 128, "podcast:alternateEnclosure@title": 32, "podcast:alternateEnclosure@rel": 32,
	"podcast:txt@purpose": 128, "podcast:image@purpose": 128,
}

type rule struct {
	parents, attributes []string
	count               string
	text                int
}

func elementRules() map[string]rule {
	rules := map[string]rule{}
	for line := range strings.Lines(elements) {
		if c := strings.Split(line, "|"); len(c) == 5 {
			n, _ := strconv.Atoi(strings.TrimSpace(c[4]))
			rules[strings.TrimSpace(c[0])] = rule{strings.Fields(c[1]), strings.Fields(c[3]), strings.TrimSpace(c[2]), n}
		}
	}
	return rules
}
