package downloads

import (
	"encoding/json"
	"time"
)

// Query says which figures are asked for.
type Query struct {
	From, To Day    // both included
	Episode  string // slug or guid; "" is all
}

// Lengths are the lengths after publication, in days, that figures compare episodes by. The day of publication is the first.
var Lengths = []int{7, 28, 30, 90}

// Report is every figure of a query: what command and desk show. Days are those of UTC.
type Report struct {
	Made      time.Time       `json:"made"`
	From      Day             `json:"from"`
	To        Day             `json:"to"`
	Downloads int             `json:"downloads"`
	Days      []DayFigure     `json:"days"`     // each day from the first to the last
	Episodes  []EpisodeFigure `json:"episodes"` // newest first
	Apps      []NamedFigure   `json:"apps"`     // most first
	Countries []NamedFigure   `json:"countries"`
	Readers   []FeedFigure    `json:"readers"`
	Rules     []RuleFigure    `json:"rules"` // of days whose raw events are kept
	Sums      []Sum           `json:"-"`     // what all of it is made of
}

// DayFigure is the downloads of one day.
type DayFigure struct {
	Day       Day `json:"day"`
	Downloads int `json:"downloads"`
}

// NamedFigure is the downloads by one app or from one country; "" is an unknown country.
type NamedFigure struct {
	Name      string `json:"name"`
	Downloads int    `json:"downloads"`
}

// FeedFigure is the readers of one feed by one app: the mean of the days on which it had any, rounded up.
type FeedFigure struct {
	Feed    string `json:"feed"`
	App     string `json:"app"`
	Readers int    `json:"readers"`
}

// RuleFigure is how many requests for episodes a rule decided about.
type RuleFigure struct {
	Rule     Rule   `json:"rule"`
	Requests int    `json:"requests"`
	Sentence string `json:"sentence"`
}

// EpisodeFigure is the downloads of one episode.
type EpisodeFigure struct {
	Episode   `json:"-"`
	Downloads int     // in the days asked for
	Total     int     // since it was published
	First     []First // one for each of Lengths
}

// First is the downloads in the first days after publication.
type First struct {
	Days      int  `json:"days"`
	Downloads int  `json:"downloads"`
	Over      bool `json:"over"` // the days are over; otherwise so far
}

// After returns the downloads in the first days after publication, which must be one of Lengths.
func (e EpisodeFigure) After(days int) First {
	for _, f := range e.First {
		if f.Days == days {
			return f
		}
	}
	return First{Days: days}
}

// MarshalJSON writes the episode and its figures side by side.
func (e EpisodeFigure) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		GUID      string    `json:"guid"`
		Slug      string    `json:"slug"`
		Title     string    `json:"title"`
		Published time.Time `json:"published"`
		Downloads int       `json:"downloads"`
		Total     int       `json:"total"`
		First     []First   `json:"first"`
	}{e.GUID, e.Slug, e.Title, e.Published, e.Downloads, e.Total, e.First})
}
