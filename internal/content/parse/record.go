package parse

import (
	"fmt"
	"time"

	"insider/internal/show"
)

// Record is one content file and the files it names, read and found good by themselves: people, the show's zone and other
// items are only named. Once noted it is never changed; it may be written to the manifest, and is all that a restart needs.
type Record struct {
	Kind    show.Kind // show.Media for show.yaml
	Source  string    // slash path
	Slug    string    // "" for show.yaml
	Hash    string    // fingerprint of Source
	Written int64     // modification time of Source in nanoseconds: the date of a draft without one
	Words   int
	Cut     Span        // lines of the body that are chapters and not shown again
	Files   []show.File // every other file it is made from, by name
	Origins []string    // from which its text loads pictures that live elsewhere

	Show    *ShowFront
	Episode *EpisodeFront
	Article *ArticleFront
	Page    *PageFront
	Person  *PersonFront

	claims []string
	names  []CreditFront
}

// Span is a half-open range.
type Span struct{ From, To int }

// ShowFront is show.yaml as it is written.
type ShowFront struct {
	Title, Tagline, Description string
	Language, Zone, GUID        string
	Locked, Explicit            bool
	Owner                       show.Owner
	Contact                     string
	Categories                  []show.Category
	Type, Copyright, Cover      string
	Apps                        []show.Link
	Podcasting                  PodcastingFront
	Channel                     ChannelFront
	Hosts                       []string
	Letter                      show.Letter
	Wordmark, Footer            string
	Seasons                     []show.Season
	Tags                        show.Tags
}

// EpisodeFront is the front matter of an episode.
type EpisodeFront struct {
	Title, GUID, Summary string
	Date, Updated        Moment
	Number, Season       int
	Type                 show.EpisodeType
	Audio                AudioFront
	Cover                string
	Explicit             Answer
	People               []CreditFront
	Topics               []show.Topic
	Voices               []VoiceFront
	Chapters             []ChapterFront
	Transcripts          []TranscriptFront
	Soundbites           []show.Soundbite
	Podcasting           PodcastingFront
	Display              string
	Links                []show.Link
	Alternates           []AlternateFront
	Block, Draft         bool
	Aliases              []string
}

// Answer is a yes or no that need not be given.
type Answer int8

// The answers.
const (
	Unsaid Answer = iota
	No
	Yes
)

// AudioFront names a file of the record, by name, or an address elsewhere.
type AudioFront struct {
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

// CreditFront is a person, by slug, and the part the person has.
type CreditFront struct{ Person, Role, Group string }

// VoiceFront is a person, a pen, or, with neither, a guest.
type VoiceFront struct {
	Label, Person string
	Pen           int
}

// ChapterFront is a chapter; Image names a file of the record.
type ChapterFront struct {
	Start              time.Duration
	Title, Link, Image string
	Art                string // address of a picture elsewhere
}

// TranscriptFront has no language when it is the show's.
type TranscriptFront struct{ Language, Name string }

// ArticleFront is the front matter of an article.
type ArticleFront struct {
	Title, Summary string
	Number         int
	Date, Updated  Moment
	Authors        []string
	Topics         []show.Topic
	Cover          string
	Draft          bool
	Aliases        []string
	Episode, Story string
}

// PageFront is the front matter of a page.
type PageFront struct {
	Title, Summary, Menu string
	Aliases              []string
}

// PersonFront is the front matter of a person.
type PersonFront struct {
	Name, Role string
	Links      []show.Link
	Picture    string
	Aliases    []string
}

// Path returns the address of what the record describes, "" for show.yaml.
func (r *Record) Path() string {
	switch r.Kind {
	case show.Media:
		return ""
	case show.Pages:
		return "/" + r.Slug
	}
	return "/" + string(r.Kind) + "/" + r.Slug
}

// Aliases returns the old paths that lead to what the record describes.
func (r *Record) Aliases() []string {
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

// Claims returns what only one record may have: its address, aliases, guid, number ...
func (r *Record) Claims() []string { return r.claims }

// Names returns the people the record names, with the key that names them.
func (r *Record) Names() []CreditFront { return r.names }

// Note sets what is derived from a record that was read or recalled.
func (r *Record) Note() *Record {
	r.claims, r.names = claimsOf(r), namesIn(r)
	return r
}

// claimsOf returns what only one record may have.
func claimsOf(r *Record) []string {
	out := []string{"path " + r.Path()}
	for _, a := range r.Aliases() {
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
func namesIn(r *Record) []CreditFront {
	var out []CreditFront
	switch {
	case r.Show != nil:
		for _, h := range r.Show.Hosts {
			out = append(out, CreditFront{Person: h, Role: "hosts"})
		}
		for _, c := range r.Show.Channel.Crew {
			out = append(out, CreditFront{Person: c.Person, Role: "people"})
		}
	case r.Episode != nil:
		for _, c := range r.Episode.People {
			out = append(out, CreditFront{Person: c.Person, Role: "people"})
		}
		for _, v := range r.Episode.Voices {
			if v.Person != "" {
				out = append(out, CreditFront{Person: v.Person, Role: "voices"})
			}
		}
	case r.Article != nil:
		for _, a := range r.Article.Authors {
			out = append(out, CreditFront{Person: a, Role: "authors"})
		}
	}
	return out
}

// File returns the file of the record with the name.
func (r *Record) File(name string) (*show.File, bool) {
	for i := range r.Files {
		if r.Files[i].Name == name {
			return &r.Files[i], true
		}
	}
	return nil, false
}
