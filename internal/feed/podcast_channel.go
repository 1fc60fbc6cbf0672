package feed

import (
	"cmp"
	"slices"
	"strings"

	"insider/internal/show"
)

// channelExtras are what only a channel may tell.
type channelExtras struct {
	Complete  string        `xml:"itunes:complete,omitempty"`
	NewURL    string        `xml:"itunes:new-feed-url,omitempty"`
	Blocks    []block       `xml:"podcast:block"`
	Frequency *frequency    `xml:"podcast:updateFrequency"`
	Trailers  []trailer     `xml:"podcast:trailer"`
	Podroll   *podroll      `xml:"podcast:podroll"`
	Limit     *spotifyLimit `xml:"spotify:limit"`
	Countries string        `xml:"spotify:countryOfOrigin,omitempty"`
}

type block struct {
	Service string `xml:"id,attr,omitempty"`
	Value   string `xml:",chardata"` // yes or no
}

type frequency struct {
	Complete bool   `xml:"complete,attr,omitempty"`
	Start    string `xml:"dtstart,attr,omitempty"`
	Rule     string `xml:"rrule,attr,omitempty"`
	Text     string `xml:",chardata"`
}

type trailer struct {
	URL       string `xml:"url,attr"`
	Published string `xml:"pubdate,attr"`
	Length    int64  `xml:"length,attr"` // bytes
	Type      string `xml:"type,attr"`
	Season    int    `xml:"season,attr,omitempty"`
	Title     string `xml:",chardata"`
}

type podroll struct {
	Items []remoteItem `xml:"podcast:remoteItem"`
}

type spotifyLimit struct {
	Count int `xml:"recentCount,attr"`
}

// channelExtras writes what only a show tells. A part of the show is not for directories, so it tells less: nothing that
// proves whose it is, and no other address.
func (b *Builder) channelExtras(s *show.Show, v variant) channelExtras {
	x := channelExtras{Frequency: frequencyOf(s), Trailers: b.trailers(v.episodes)}
	if s.Complete {
		x.Complete = "Yes"
	}
	if len(s.Podroll) > 0 {
		x.Podroll = &podroll{}
		for _, r := range s.Podroll {
			x.Podroll.Items = append(x.Podroll.Items, remoteItemOf(r))
		}
	}
	if v.part {
		x.Blocks = []block{{Value: "yes"}}
		return x
	}
	x.NewURL, x.Blocks = s.Moved, blocksOf(s.Block)
	if s.Spotify.Limit > 0 {
		x.Limit = &spotifyLimit{s.Spotify.Limit}
	}
	x.Countries = strings.ToLower(strings.Join(s.Spotify.Countries, " "))
	return x
}

func blocksOf(b show.Block) []block {
	var out []block
	if b.All {
		out = append(out, block{Value: "yes"})
	}
	for _, service := range b.Except {
		out = append(out, block{service, "no"})
	}
	for _, service := range b.Services {
		out = append(out, block{service, "yes"})
	}
	return out
}

// frequencyOf writes the start as the rule's UNTIL is written: as a day or as a moment.
func frequencyOf(s *show.Show) *frequency {
	f := cmp.Or(s.Frequency, &show.Frequency{})
	if s.Frequency == nil && !s.Complete {
		return nil
	}
	x := &frequency{Complete: s.Complete, Rule: f.Rule, Text: line(cmp.Or(f.Text, "Complete"), 128)}
	switch until := show.RuleParts(f.Rule)["UNTIL"]; {
	case f.Start.IsZero():
	case until != "" && !strings.Contains(until, "T"):
		x.Start = f.Start.Format("2006-01-02")
	default:
		x.Start = f.Start.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return x
}

// trailers are the episodes of that type, the newest first.
func (b *Builder) trailers(episodes []*show.Episode) []trailer {
	var out []trailer
	for _, ep := range episodes {
		if ep.Type == show.Trailer && Listable(ep) {
			out = append(out, trailer{b.enclosure(ep), date(ep.Date), ep.Audio.Bytes, ep.Audio.Type, ep.Season, line(ep.Title, 128)})
		}
	}
	return out
}

// hubLinks are the hubs that are told of changes.
func hubLinks(s *show.Show) []atomLink {
	var out []atomLink
	for _, hub := range s.Hubs {
		if link := (atomLink{Href: hub, Rel: "hub"}); !slices.Contains(out, link) {
			out = append(out, link)
		}
	}
	return out
}
