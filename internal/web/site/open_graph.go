package site

import (
	"time"

	"golang.org/x/text/language"

	"insider/internal/show"
)

// openGraph is what a page tells other sites about itself beside title, sentence and picture, in the words of ogp.me.
type openGraph struct {
	Type      string   // "" means website
	Published string   // RFC 3339; of articles, as all but the last two
	Updated   string   // RFC 3339, "" when never
	Authors   []string // addresses of profiles
	Tags      []string
	Username  string       // of a profile
	Audio     *sharedAudio // of an episode
}

// sharedAudio is audio at a public address.
type sharedAudio struct{ Address, Type string }

// openArticle describes an item with a text of its own: an episode, an article or a story. A zero updated means never.
func (s *Site) openArticle(item show.Item, updated time.Time, people []*show.Person) openGraph {
	g := openGraph{Type: "article", Published: stamp(item.Published()), Updated: stamp(updated), Tags: topicNames(item)}
	for _, p := range people {
		g.Authors = append(g.Authors, s.absolute(p.Path()))
	}
	return g
}

// openEpisode adds the sound to what is said of every item.
func (s *Site) openEpisode(ep *show.Episode) openGraph {
	people := make([]*show.Person, len(ep.People))
	for i, c := range ep.People {
		people[i] = c.Person
	}
	g := s.openArticle(ep, ep.Updated, people)
	g.Audio = &sharedAudio{Address: s.audioAddress(ep), Type: ep.Audio.Type}
	return g
}

// audioAddress is where anybody finds the audio of an episode.
func (s *Site) audioAddress(ep *show.Episode) string {
	if ep.Audio.URL != "" {
		return ep.Audio.URL
	}
	return s.absolute(ep.Audio.Path)
}

// locale is a language of BCP 47 with its territory, as ogp.me wants it: "nl-BE" and "nl" give "nl_BE" and "nl_NL". What goes
// without saying there, "en_US", and what is no language give "".
func locale(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	base, _ := t.Base()
	region, _ := t.Region()
	if l := base.String() + "_" + region.String(); l != "en_US" {
		return l
	}
	return ""
}
