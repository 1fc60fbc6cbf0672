package feed

import (
	"cmp"
	"strings"

	"insider/internal/show"
)

// extras are what a channel and an item alike may tell in the Podcasting 2.0 namespace.
type extras struct {
	AppTitle    string           `xml:"itunes:title,omitempty"`
	Funding     []funding        `xml:"podcast:funding"`
	Locations   []location       `xml:"podcast:location"`
	License     *license         `xml:"podcast:license"`
	Texts       []txt            `xml:"podcast:txt"`
	Discussions []socialInteract `xml:"podcast:socialInteract"`
	Chat        *chat            `xml:"podcast:chat"`
	Images      []image          `xml:"podcast:image"`
	Values      []payment        `xml:"podcast:value"`
}

type funding struct {
	URL  string `xml:"url,attr"`
	Text string `xml:",chardata"`
}

type location struct {
	Rel     string `xml:"rel,attr,omitempty"`
	Geo     string `xml:"geo,attr,omitempty"`
	OSM     string `xml:"osm,attr,omitempty"`
	Country string `xml:"country,attr,omitempty"`
	Name    string `xml:",chardata"`
}

type license struct {
	URL  string `xml:"url,attr,omitempty"`
	Name string `xml:",chardata"`
}

type txt struct {
	Purpose string `xml:"purpose,attr,omitempty"`
	Text    string `xml:",chardata"`
}

type socialInteract struct {
	Protocol   string `xml:"protocol,attr"`
	URI        string `xml:"uri,attr,omitempty"`
	Account    string `xml:"accountId,attr,omitempty"`
	AccountURL string `xml:"accountUrl,attr,omitempty"`
	Priority   int    `xml:"priority,attr,omitempty"`
}

type chat struct {
	Server   string `xml:"server,attr"`
	Protocol string `xml:"protocol,attr"`
	Account  string `xml:"accountId,attr,omitempty"`
	Space    string `xml:"space,attr,omitempty"`
}

type image struct {
	Address string `xml:"href,attr"`
	Alt     string `xml:"alt,attr,omitempty"`
	Ratio   string `xml:"aspect-ratio,attr,omitempty"`
	Width   int    `xml:"width,attr,omitempty"`
	Height  int    `xml:"height,attr,omitempty"`
	Type    string `xml:"type,attr,omitempty"`
	Purpose string `xml:"purpose,attr,omitempty"`
}

// extras writes what a show or an episode tells.
func (b *Builder) extras(p show.Podcasting) extras {
	x := extras{AppTitle: line(p.AppTitle, 255), License: licenseOf(p.License)}
	for _, f := range p.Funding {
		x.Funding = append(x.Funding, funding{f.URL, line(f.Name, 128)})
	}
	for _, l := range p.Locations {
		x.Locations = append(x.Locations, location{l.Rel, l.Geo, l.OSM, l.Country, line(l.Name, 128)})
	}
	for _, t := range p.Texts {
		x.Texts = append(x.Texts, txt{line(t.Purpose, 128), strings.TrimSpace(clean(t.Text))})
	}
	for _, d := range p.Social {
		x.Discussions = append(x.Discussions, socialInteract{d.Protocol, d.URI, line(d.Account, 255), d.AccountURL, d.Priority})
	}
	if c := p.Chat; c != nil {
		x.Chat = &chat{c.Server, c.Protocol, line(c.Account, 255), line(c.Space, 255)}
	}
	for _, a := range p.Images {
		x.Images = append(x.Images, b.artwork(a))
	}
	for _, v := range p.Values {
		x.Values = append(x.Values, paymentOf(v))
	}
	return x
}

func licenseOf(l show.License) *license {
	if l == (show.License{}) {
		return nil
	}
	return &license{l.URL, cmp.Or(line(l.Name, 128), "custom")}
}

// cover returns the address of a cover in the largest size that directories take, "" for none.
func (b *Builder) cover(i *show.Image) string { return b.picture(i.Sized(show.CoverSides[0])) }

// coverSizes names the smaller sizes of a cover, for apps that show it on small screens and in lists.
func (b *Builder) coverSizes(i *show.Image) []image {
	if i.ArtKey() == "" {
		return nil
	}
	var all []image
	for _, side := range show.CoverSides[1:] {
		if i.HasSide(side) {
			all = append(all, b.artwork(show.Artwork{Image: i.Sized(side), Alt: i.Alt, AspectRatio: "1/1", Purpose: []string{"artwork"}}))
		}
	}
	return all
}

func (b *Builder) artwork(a show.Artwork) image {
	x := image{Address: cmp.Or(a.URL, b.picture(a.Image)), Alt: line(a.Alt, 255), Ratio: a.AspectRatio, Purpose: line(strings.Join(a.Purpose, " "), 128)}
	if a.Image != nil {
		x.Width, x.Height, x.Type = a.Image.Width, a.Image.Height, a.Image.Type
	}
	return x
}
