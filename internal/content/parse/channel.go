package parse

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

// ChannelFront is what only a show tells apps and directories.
type ChannelFront struct {
	Author    string
	Crew      []CreditFront
	Medium    string
	Block     show.Block
	Complete  bool
	Frequency *frequencyFront
	Podroll   []show.RemoteItem
	Spotify   show.Spotify
	Hubs      []string
	Moved     string
	Aliases   []string
	FeedLimit int
}

type frequencyFront struct {
	Text, Rule string
	Start      Moment
}

const defaultFeedLimit = 1000 // episodes on a page of the podcast feed

func (p *parse) channel(m *mapping) ChannelFront {
	c := ChannelFront{
		Author:    m.short("author", maxTitle),
		Crew:      p.credits(m),
		Medium:    m.choice("medium", show.Mediums...),
		Block:     p.block(m),
		Complete:  m.flag("complete", false),
		Frequency: p.frequency(m.sub("frequency", "frequency")),
		Podroll:   p.podroll(m),
		Spotify:   p.spotify(m.sub("spotify", "spotify")),
		Hubs:      p.hubs(m),
		Moved:     p.moved(m),
		Aliases:   p.aliases(m),
		FeedLimit: m.number("feed_limit"),
	}
	if c.FeedLimit == 0 {
		c.FeedLimit = defaultFeedLimit
	}
	return c
}

// block reads true or false, a list of services, or {except: list of services}.
func (p *parse) block(m *mapping) show.Block {
	v, ok := m.get("block")
	switch {
	case !ok:
		return show.Block{}
	case v.isList():
		return show.Block{Services: p.services(v.list())}
	case v.isMapping():
		x := v.mapping("block")
		x.need("except")
		b := show.Block{All: true, Except: p.services(x.list("except"))}
		x.done()
		return b
	}
	return show.Block{All: m.flag("block", false)}
}

func (p *parse) services(list []value) []string {
	var out []string
	for _, v := range list {
		s := v.text()
		if near, ok := show.CheckService(s); s != "" && !ok {
			p.complain(v.at, mistake.BadService, fmt.Sprintf("%q is no service of the list.", s), "Write: "+near)
		}
		out = append(out, s)
	}
	return out
}

// frequency reads {text, rrule, start}.
func (p *parse) frequency(m *mapping) *frequencyFront {
	if m == nil {
		return nil
	}
	f := &frequencyFront{Text: m.short("text", maxLabel), Rule: m.text("rrule"), Start: m.moment("start")}
	m.need("text")
	if f.Rule != "" {
		p.checkRule(m, f)
	}
	m.done()
	return f
}

func (p *parse) checkRule(m *mapping, f *frequencyFront) {
	var wrong *show.RuleError
	if errors.As(show.CheckRule(f.Rule), &wrong) {
		fix := "Write a rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=TU."
		if wrong.Nearest != "" {
			fix = "Write: rrule: " + wrong.Nearest
		}
		p.complain(m.line("rrule"), mistake.BadRule, wrong.Sentence, fix)
		return
	}
	if show.RuleParts(f.Rule)["COUNT"] != "" && !f.Start.Set {
		p.complain(m.line("rrule"), mistake.BadRule, "A rule with COUNT needs a start to count from.", "Add the key: start: 2026-11-30")
	}
}

func (p *parse) podroll(m *mapping) []show.RemoteItem {
	var out []show.RemoteItem
	for _, x := range m.mappings("podroll", "an entry of podroll") {
		out = append(out, *p.remoteItem(x))
	}
	return out
}

// spotify reads {limit, countries}.
func (p *parse) spotify(m *mapping) show.Spotify {
	if m == nil {
		return show.Spotify{}
	}
	s := show.Spotify{Limit: m.number("limit")}
	for _, v := range m.list("countries") {
		code := v.text()
		near, ok := show.CheckCountry(code)
		if code != "" && !ok {
			fix := "Write two capitals of ISO 3166, such as BE."
			if near != "" {
				fix = "Write: " + near
			}
			p.complain(v.at, mistake.BadCountry, fmt.Sprintf("%q is no country's code.", code), fix)
		}
		s.Countries = append(s.Countries, code)
	}
	m.done()
	return s
}

// hubs reads the addresses of WebSub hubs.
func (p *parse) hubs(m *mapping) []string {
	var out []string
	for _, v := range m.list("hubs") {
		s := v.text()
		if s != "" && !webURL(s) {
			p.complain(v.at, mistake.BadURL, fmt.Sprintf("The hub is %q.", s), "Write an address that begins with https:// or http://.")
			continue
		}
		out = append(out, s)
	}
	return out
}

// moved reads the address of the feed at another host. The feed's own address says that it has come here; another one of
// this site would lead apps in a circle.
func (p *parse) moved(m *mapping) string {
	s := m.address("moved")
	here := p.v.Base
	u, err := url.Parse(s)
	if s == "" || err != nil || here == nil || !strings.EqualFold(u.Host, here.Host) {
		return s
	}
	feed := here.JoinPath("podcast.xml")
	if u.Path != feed.Path && strings.HasPrefix(u.Path, strings.TrimRight(here.Path, "/")+"/") {
		p.complain(m.line("moved"), mistake.BadURL, fmt.Sprintf("moved is %q, which is an address of this site but not its feed.", s), "Write: moved: "+feed.String()+", or the address at another host.")
	}
	return s
}
