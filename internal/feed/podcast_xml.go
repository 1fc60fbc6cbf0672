package feed

import "encoding/xml"

// The podcast feed as it is written: RSS 2.0 with the namespaces that Apple and PSP-1 ask for. Fields stand in the order
// of the elements; only what is set is written.

type podcastRSS struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Itunes  string   `xml:"xmlns:itunes,attr"`
	Simple  string   `xml:"xmlns:psc,attr"`
	Podcast string   `xml:"xmlns:podcast,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Content string   `xml:"xmlns:content,attr"`
	Spotify string   `xml:"xmlns:spotify,attr,omitempty"`
	Channel *channel `xml:"channel"`
}

type channel struct {
	Links       []atomLink `xml:"atom:link"`
	Title       string     `xml:"title"`
	Link        string     `xml:"link"`
	Description string     `xml:"description"`
	Language    string     `xml:"language"`
	Copyright   string     `xml:"copyright,omitempty"`
	Built       string     `xml:"lastBuildDate,omitempty"`
	Generator   string     `xml:"generator"`
	Image       *reference `xml:"itunes:image"`
	Categories  []category `xml:"itunes:category"`
	Explicit    bool       `xml:"itunes:explicit"`
	Author      string     `xml:"itunes:author"`
	Owner       *owner     `xml:"itunes:owner"`
	Type        string     `xml:"itunes:type,omitempty"`
	Block       string     `xml:"itunes:block,omitempty"`
	GUID        string     `xml:"podcast:guid"`
	Locked      locked     `xml:"podcast:locked"`
	Medium      string     `xml:"podcast:medium"`
	People      []person   `xml:"podcast:person"`
	extras
	channelExtras
}

type podcastItem struct {
	XMLName     xml.Name        `xml:"item"`
	Title       string          `xml:"title"`
	Link        string          `xml:"link"`
	GUID        guid            `xml:"guid"`
	Published   string          `xml:"pubDate"`
	Description cdata           `xml:"description"`
	Content     *cdata          `xml:"content:encoded"`
	Enclosure   enclosure       `xml:"enclosure"`
	Duration    int64           `xml:"itunes:duration"` // seconds
	Image       *reference      `xml:"itunes:image"`
	Explicit    bool            `xml:"itunes:explicit"`
	Type        string          `xml:"itunes:episodeType"`
	Season      int             `xml:"itunes:season,omitempty"`
	Episode     int             `xml:"itunes:episode,omitempty"`
	Block       string          `xml:"itunes:block,omitempty"`
	SeasonName  *season         `xml:"podcast:season"`
	Number      *episode        `xml:"podcast:episode"`
	Transcripts []transcript    `xml:"podcast:transcript"`
	Chapters    *companion      `xml:"podcast:chapters"`
	Simple      *simpleChapters `xml:"psc:chapters"`
	Soundbites  []soundbite     `xml:"podcast:soundbite"`
	People      []person        `xml:"podcast:person"`
	Links       []contentLink   `xml:"podcast:contentLink"`
	Alternates  []alternate     `xml:"podcast:alternateEnclosure"`
	extras
}

type atomLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type reference struct {
	Href string `xml:"href,attr"`
}

type category struct {
	Text string    `xml:"text,attr"`
	Sub  *category `xml:"itunes:category"`
}

type owner struct {
	Name  string `xml:"itunes:name"`
	Email string `xml:"itunes:email"`
}

type locked struct {
	Owner string `xml:"owner,attr,omitempty"`
	Value string `xml:",chardata"` // yes or no
}

type person struct {
	Role    string `xml:"role,attr"`
	Group   string `xml:"group,attr"`
	Picture string `xml:"img,attr,omitempty"`
	Page    string `xml:"href,attr,omitempty"`
	Name    string `xml:",chardata"`
}

type guid struct {
	IsPermaLink bool   `xml:"isPermaLink,attr"`
	Value       string `xml:",chardata"`
}

type cdata struct {
	HTML string `xml:",cdata"`
}

type enclosure struct {
	URL    string `xml:"url,attr"`
	Length int64  `xml:"length,attr"` // bytes
	Type   string `xml:"type,attr"`
}

type season struct {
	Name   string `xml:"name,attr,omitempty"`
	Number int    `xml:",chardata"`
}

type episode struct {
	Display string `xml:"display,attr,omitempty"`
	Number  int    `xml:",chardata"`
}

type contentLink struct {
	URL  string `xml:"href,attr"`
	Text string `xml:",chardata"`
}

type transcript struct {
	URL      string `xml:"url,attr"`
	Type     string `xml:"type,attr"`
	Language string `xml:"language,attr,omitempty"`
	Rel      string `xml:"rel,attr,omitempty"`
}

type companion struct {
	URL  string `xml:"url,attr"`
	Type string `xml:"type,attr"`
}

type soundbite struct {
	Start    string `xml:"startTime,attr"` // seconds
	Duration string `xml:"duration,attr"`
	Title    string `xml:",chardata"`
}
