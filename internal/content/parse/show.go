package parse

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

// show reads show.yaml.
func (p *parse) show(m *mapping) *ShowFront {
	s := &ShowFront{
		Title:       m.title("title"),
		Tagline:     m.short("tagline", maxTitle),
		Description: p.description(m),
		Language:    p.language(m),
		Zone:        p.zone(m),
		GUID:        p.showGUID(m),
		Locked:      m.flag("locked", true),
		Explicit:    m.flag("explicit", false),
		Type:        m.choice("type", "episodic", "serial"),
		Copyright:   m.short("copyright", maxTitle),
		Cover:       p.cover(m),
		Owner:       owner(m.sub("owner", "owner")),
		Contact:     p.contact(m),
		Categories:  p.categories(m),
		Podcasting:  p.podcasting(m),
		Channel:     p.channel(m),
		Hosts:       m.slugs("hosts"),
		Apps:        m.links("applications"),
		Letter:      p.letter(m.sub("letter", "letter")),
		Seasons:     p.seasons(m),
		Wordmark:    m.short("wordmark", 60),
		Tags:        tags(m.sub("tags", "tags")),
		Footer:      m.short("footer", 400),
	}
	if s.Wordmark == "" {
		s.Wordmark = s.Title
	}
	return s
}

func (p *parse) description(m *mapping) string {
	before := len(p.mistakes)
	s := m.text("description")
	switch {
	case s == "" && (m.has("description") || m.lacks("description")) && len(p.mistakes) == before:
		p.complain(m.line("description"), mistake.MissingKey, "description is missing.", "Add the line: description: ... (directories ask for it)")
	case len(s) > maxDescription:
		p.complain(m.line("description"), mistake.TooLong, fmt.Sprintf("description has %d bytes.", len(s)), fmt.Sprintf("Shorten it to %d.", maxDescription))
	}
	return s
}

func (p *parse) language(m *mapping) string {
	s := m.text("language")
	if s == "" {
		return "en"
	}
	return p.checkLanguage(m.line("language"), s)
}

func (p *parse) zone(m *mapping) string {
	s := m.text("zone")
	if s == "" {
		return "UTC"
	}
	if _, err := time.LoadLocation(s); err != nil || s == "Local" {
		p.complain(m.line("zone"), mistake.BadZone, fmt.Sprintf("zone is %q.", s), "Write a name from the IANA list, such as Europe/Brussels, America/New_York or UTC.")
	}
	return s
}

// showGUID returns the podcast's guid. When it is missing, the line to paste is derived from the public address as the
// specification says, or is random where the address is only of this machine.
func (p *parse) showGUID(m *mapping) string {
	s := m.text("guid")
	if _, err := uuid.Parse(s); s != "" && (err != nil || len(s) != 36) {
		p.complain(m.line("guid"), mistake.BadGUID, fmt.Sprintf("guid is %q, which is no UUID.", s), "Keep the one your directory knows; it looks like 917393e3-1b1e-5cef-ace4-edaa54e1f810.")
	}
	if m.lacks("guid") {
		p.complain(m.at, mistake.MissingGUID, "The show has no guid.", "Add this line and never change it: guid: "+guidFor(p.v.Base, p.v.GUID))
	}
	return strings.ToLower(s)
}

// guidFor returns the guid of the podcast whose public address is base, a random one's when base is this machine.
func guidFor(base *url.URL, random func() string) string {
	if base == nil || isLoopback(base.Hostname()) {
		return show.PodcastGUID(random())
	}
	return show.PodcastGUIDAt(base)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}

func owner(m *mapping) show.Owner {
	if m == nil {
		return show.Owner{}
	}
	o := show.Owner{Name: m.short("name", maxTitle), Email: m.mail("email"), Public: m.flag("public", true)}
	m.need("name", "email")
	m.done()
	return o
}

func (p *parse) contact(m *mapping) string {
	s := m.text("contact")
	if s != "" && !mailAddress(s) && !webURL(s) {
		p.complain(m.line("contact"), mistake.BadURL, fmt.Sprintf("contact is %q.", s), "Write a mail address or an address that begins with https://.")
	}
	return s
}

func (p *parse) categories(m *mapping) []show.Category {
	var out []show.Category
	for _, v := range m.list("categories") {
		name, sub, _ := strings.Cut(v.text(), ">")
		c := show.Category{Name: strings.TrimSpace(name), Sub: strings.TrimSpace(sub)}
		if c.Name == "" {
			continue
		}
		if near, ok := show.CheckCategory(c); !ok {
			fix := "Take one of Apple's list."
			if near.Name != "" {
				fix = "Write: " + categoryText(near)
			}
			p.complain(v.at, mistake.BadCategory, fmt.Sprintf("%q is not in Apple's list of categories.", categoryText(c)), fix)
		}
		out = append(out, c)
	}
	return out
}

func categoryText(c show.Category) string {
	if c.Sub == "" {
		return c.Name
	}
	return c.Name + " > " + c.Sub
}

var days = []string{"", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

func (p *parse) letter(m *mapping) show.Letter {
	if m == nil {
		return show.Letter{}
	}
	l := show.Letter{Name: m.short("name", maxTitle), Day: m.text("day"), ReplyTo: m.mail("reply_to"), Postal: m.text("postal")}
	if !slices.Contains(days, strings.ToLower(l.Day)) {
		p.complain(m.line("day"), mistake.BadChoice, fmt.Sprintf("day is %q.", l.Day), "Write a day of the week, e.g. Tuesday.")
	}
	if v, ok := m.get("time"); ok {
		l.Time = v.literal()
		if _, err := time.Parse("15:04", l.Time); err != nil {
			p.complain(v.at, mistake.BadDate, fmt.Sprintf("time is %q.", l.Time), "Write it like time: 07:00")
		}
	}
	m.done()
	return l
}

func tags(m *mapping) show.Tags {
	t := show.Tags{Episode: "EP", Article: "AR", Story: "ST"}
	if m == nil {
		return t
	}
	for key, letters := range map[string]*string{"episode": &t.Episode, "article": &t.Article, "story": &t.Story} {
		if s := m.short(key, 4); s != "" {
			*letters = s
		}
	}
	m.done()
	return t
}

// seasons reads a list of {number, name} or a mapping of numbers to names.
func (p *parse) seasons(m *mapping) []show.Season {
	v, ok := m.get("seasons")
	if !ok {
		return nil
	}
	var out []show.Season
	add := func(at, number int, name string) {
		if slices.ContainsFunc(out, func(s show.Season) bool { return s.Number == number }) && number > 0 {
			p.complain(at, mistake.DuplicateNumber, fmt.Sprintf("Season %d stands here twice.", number), "Delete one of the two.")
		}
		out = append(out, show.Season{Number: number, Name: name})
	}
	if v.isMapping() {
		byNumber := v.mapping("seasons")
		for _, key := range byNumber.order {
			n, err := strconv.Atoi(key)
			if err != nil || n < 1 {
				p.complain(byNumber.line(key), mistake.BadNumber, fmt.Sprintf("%q is no number of a season.", key), `Write a line like 1: "Name".`)
			}
			add(byNumber.line(key), n, byNumber.short(key, maxLabel))
		}
		return out
	}
	for _, x := range v.list() {
		if s := x.mapping("a season"); s != nil {
			s.need("number")
			add(s.at, s.number("number"), s.short("name", maxLabel))
			s.done()
		}
	}
	return out
}
