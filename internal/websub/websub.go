// Package websub tells hubs that the feed changed (W3C WebSub, the publisher's side).
//
// What a hub has to be told is a row: which bytes the feed has now, and which it was last told about. The package owns the
// row's meaning, the loop that tells with its retries, and how a hub is spoken to. It does not build feeds, nor does it know
// which hubs a show names.
package websub

import "time"

// Feed is the feed as it is now and who is to be told.
type Feed struct {
	URL     string    // the same bytes as its link rel=self
	Hash    string    // of its bytes
	Changed time.Time // its Last-Modified: an older one than is known never replaces what is known
	Hubs    []string  // addresses of hubs; others are forgotten
}

// Claim is a hub that is to be told now.
type Claim struct {
	Hub, Feed string    // addresses
	Hash      string    // of the feed's bytes
	Noted     time.Time // when the feed became what it is
	Attempts  int       // tries in vain before this one, for these bytes
}

// Outcome is what became of one try.
type Outcome struct {
	Claim
	At       time.Time
	Told     bool
	Sentence string    // why it was not told; "" with Told, and when there was no try
	Due      time.Time // of the next try; not looked at with Told and GaveUp
	GaveUp   bool      // until the feed changes again
}

// Status is how things stand with a hub, for people.
type Status struct {
	Hub, Feed string
	Told      time.Time // last; zero when never
	Waiting   bool      // it has yet to be told of the feed as it is
	Attempts  int       // tries in vain since the feed changed
	Sentence  string    // why the last try was in vain; "" when it was not
	Due       time.Time // of the next try, while it waits
	GaveUp    bool      // not tried again until the feed changes
}

// Bounds of telling. A hub hears of several quick changes once.
const (
	Gap   = 5 * time.Second    // between two tries with one hub, at least
	Life  = 3 * 24 * time.Hour // how long one change is tried
	lease = time.Minute        // a try ends long before it
	poll  = time.Second
)
