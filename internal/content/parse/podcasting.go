package parse

import (
	"fmt"
	"strings"

	"insider/internal/content/mistake"
	"insider/internal/frontmatter"
	"insider/internal/show"
)

// PodcastingFront is what a show or an episode tells podcast apps; its pictures are named.
type PodcastingFront struct {
	show.Podcasting
	Images []artworkFront
}

// podcasting reads the keys that show.yaml and episodes share, each an element of the Podcasting 2.0 namespace.
func (p *parse) podcasting(m *mapping) PodcastingFront {
	f := PodcastingFront{Images: p.artwork(m)}
	f.AppTitle = m.short("itunes_title", maxTitle)
	f.Locations = p.locations(m)
	f.License = p.license(m)
	f.Texts = p.textRecords(m)
	f.Funding = m.links("funding")
	f.Social = p.discussions(m)
	f.Chat = p.chat(m)
	f.Values = p.values(m)
	return f
}

// mappings returns the mappings below a key: of a list, or the one that stands there alone.
func (m *mapping) mappings(key, of string) []*mapping {
	v, ok := m.get(key)
	if !ok {
		return nil
	}
	if !v.isList() {
		if x := v.mapping(of); x != nil {
			return []*mapping{x}
		}
		return nil
	}
	var out []*mapping
	for _, item := range v.list() {
		if x := item.mapping(of); x != nil {
			out = append(out, x)
		}
	}
	return out
}

// license reads the slug of a licence, the address of one's own, or {name, url}.
func (p *parse) license(m *mapping) show.License {
	v, ok := m.get("license")
	if !ok {
		return show.License{}
	}
	if v.isMapping() {
		x := v.mapping("a licence")
		own := show.License{Name: x.short("name", maxLabel), URL: x.address("url")}
		x.need("name", "url")
		x.done()
		return own
	}
	s := v.text()
	if s == "" {
		return show.License{}
	}
	if webURL(s) {
		return show.License{Name: "custom", URL: s}
	}
	known, ok := show.FindLicense(s)
	if !ok {
		p.complain(v.at, mistake.BadLicense, fmt.Sprintf("%q is no licence of the list.", s),
			fmt.Sprintf(`Write: license: %s, or one of your own: license: {name: ..., url: "https://..."}`, show.NearestLicense(s)))
	}
	return known
}

// purposes are those of podcast:txt that services ask for.
var purposes = []string{"verify", "applepodcastsverify", "ai-content", "release"}

// textRecords reads a list of {purpose, text}.
func (p *parse) textRecords(m *mapping) []show.TextRecord {
	var out []show.TextRecord
	for _, x := range m.mappings("txt", "an entry of txt") {
		x.need("text")
		t := show.TextRecord{Purpose: x.short("purpose", maxLabel), Text: x.literal("text")}
		if n := len([]rune(t.Text)); n > maxDescription {
			p.complain(x.line("text"), mistake.TooLong, fmt.Sprintf("text has %d characters.", n), fmt.Sprintf("Shorten it to %d.", maxDescription))
		}
		if near := mistake.Nearest(t.Purpose, purposes); near != "" && near != t.Purpose {
			p.complain(x.line("purpose"), mistake.BadChoice, fmt.Sprintf("purpose is %q.", t.Purpose), "Write: purpose: "+near)
		}
		x.done()
		out = append(out, t)
	}
	return out
}

// optional is choice without a default: "" when the key is not written.
func (m *mapping) optional(key string, words ...string) string {
	if !m.has(key) {
		m.asked = append(m.asked, key)
		return ""
	}
	return m.choice(key, words...)
}

// literal returns a scalar as it is written: a text, or a number that is meant as one, such as a code with leading zeros.
func (m *mapping) literal(key string) string {
	v, ok := m.get(key)
	if !ok {
		return ""
	}
	if s := v.literal(); s != "" || v.node.Kind == frontmatter.Text {
		return s
	}
	return v.text()
}

// locations reads a text, {name, rel, geo, osm, country}, or a list of these.
func (p *parse) locations(m *mapping) []show.Location {
	v, ok := m.get("location")
	if !ok {
		return nil
	}
	items := []value{v}
	if v.isList() {
		items = v.list()
	}
	var out []show.Location
	for _, item := range items {
		if !item.isMapping() {
			if name := strings.Join(strings.Fields(item.text()), " "); name != "" {
				out = append(out, show.Location{Name: p.label(item.at, "location", name)})
			}
			continue
		}
		out = append(out, p.location(item.mapping("a location")))
	}
	return out
}

func (p *parse) location(m *mapping) show.Location {
	l := show.Location{
		Name:    m.short("name", maxLabel),
		Rel:     m.optional("rel", "subject", "creator"),
		Geo:     m.checked("geo", mistake.BadPlace, "no place on Earth in the form geo:latitude,longitude", "Write it like geo: geo:51.0543,3.7174", show.CheckGeo),
		OSM:     m.checked("osm", mistake.BadPlace, "no object of OpenStreetMap", "Write N, W or R and its number, such as R113314.", show.CheckOSM),
		Country: m.checked("country", mistake.BadCountry, "no country's code", "Write two capitals of ISO 3166, such as BE.", show.CheckCountry),
	}
	m.need("name")
	m.done()
	return l
}

// checked returns a text that check takes. What is wrong with another is that it is what says; otherwise is what to do when
// nothing is near.
func (m *mapping) checked(key, rule, what, otherwise string, check func(string) (string, bool)) string {
	s := m.text(key)
	if s == "" {
		return ""
	}
	near, ok := check(s)
	if ok {
		return s
	}
	if near != "" {
		otherwise = "Write: " + key + ": " + near
	}
	m.r.complain(m.line(key), rule, fmt.Sprintf("%q is %s.", s, what), otherwise)
	return ""
}

// label returns a text of at most 128 characters.
func (p *parse) label(line int, key, s string) string {
	if n := len([]rune(s)); n > maxLabel {
		p.complain(line, mistake.TooLong, fmt.Sprintf("%s has %d characters.", key, n), fmt.Sprintf("Shorten it to %d.", maxLabel))
	}
	return s
}
