package feed

import "insider/internal/show"

type alternate struct {
	Type      string     `xml:"type,attr"`
	Length    int64      `xml:"length,attr,omitempty"` // bytes
	BitRate   int        `xml:"bitrate,attr,omitempty"`
	Height    int        `xml:"height,attr,omitempty"`
	Language  string     `xml:"lang,attr,omitempty"`
	Title     string     `xml:"title,attr,omitempty"`
	Rel       string     `xml:"rel,attr,omitempty"`
	Codecs    string     `xml:"codecs,attr,omitempty"`
	Default   bool       `xml:"default,attr,omitempty"`
	Sources   []source   `xml:"podcast:source"`
	Integrity *integrity `xml:"podcast:integrity"`
}

type source struct {
	URI  string `xml:"uri,attr"`
	Type string `xml:"contentType,attr,omitempty"`
}

type integrity struct {
	Type  string `xml:"type,attr"`
	Value string `xml:"value,attr"`
}

func (b *Builder) alternates(list []show.Alternate) []alternate {
	var out []alternate
	for _, a := range list {
		x := alternate{
			Type: a.Type, Length: a.Bytes, BitRate: a.BitRate, Height: a.Height, Language: a.Language, Title: line(a.Title, 32), Rel: line(a.Rel, 32),
			Codecs: line(a.Codecs, 128), Default: a.Default,
		}
		if a.Path != "" {
			x.Sources = append(x.Sources, source{URI: b.absolute(a.Path)})
		}
		for _, s := range a.Sources {
			x.Sources = append(x.Sources, source{s.URI, s.Type})
		}
		if a.Integrity != "" {
			x.Integrity = &integrity{"sri", a.Integrity}
		}
		out = append(out, x)
	}
	return out
}
