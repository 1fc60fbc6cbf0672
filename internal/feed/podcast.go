package feed

import (
	"bytes"
	"cmp"
	"fmt"
	"time"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
)

// PodcastKinds are the kinds whose changes a podcast feed shows, for its Last-Modified.
var PodcastKinds = []show.Kind{show.Episodes, show.Media, show.People}

const maxDescription = 4000 // bytes, Apple's limit

// variant is which podcast feed it is: the whole show or a part of it.
type variant struct {
	path     string // of the feed
	page     string // that it belongs to
	title    string
	guid     string
	part     bool // of the show: hidden from directories, or they would list the show twice
	episodes []*show.Episode
}

// PodcastPath is the address of the podcast feed within the site.
const PodcastPath = "/podcast.xml"

// Podcast returns the first page of the podcast feed: RSS 2.0 with the itunes, podcast, atom and content namespaces.
func (b *Builder) Podcast(e *edition.Edition) ([]byte, error) { return b.PodcastPage(e, 1) }

// PodcastPage returns a page of the podcast feed, the newest episodes on the first. One behind the last is fault.NotFound.
func (b *Builder) PodcastPage(e *edition.Edition, number int) ([]byte, error) {
	return b.podcast(e, variant{path: PodcastPath, page: "/", title: e.Show.Title, guid: e.Show.GUID, episodes: e.Episodes}, number)
}

// TopicPodcast returns a page of the podcast feed of one topic, with a guid of its own and hidden from directories. An
// unknown topic, and one without episodes, is fault.NotFound.
func (b *Builder) TopicPodcast(e *edition.Edition, topic string, number int) ([]byte, error) {
	g, ok := e.Topic(topic)
	if episodes := episodesOf(g.Items); ok && len(episodes) > 0 {
		return b.podcast(e, variant{g.Key.Path() + "/podcast.xml", g.Key.Path(), e.Show.Title + ": " + g.Key.Name,
			within(e.Show, "topics/"+topic).String(), true, episodes}, number)
	}
	return nil, fault.New(fault.NotFound, "There is no podcast feed for this topic.")
}

// SeasonPodcast is TopicPodcast for a season.
func (b *Builder) SeasonPodcast(e *edition.Edition, season, number int) ([]byte, error) {
	g, ok := e.Season(season)
	if episodes := episodesOf(g.Items); ok && len(episodes) > 0 {
		name := cmp.Or(g.Key.Name, fmt.Sprintf("Season %d", season))
		return b.podcast(e, variant{g.Key.Path() + "/podcast.xml", g.Key.Path(), e.Show.Title + ": " + name,
			within(e.Show, fmt.Sprintf("seasons/%d", season)).String(), true, episodes}, number)
	}
	return nil, fault.New(fault.NotFound, "There is no podcast feed for this season.")
}

func episodesOf(items []show.Item) []*show.Episode {
	var episodes []*show.Episode
	for _, item := range items {
		if ep, ok := item.(*show.Episode); ok {
			episodes = append(episodes, ep)
		}
	}
	return episodes
}

// podcast writes the channel and puts the items, most of them written before, in front of its end.
func (b *Builder) podcast(e *edition.Edition, v variant, number int) ([]byte, error) {
	page, err := pageOf(e.Show, v.episodes, number)
	if err != nil {
		return nil, err
	}
	frame, err := writeXML(b.rss(e, v, page))
	if err != nil {
		return nil, err
	}
	items, err := b.written(e, page.episodes)
	if err != nil {
		return nil, err
	}
	size := len(frame)
	for _, f := range items {
		size += len(f.xml)
	}
	end := bytes.LastIndex(frame, []byte("\n  </channel>"))
	out := append(make([]byte, 0, size), frame[:end]...)
	for _, f := range items {
		out = append(out, f.xml...)
	}
	return append(out, frame[end:]...), nil
}

func (b *Builder) rss(e *edition.Edition, v variant, p page) *podcastRSS {
	x := &podcastRSS{
		Version: "2.0",
		Itunes:  "http://www.itunes.com/dtds/podcast-1.0.dtd",
		Simple:  "http://podlove.org/simple-chapters",
		Podcast: "https://podcastindex.org/namespace/1.0",
		Atom:    "http://www.w3.org/2005/Atom",
		Content: "http://purl.org/rss/1.0/modules/content/",
		Channel: b.channel(e, v, p),
	}
	if x.Channel.Limit != nil || x.Channel.Countries != "" {
		x.Spotify = "http://www.spotify.com/ns/rss"
	}
	return x
}

func (b *Builder) channel(e *edition.Edition, v variant, p page) *channel {
	s := e.Show
	c := &channel{
		Links:         b.links(s, v, p),
		Title:         line(v.title, 255),
		Link:          b.absolute(v.page),
		Description:   prose(cmp.Or(s.Description, s.Tagline, s.Title), maxDescription),
		Language:      s.Language,
		Copyright:     line(s.Copyright, 255),
		Built:         date(e.Modified(PodcastKinds...)),
		Generator:     generator,
		Explicit:      s.Explicit,
		Author:        line(s.Maker(), 255),
		Type:          s.Type,
		GUID:          v.guid,
		Locked:        locked{Value: "no"},
		Medium:        cmp.Or(s.Medium, "podcast"),
		extras:        b.extras(s.Podcasting),
		channelExtras: b.channelExtras(s, v),
	}
	if s.Locked {
		c.Locked.Value = "yes"
	}
	if s.Owner.Public && s.Owner.Email != "" {
		c.Owner = &owner{line(cmp.Or(s.Owner.Name, s.Title), 255), s.Owner.Email}
		c.Locked.Owner = s.Owner.Email
	}
	if v.part {
		c.AppTitle, c.Texts = "", nil
	}
	if v.part || s.Block.Blocks("apple") {
		c.Block = "Yes"
	}
	if image := b.cover(s.Cover); image != "" {
		c.Image = &reference{image}
	}
	c.Images = append(b.coverSizes(s.Cover), c.Images...)
	b.lists(c, s)
	return c
}

// links are the feed's own address, its other pages, and the hubs that are told when it changes. A part of the show has no
// hubs: they are told of the whole.
func (b *Builder) links(s *show.Show, v variant, p page) []atomLink {
	feed := b.absolute(v.path)
	links := append([]atomLink{{PagePath(feed, p.number), "self", "application/rss+xml"}}, p.links(feed)...)
	if v.part || p.number > 1 {
		return links
	}
	return append(links, hubLinks(s)...)
}

// lists fills what a channel has several of.
func (b *Builder) lists(c *channel, s *show.Show) {
	for _, x := range s.Categories {
		one := category{Text: x.Name}
		if x.Sub != "" {
			one.Sub = &category{Text: x.Sub}
		}
		c.Categories = append(c.Categories, one)
	}
	for _, p := range s.Hosts {
		c.People = append(c.People, b.person(show.Credit{Person: p, Role: "host"}))
	}
	for _, credit := range s.Crew {
		c.People = append(c.People, b.person(credit))
	}
}

const generator = "Insider"

// date is RFC 2822 in UTC, "" for no time.
func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC1123Z)
}
