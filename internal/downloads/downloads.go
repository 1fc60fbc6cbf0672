// Package downloads turns what the server answered into downloads as IAB Tech Lab's podcast measurement guidelines 2.3
// define them.
//
// It owns events, the rules that make downloads of them, the table of user agents, the queue that events wait in and the
// report behind every figure. It does not know HTTP, rows or pages: web/site hands it answers, store keeps its events.
// The counter is a pure function of events, so a better rule recounts what was counted before.
package downloads

import "time"

// Kind says what was answered.
type Kind string

// The kinds of events.
const (
	Media Kind = "media" // the audio of an episode
	Feed  Kind = "feed"
)

// File is what the counter must know of a file, by the hash of its content.
type File struct {
	Hash        string
	Bytes       int64         // of the whole file
	HeaderBytes int64         // before the first sound: tags, pictures
	Duration    time.Duration // of the sound; 0 when unknown
}

// Event is one answer as it went out.
type Event struct {
	At       time.Time // of the request
	Kind     Kind
	Item     string // guid of the episode, or path of the feed
	File     *File  // nil for a feed
	Method   string // GET or HEAD
	Status   int
	Range    string // as asked, "bytes=0-1,5-9"; "" without one
	Sent     int64  // bytes of the file that went out, without the framing of several ranges
	Listener uint64 // keyed hash of network and user agent with the day's salt
	Before   uint64 // the same with the salt of the day before, which makes a window go across midnight
	Agent    string // User-Agent as sent
	Country  string // ISO 3166-1 alpha-2, "" when unknown
	Recorded Day    // when it was written down, which is when the answer ended; set by the journal
}

// Download is one download.
type Download struct {
	At      time.Time // of the first request of its window
	Item    string    // guid of the episode
	App     App
	Country string
}

// Episode is an episode as figures name it.
type Episode struct {
	GUID, Slug, Title string
	Published         time.Time
}

// Sum is how many downloads of an episode, or readers of a feed, there were on a day by an app in a country. App and
// Country are "" for readers' countries and for what is unknown.
type Sum struct {
	Day     Day
	Kind    Kind
	Item    string
	App     string
	Country string
	Count   int
}

// Day is a day of UTC, in days since 1970.
type Day int

// DayOf returns the day of a moment.
func DayOf(t time.Time) Day {
	s := t.Unix()
	if s < 0 {
		s -= 86400 - 1
	}
	return Day(s / 86400)
}

// ParseDay reads a day as 2006-01-02.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	return DayOf(t), err
}

// Start is the day's first moment.
func (d Day) Start() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String returns the day as 2006-01-02.
func (d Day) String() string { return d.Start().Format(time.DateOnly) }

// MarshalText writes the day as String does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
