package site

import (
	"fmt"
	"strings"
	"time"

	"insider/internal/show"
)

// linkedData is what a page tells machines about itself in the words of schema.org, as one document of JSON-LD. It says what the
// page shows, nothing more.
type linkedData struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

// linked puts nodes into a document.
func linked(nodes ...any) *linkedData { return &linkedData{"https://schema.org", nodes} }

// thing is schema.org/Thing: what every node may say. ID names the same node on every page; URL is where it is shown.
type thing struct {
	Type        string   `json:"@type"`
	ID          string   `json:"@id,omitempty"`
	URL         string   `json:"url,omitempty"`
	Name        string   `json:"name,omitempty"`
	Description string   `json:"description,omitempty"`
	Image       []string `json:"image,omitempty"`
}

// work is schema.org/CreativeWork. Times are RFC 3339.
type work struct {
	thing
	Language    string   `json:"inLanguage,omitempty"`
	Published   string   `json:"datePublished,omitempty"`
	Modified    string   `json:"dateModified,omitempty"`
	Author      []person `json:"author,omitempty"`
	Contributor []person `json:"contributor,omitempty"`
	Publisher   *thing   `json:"publisher,omitempty"`
	Keywords    []string `json:"keywords,omitempty"`
}

// person is schema.org/Person.
type person struct {
	thing
	JobTitle string   `json:"jobTitle,omitempty"`
	SameAs   []string `json:"sameAs,omitempty"`
}

// breadcrumbs is schema.org/BreadcrumbList: the way to a page as its head shows it.
type breadcrumbs struct {
	thing
	Items []crumb `json:"itemListElement"`
}

// crumb is schema.org/ListItem. The page itself has no address there.
type crumb struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item,omitempty"`
}

// breadcrumbs lists the way to a page that is called by its title.
func (s *Site) breadcrumbs(title string, way ...MenuLink) breadcrumbs {
	b := breadcrumbs{thing: thing{Type: "BreadcrumbList"}}
	for i, step := range append(way, MenuLink{Name: title}) {
		c := crumb{Type: "ListItem", Position: i + 1, Name: step.Name}
		if step.Path != "" {
			c.Item = s.absolute(step.Path)
		}
		b.Items = append(b.Items, c)
	}
	return b
}

// credited names somebody and says where more of them is.
func (s *Site) credited(p *show.Person) person {
	return person{thing: thing{Type: "Person", URL: s.absolute(p.Path()), Name: p.Name}}
}

func (s *Site) creditedAll(people []*show.Person) []person {
	var out []person
	for _, p := range people {
		out = append(out, s.credited(p))
	}
	return out
}

// linkedPerson is all that the page of a person says.
func (s *Site) linkedPerson(p *show.Person) *linkedData {
	who := s.credited(p)
	who.ID = who.URL + "#person"
	who.JobTitle, who.Description, who.Image = p.Role, firstBlock(p.Bio), s.pictures(nil, p.Picture)
	for _, l := range p.Links {
		if strings.HasPrefix(l.URL, "https://") || strings.HasPrefix(l.URL, "http://") {
			who.SameAs = append(who.SameAs, l.URL)
		}
	}
	return linked(who)
}

// pictures are the addresses of a card and a picture; either may be nil.
func (s *Site) pictures(card *socialCard, picture *show.Image) []string {
	var out []string
	if card != nil {
		out = append(out, s.absolute(card.Path))
	}
	if picture != nil {
		out = append(out, s.absolute(picture.Sized(1400).Path))
	}
	return out
}

// stamp writes a time as RFC 3339, "" for never.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// isoDuration writes a length as ISO 8601 does, to the second: "PT48M24S"; "" for none.
func isoDuration(d time.Duration) string {
	seconds := int(d / time.Second)
	if seconds <= 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("PT")
	for _, unit := range []struct {
		size int
		name string
	}{{3600, "H"}, {60, "M"}, {1, "S"}} {
		if n := seconds / unit.size; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, unit.name)
			seconds %= unit.size
		}
	}
	return b.String()
}
