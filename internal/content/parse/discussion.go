package parse

import (
	"fmt"
	"net/url"
	"regexp"

	"insider/internal/content/mistake"
	"insider/internal/frontmatter"
	"insider/internal/show"
)

// discussions reads {protocol, uri, account, account_url, priority}, a list of these, or the word disabled.
func (p *parse) discussions(m *mapping) []show.Discussion {
	if v, ok := m.pairs["social"]; ok && v.node.Kind == frontmatter.Text {
		m.asked = append(m.asked, "social")
		if v.text() != "disabled" {
			v.wrongType("a list, keys of its own, or the word disabled", "social: disabled")
		}
		return []show.Discussion{{Protocol: "disabled"}}
	}
	var out []show.Discussion
	for _, x := range m.mappings("social", "an entry of social") {
		out = append(out, p.discussion(x))
	}
	return out
}

func (p *parse) discussion(m *mapping) show.Discussion {
	m.need("protocol", "uri")
	d := show.Discussion{
		URI: m.uri("uri"), Account: m.short("account", maxTitle), AccountURL: m.address("account_url"), Priority: m.number("priority"),
	}
	switch v := m.pairs["protocol"]; v.literal() {
	case "disabled":
		p.complain(v.at, mistake.BadChoice, "protocol is disabled, which stands alone.", "Write: social: disabled")
	case "mastodon":
		p.complain(v.at, mistake.BadChoice, `protocol is "mastodon".`, "Write: protocol: activitypub")
	default:
		d.Protocol = m.optional("protocol", show.DiscussionProtocols[1:]...)
	}
	m.asked = append(m.asked, "protocol")
	m.done()
	return d
}

var hostForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}(:[0-9]{1,5})?$`)

// chat reads {server, protocol, account, space}.
func (p *parse) chat(m *mapping) *show.Chat {
	x := m.sub("chat", "chat")
	if x == nil {
		return nil
	}
	x.need("server", "protocol")
	c := &show.Chat{Server: x.text("server"), Account: x.short("account", maxTitle), Space: x.short("space", maxTitle)}
	c.Protocol = x.optional("protocol", show.ChatProtocols...)
	if c.Server != "" && !hostForm.MatchString(c.Server) {
		fix := "Write the name of the host alone, such as irc.example.org."
		if u, err := url.Parse(c.Server); err == nil && hostForm.MatchString(u.Host) {
			fix = "Write: server: " + u.Host
		}
		p.complain(x.line("server"), mistake.BadURL, fmt.Sprintf("server is %q.", c.Server), fix)
	}
	x.done()
	return c
}

// uri returns an absolute address of any scheme, such as at:// or nostr:, "" when it is not written.
func (m *mapping) uri(key string) string {
	s := m.text(key)
	if s == "" || absoluteURI(s) {
		return s
	}
	m.r.complain(m.line(key), mistake.BadURL, fmt.Sprintf("%s is %q.", key, s), "Write a whole address, such as https://social.example/@name/1.")
	return ""
}

// harmful are schemes that run something where they are followed.
var harmful = regexp.MustCompile(`(?i)^(javascript|data|vbscript|file|blob):`)

func absoluteURI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && len(s) <= 2000 && s != u.Scheme+":" && !harmful.MatchString(s) && !hasBlank(s)
}

func hasBlank(s string) bool {
	for _, r := range s {
		if r <= ' ' || r == 0x7f {
			return true
		}
	}
	return false
}
