package show

import (
	"html/template"
	"strconv"
	"strings"
	"time"
)

// Item is what a log row shows: an episode, an article or a story.
type Item interface {
	ItemKind() Kind
	Path() string    // address on this site
	Heading() string // title
	Lead() string    // one or two sentences, plain
	Published() time.Time
	TagNumber() string // three digits under the line of its tag, "" when it has no number
}

// TopicsOf returns the topics of an item; stories have none.
func TopicsOf(item Item) []Topic {
	switch x := item.(type) {
	case *Episode:
		return x.Topics
	case *Article:
		return x.Topics
	}
	return nil
}

// EpisodeType is itunes:episodeType.
type EpisodeType string

// The episode types.
const (
	Full    EpisodeType = "full"
	Trailer EpisodeType = "trailer"
	Bonus   EpisodeType = "bonus"
)

// Episode is one episode: episodes/*.md and what lies beside it.
type Episode struct {
	Slug        string
	GUID        string // written once, never derived again
	Title       string
	Summary     string // plain text
	Date        time.Time
	Updated     time.Time // zero when never
	Number      int       // 0 when it has none
	Season      int       // 0 when it has none
	Type        EpisodeType
	Audio       Enclosure
	Cover       *Image // nil: the show's
	Explicit    bool   // resolved: the episode's own word or the show's
	People      []Credit
	Topics      []Topic
	Voices      map[string]Voice // by label in the transcript
	Chapters    []Chapter
	Transcripts []Transcript
	Soundbites  []Soundbite
	Block       bool // itunes:block
	Draft       bool
	Aliases     []string // old paths on this site, each begins with "/"
	Words       int      // of the notes
	Notes       Text
	Files       []*File
	Origins     []string // from which its notes load pictures that live elsewhere (Origin)
	Source      string   // slash path of the Markdown file within the content folder
	Hash        string   // of the source and every file it names
	Changed     time.Time

	Podcasting
	Display    string // said in place of the number, e.g. "Day 5"; "" for none
	Links      []Link // where else the episode is: podcast:contentLink
	Alternates []Alternate
}

// ItemKind is Episodes.
func (e *Episode) ItemKind() Kind { return Episodes }

// Path is the episode's address.
func (e *Episode) Path() string { return "/episodes/" + e.Slug }

// TranscriptPath is the address of the episode's transcript page.
func (e *Episode) TranscriptPath() string { return e.Path() + "/transcript" }

// Heading is the title.
func (e *Episode) Heading() string { return e.Title }

// Lead is the summary.
func (e *Episode) Lead() string { return e.Summary }

// Published is the publication date.
func (e *Episode) Published() time.Time { return e.Date }

// TagNumber is the episode's number in three digits.
func (e *Episode) TagNumber() string { return digits3(e.Number) }

// Enclosure is an episode's audio. Path is its address on this site; URL is set instead when it lives elsewhere.
type Enclosure struct {
	Path        string
	URL         string
	Type        string // MIME type
	Bytes       int64
	Duration    time.Duration
	HeaderBytes int64 // bytes before the first audio frame; 0 when unknown
	File        *File // nil when it lives elsewhere
	Cover       bool  // what is served carries a picture
	Chaptered   bool  // what is served carries chapters
}

// Chapter is a part of an episode.
type Chapter struct {
	Start time.Duration
	Title string
	Link  string // http or https address, or ""
	Image *Image // nil without one, or when it lives elsewhere
	Art   string // address of a picture elsewhere, or ""
}

// Soundbite is podcast:soundbite.
type Soundbite struct {
	Start, Duration time.Duration
	Title           string
}

// Voice says whose line in the trace and whose name in the transcript a label is.
type Voice struct {
	Person *Person // nil when it is nobody's page
	Pen    int     // 1 or 2; 0 is a guest
}

// Transcript is one transcript of an episode in one language.
type Transcript struct {
	Language string // BCP 47
	File     *File
	Script   Script
}

// Script gives the cues of a transcript, read when first needed. Implementations are safe for concurrent use.
type Script interface {
	Cues() ([]Cue, error)
}

// Cue is one line of a transcript: plain text, never markup.
type Cue struct {
	Speaker    string // "" when the file names none
	Start, End time.Duration
	Text       string
}

// Article is one article: articles/*.md.
type Article struct {
	Slug    string
	Title   string
	Number  int
	Summary string
	Date    time.Time
	Updated time.Time
	Authors []*Person
	Topics  []Topic
	Cover   *Image
	Draft   bool
	Aliases []string
	Episode string // slug of the episode it belongs to, or ""
	Story   string // number of the story it came from (ST-12), or ""
	Words   int
	Body    Text
	Files   []*File
	Origins []string // as of an episode
	Source  string
	Hash    string
	Changed time.Time
}

// ItemKind is Articles.
func (a *Article) ItemKind() Kind { return Articles }

// Path is the article's address.
func (a *Article) Path() string { return "/articles/" + a.Slug }

// Heading is the title.
func (a *Article) Heading() string { return a.Title }

// Lead is the summary.
func (a *Article) Lead() string { return a.Summary }

// Published is the publication date.
func (a *Article) Published() time.Time { return a.Date }

// TagNumber is the article's number in three digits.
func (a *Article) TagNumber() string { return digits3(a.Number) }

// ReadingMinutes is the time an article takes at 230 words a minute, at least one.
func (a *Article) ReadingMinutes() int { return max(1, (a.Words+115)/230) }

// Story is a reader's story as readers see it: published, named as the credit line says, nothing private.
type Story struct {
	Number   int // ST-{number}, for ever
	Slug     string
	Title    string
	Excerpt  string        // one sentence, plain text
	HTML     template.HTML // rendered once by the guarded renderer and stored
	Plain    string
	Answer   template.HTML // of the hosts, as safe as HTML; "" for none
	Author   string        // the name alone, for feeds; "" when not named
	Credit   string        // the whole line, e.g. "Sent in by Ann, operator"; "" when not named
	Industry string
	Country  string
	Date     time.Time // published
	Updated  time.Time // of the public version; zero when never
	Hash     string
	Changed  time.Time // of the newest public revision
}

// ItemKind is Stories.
func (s *Story) ItemKind() Kind { return Stories }

// Path is the story's address.
func (s *Story) Path() string { return "/stories/" + s.Slug }

// Heading is the title.
func (s *Story) Heading() string { return s.Title }

// Lead is the excerpt.
func (s *Story) Lead() string { return s.Excerpt }

// Published is the publication date.
func (s *Story) Published() time.Time { return s.Date }

// TagNumber is the story's number in three digits.
func (s *Story) TagNumber() string { return digits3(s.Number) }

// Label is the story's number as readers and editors say it, e.g. "ST-231".
func (s *Story) Label() string { return "ST-" + strconv.Itoa(s.Number) }

func digits3(n int) string {
	if n <= 0 {
		return ""
	}
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, 3-len(s))) + s
}
