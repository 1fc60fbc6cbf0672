// Package show holds the words of a show: what a reader, a listener or an app can meet.
//
// It owns pure values and their addresses within the site. It does not read files, keep rows, render or know HTTP.
package show

import (
	"html/template"
	"strconv"
	"time"
)

// Kind is the kind of something with an address of its own. Its text is the first segment of that address.
type Kind string

// The kinds, as they stand in addresses and media paths.
const (
	Episodes Kind = "episodes"
	Articles Kind = "articles"
	Stories  Kind = "stories"
	Pages    Kind = "pages"
	People   Kind = "people"
	Media    Kind = "show"     // files of the show itself, such as its cover
	Art      Kind = "art"      // covers in their sizes, only in media paths
	Pictures Kind = "pictures" // pictures of texts in their widths, only in media paths
	Cards    Kind = "cards"    // social cards, only in media paths
	Press    Kind = "press"    // mark and wordmark, only in media paths
)

// Show is the show as a whole: show.yaml.
type Show struct {
	Title       string
	Tagline     string // one line, beside the title
	Description string // plain text
	Language    string // BCP 47, e.g. "en" or "nl-BE"
	Zone        *time.Location
	GUID        string // podcast:guid, a UUID; written once
	Locked      bool   // podcast:locked: other hosts must refuse to import
	Owner       Owner
	Contact     string // mail address or https address shown to readers
	Categories  []Category
	Explicit    bool
	Type        string // "episodic" or "serial"
	Copyright   string // without the word Copyright, sign or year
	Cover       *Image
	Hosts       []*Person // in pen order: the first steps, the second curves
	Apps        []Link    // where to listen, in the order of show.yaml
	Letter      Letter
	Seasons     []Season // names given in show.yaml
	Hubs        []string // WebSub hubs that are told of changes of the feed, absolute http(s) addresses in the order of show.yaml
	Wordmark    string   // the title as set beside the mark
	Tags        Tags
	Footer      string // one line under the wordmark in the footer
	Hash        string // of show.yaml and the files it names
	Changed     time.Time

	Podcasting
	Author    string   // itunes:author, "" when it is the hosts
	Crew      []Credit // who else makes the show, beside the hosts
	Medium    string   // one of Mediums
	Block     Block
	Complete  bool // no episode will follow
	Frequency *Frequency
	Podroll   []RemoteItem // podcasts that the show recommends
	Spotify   Spotify
	Moved     string   // address of the feed at another host, "" while it is here
	Aliases   []string // old paths of the podcast feed on this site
	FeedLimit int      // how many episodes one page of the podcast feed holds
}

// Owner is who answers for the podcast; Public says whether the feed shows the address.
type Owner struct {
	Name, Email string
	Public      bool
}

// Category is one of Apple's categories with an optional subcategory.
type Category struct{ Name, Sub string }

// Link is a named address elsewhere.
type Link struct{ Name, URL string }

// Letter says when the newsletter comes and who answers for it.
type Letter struct{ Name, Day, Time, ReplyTo, Postal string }

// Tags are the letters over the line of an instrument tag.
type Tags struct{ Episode, Article, Story string }

// Season is a season of the show; Name may be empty.
type Season struct {
	Number int
	Name   string
}

// Path is the season's address.
func (s Season) Path() string { return "/seasons/" + strconv.Itoa(s.Number) }

// Topic is a subject that items share.
type Topic struct{ Slug, Name string }

// Path is the topic's address.
func (t Topic) Path() string { return "/topics/" + t.Slug }

// Person is a host, guest or author: people/*.md.
type Person struct {
	Slug    string
	Name    string
	Role    string // e.g. "host"
	Links   []Link
	Picture *Image
	Bio     Text
	Aliases []string
	Files   []*File
	Origins []string // from which its text loads pictures that live elsewhere (Origin)
	Hash    string
	Changed time.Time
}

// Path is the person's address.
func (p *Person) Path() string { return "/people/" + p.Slug }

// Credit is a person's part in an item.
type Credit struct {
	Person *Person
	Role   string // "host", "guest", ... ; the person's own role when the item names none
	Group  string // of the role where two groups have it, "" otherwise
}

// Page is a page such as /about. Menu is its word in the navigation, "" when it is not there.
type Page struct {
	Slug    string
	Title   string
	Summary string
	Menu    string
	Body    Text
	Aliases []string
	Files   []*File
	Origins []string // as of a person
	Hash    string
	Changed time.Time
}

// Path is the page's address: one segment.
func (p *Page) Path() string { return "/" + p.Slug }

// File is a file of the content folder that a public item may serve under /media.
type File struct {
	Name    string    // base name, as in the media path
	Source  string    // slash path within the content folder
	Type    string    // MIME type
	Bytes   int64     // size
	ModTime time.Time // as scanned
	Hash    string    // content fingerprint in hex, the same on every machine
	Width   int       // pixels, for pictures; 0 otherwise
	Height  int
	Copy    *Copy // served in its place; nil: the file itself is
}

// Copy is a file of the bucket that is served under the address of a file of the content folder.
type Copy struct {
	Source  string    // media path
	Bytes   int64     // size
	ModTime time.Time // as scanned
	Hash    string    // content fingerprint in hex
}

// Image is a picture with what a page needs to keep its place. Path is its address on this site.
type Image struct {
	Path          string
	Type          string // MIME type
	Width, Height int    // pixels
	Alt           string
	File          *File
}

// MediaPath is the address of a file of an item, stable for ever.
func MediaPath(kind Kind, slug, name string) string {
	return "/media/" + string(kind) + "/" + slug + "/" + name
}

// Text is Markdown that an author wrote, read and rendered when it is first needed. Implementations are safe for
// concurrent use and return the last good version.
type Text interface {
	Document() (*Document, error)
}

// Document is a rendered text.
type Document struct {
	HTML     template.HTML // safe: sanitised by the markdown package; links and media are site-absolute paths or https
	Headings []Heading     // for contents, in order
	Plain    string        // the text without markup, blocks parted by a blank line
	Words    int
	Origins  []string // from which its pictures come that live elsewhere
}

// Heading is one heading of a document, with the id it carries in the HTML.
type Heading struct {
	Level    int // 1 to 6
	ID, Text string
}
