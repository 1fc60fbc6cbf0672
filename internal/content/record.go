package content

import (
	"fmt"
	"time"

	"insider/internal/show"
)

// record is one content file and the files it names, read and found good by themselves: people, the show's zone and other
// items are only named. Once noted it is never changed; it may be written to the manifest, and is all that a restart needs.
type record struct {
	Kind    show.Kind // show.Media for show.yaml
	Source  string    // slash path
	Slug    string    // "" for show.yaml
	Hash    string    // fingerprint of Source
	Written int64     // modification time of Source in nanoseconds: the date of a draft without one
	Words   int
	Cut     span        // lines of the body that are chapters and not shown again
	Files   []show.File // every other file it is made from, by name
	Origins []string    // from which its text loads pictures that live elsewhere

	Show    *showFront
	Episode *episodeFront
	Article *articleFront
	Page    *pageFront
	Person  *personFront

	claims []string      // what only one record may have: its address, aliases, guid, number ...
	names  []creditFront // people it names, with the key that names them
}

// span is a half-open range.
type span struct{ From, To int }

// showFront is show.yaml as it is written.
type showFront struct {
	Title, Tagline, Description string
	Language, Zone, GUID        string
	Locked, Explicit            bool
	Owner                       show.Owner
	Contact                     string
	Categories                  []show.Category
	Type, Copyright, Cover      string
	Apps                        []show.Link
	Podcasting                  podcastingFront
	Channel                     channelFront
	Hosts                       []string
	Letter                      show.Letter
	Wordmark, Footer            string
	Seasons                     []show.Season
	Tags                        show.Tags
}

type episodeFront struct {
	Title, GUID, Summary string
	Date, Updated        moment
	Number, Season       int
	Type                 show.EpisodeType
	Audio                audioFront
	Cover                string
	Explicit             answer
	People               []creditFront
	Topics               []show.Topic
	Voices               []voiceFront
	Chapters             []chapterFront
	Transcripts          []transcriptFront
	Soundbites           []show.Soundbite
	Podcasting           podcastingFront
	Display              string
	Links                []show.Link
	Alternates           []alternateFront
	Block, Draft         bool
	Aliases              []string
}

// answer is a yes or no that need not be given.
type answer int8

const (
	unsaid answer = iota
	no
	yes
)

// audioFront names a file of the record, by name, or an address elsewhere.
type audioFront struct {
	Name        string
	Path        string // a media path that was written; "" is the file's own
	URL         string
	Type        string
	Bytes       int64
	Duration    time.Duration
	HeaderBytes int64
	Cover       bool // it carries a picture
	Chaptered   bool // it carries chapters
}

type creditFront struct{ Person, Role, Group string }

// voiceFront is a person, a pen, or, with neither, a guest.
type voiceFront struct {
	Label, Person string
	Pen           int
}

type chapterFront struct {
	Start              time.Duration
	Title, Link, Image string
	Art                string // address of a picture elsewhere
}

// transcriptFront has no language when it is the show's.
type transcriptFront struct{ Language, Name string }

type articleFront struct {
	Title, Summary string
	Number         int
	Date, Updated  moment
	Authors        []string
	Topics         []show.Topic
	Cover          string
	Draft          bool
	Aliases        []string
	Episode, Story string
}

type pageFront struct {
	Title, Summary, Menu string
	Aliases              []string
}

type personFront struct {
	Name, Role string
	Links      []show.Link
	Picture    string
	Aliases    []string
}

// path returns the address of what the record describes, "" for show.yaml.
func (r *record) path() string {
	switch r.Kind {
	case show.Media:
		return ""
	case show.Pages:
		return "/" + r.Slug
	}
	return "/" + string(r.Kind) + "/" + r.Slug
}

func (r *record) aliases() []string {
	switch {
	case r.Show != nil:
		return r.Show.Channel.Aliases
	case r.Episode != nil:
		return r.Episode.Aliases
	case r.Article != nil:
		return r.Article.Aliases
	case r.Page != nil:
		return r.Page.Aliases
	case r.Person != nil:
		return r.Person.Aliases
	}
	return nil
}

// note sets what is derived from a record that was read or recalled.
func (r *record) note() *record {
	r.claims, r.names = claimsOf(r), namesIn(r)
	return r
}

// claimsOf returns what only one record may have.
func claimsOf(r *record) []string {
	out := []string{"path " + r.path()}
	for _, a := range r.aliases() {
		out = append(out, "alias "+a)
	}
	switch {
	case r.Episode != nil:
		e := r.Episode
		if e.GUID != "" {
			out = append(out, "guid "+e.GUID)
		}
		if e.Number > 0 && e.Type == show.Full {
			out = append(out, fmt.Sprintf("number %d.%d", e.Season, e.Number))
		}
		if e.Audio.URL != "" {
			out = append(out, "audio "+e.Audio.URL)
		}
	case r.Article != nil && r.Article.Number > 0:
		out = append(out, fmt.Sprintf("article %d", r.Article.Number))
	}
	return out
}

// namesIn returns the people a record names, with the key that names them.
func namesIn(r *record) []creditFront {
	var out []creditFront
	switch {
	case r.Show != nil:
		for _, h := range r.Show.Hosts {
			out = append(out, creditFront{Person: h, Role: "hosts"})
		}
		for _, c := range r.Show.Channel.Crew {
			out = append(out, creditFront{Person: c.Person, Role: "people"})
		}
	case r.Episode != nil:
		for _, c := range r.Episode.People {
			out = append(out, creditFront{Person: c.Person, Role: "people"})
		}
		for _, v := range r.Episode.Voices {
			if v.Person != "" {
				out = append(out, creditFront{Person: v.Person, Role: "voices"})
			}
		}
	case r.Article != nil:
		for _, a := range r.Article.Authors {
			out = append(out, creditFront{Person: a, Role: "authors"})
		}
	}
	return out
}

// file returns the file of the record with the name.
func (r *record) file(name string) (*show.File, bool) {
	for i := range r.Files {
		if r.Files[i].Name == name {
			return &r.Files[i], true
		}
	}
	return nil, false
}
