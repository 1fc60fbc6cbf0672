package show

import (
	"slices"
	"time"
)

// Podcasting is what a show and an episode alike can tell podcast apps, each field an element of the Podcasting 2.0
// namespace. What an episode says stands in place of what its show says.
type Podcasting struct {
	AppTitle  string // itunes:title, "" when it is the title
	Locations []Location
	License   License // zero when none is named
	Texts     []TextRecord
	Funding   []Link
	Social    []Discussion
	Chat      *Chat
	Values    []Value
	Images    []Artwork
}

// TextRecord is podcast:txt: a text for one service, such as the proof that a show is one's own.
type TextRecord struct {
	Purpose string // e.g. "verify", "" for none
	Text    string
}

// Discussion is podcast:socialInteract: the post under which people talk. Protocol "disabled" stands alone and asks for none.
type Discussion struct {
	Protocol   string
	URI        string
	Account    string
	AccountURL string
	Priority   int // the lowest is shown first, 0 for none
}

// Protocols of discussions and chats, as the namespace lists them.
var (
	DiscussionProtocols = []string{"disabled", "activitypub", "twitter", "lightning", "atproto", "hive", "matrix", "nostr"}
	ChatProtocols       = []string{"irc", "xmpp", "nostr", "matrix"}
)

// Chat is podcast:chat: where people talk while they listen.
type Chat struct {
	Server   string // host name
	Protocol string // one of ChatProtocols
	Account  string
	Space    string // room or channel
}

// Value is podcast:value: where listeners' payments go.
type Value struct {
	Type       string // e.g. "lightning"
	Method     string // e.g. "keysend"
	Suggested  string // amount in a decimal number, "" for none
	Recipients []Recipient
	Splits     []TimeSplit
}

// Recipient is one who receives a share of payments.
type Recipient struct {
	Name                   string
	Type                   string // e.g. "node" or "lnaddress"
	Address                string
	Split                  int  // shares
	Fee                    bool // taken before the others share
	CustomKey, CustomValue string
}

// TimeSplit is podcast:valueTimeSplit: other recipients for a time, or those of another feed's item.
type TimeSplit struct {
	Start, Duration time.Duration
	Recipients      []Recipient
	Remote          *RemoteItem   // nil when Recipients stand here
	RemoteStart     time.Duration // within the remote item
	Percentage      int           // of the payment that goes to the remote item, 1 to 100
}

// RemoteItem is podcast:remoteItem: a feed elsewhere, or an item of it.
type RemoteItem struct {
	FeedGUID string
	FeedURL  string
	ItemGUID string
	Medium   string // "" for a podcast
	Title    string
}

// Artwork is podcast:image: a picture with what it is for.
type Artwork struct {
	Image       *Image // nil when it lives elsewhere
	URL         string // of a picture that lives elsewhere
	Alt         string
	Purpose     []string // e.g. "artwork", "social", "banner"
	AspectRatio string   // e.g. "16/9"
}

// Mediums are what a feed with episodes can hold: podcast:medium.
var Mediums = []string{"podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "course"}

// Block says who must not list the show: itunes:block and podcast:block.
type Block struct {
	All      bool
	Services []string // slugs of those blocked, when not all are
	Except   []string // slugs of those that may list it although All
}

// Blocks reports whether the service must not list the show.
func (b Block) Blocks(service string) bool {
	if b.All {
		return !slices.Contains(b.Except, service)
	}
	return slices.Contains(b.Services, service)
}

// Frequency is podcast:updateFrequency: how often episodes come.
type Frequency struct {
	Text  string    // for people
	Rule  string    // recurrence rule of RFC 5545
	Start time.Time // first time of the rule, zero when it is not said
}

// Spotify is what only Spotify reads.
type Spotify struct {
	Limit     int      // how many of the newest episodes are shown, 0 for all
	Countries []string // ISO 3166-1 alpha-2, where the show is meant for
}

// Alternate is podcast:alternateEnclosure: the episode in another form or by another way.
type Alternate struct {
	Type      string // MIME type
	Bytes     int64  // 0 when unknown
	BitRate   int    // bits per second, 0 when unknown
	Height    int    // of a video in pixels
	Language  string
	Title     string
	Rel       string
	Codecs    string // RFC 6381
	Default   bool   // the same as the episode's audio, and to be preferred
	File      *File  // the file beside the episode, nil when it lives elsewhere
	Path      string // its address on this site
	Sources   []Source
	Integrity string // Subresource Integrity, e.g. "sha256-...", "" when unknown
}

// Source is one address of an alternate.
type Source struct{ URI, Type string }
