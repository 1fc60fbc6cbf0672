package parse

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/google/uuid"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

var (
	slugWord = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)
	nodeForm = regexp.MustCompile(`^0[23][0-9a-f]{64}$`)
	decimals = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
)

// values reads {type, method, suggested, recipients, splits}, or a list of these.
func (p *parse) values(m *mapping) []show.Value {
	var out []show.Value
	for _, x := range m.mappings("value", "value") {
		x.need("type", "method", "recipients")
		v := show.Value{
			Type: x.word("type"), Method: x.word("method"), Suggested: x.decimal("suggested"),
			Recipients: p.recipients(x), Splits: p.splits(x),
		}
		x.done()
		out = append(out, v)
	}
	return out
}

// word returns a slug such as lightning.
func (m *mapping) word(key string) string {
	s := m.text(key)
	if s != "" && (!slugWord.MatchString(s) || len(s) > 60) {
		m.r.complain(m.line(key), mistake.BadChoice, fmt.Sprintf("%s is %q.", key, s), "Write one word, such as lightning.")
	}
	return s
}

func (m *mapping) decimal(key string) string {
	s := m.literal(key)
	if s != "" && (!decimals.MatchString(s) || len(s) > 30) {
		m.r.complain(m.line(key), mistake.BadNumber, fmt.Sprintf("%s is %q.", key, s), "Write a number with a point, such as 0.00000005.")
	}
	return s
}

// recipients reads a list of {name, type, address, split, fee, custom_key, custom_value}.
func (p *parse) recipients(m *mapping) []show.Recipient {
	var out []show.Recipient
	for _, x := range m.mappings("recipients", "a recipient") {
		x.need("type", "address", "split")
		r := show.Recipient{
			Name: x.short("name", maxLabel), Type: x.word("type"), Address: x.literal("address"), Split: x.number("split"), Fee: x.flag("fee", false),
			CustomKey: x.literal("custom_key"), CustomValue: x.literal("custom_value"),
		}
		p.checkAddress(x.line("address"), r)
		x.done()
		out = append(out, r)
	}
	return out
}

// checkAddress holds an address to the form of its type, as far as that is known.
func (p *parse) checkAddress(line int, r show.Recipient) {
	switch {
	case r.Address == "":
	case r.Type == "node" && !nodeForm.MatchString(r.Address):
		fix := "A node's address has 66 digits from 0 to 9 and a to f, and begins with 02 or 03."
		if mailAddress(r.Address) {
			fix = "Write: type: lnaddress"
		} else if near := strings.ToLower(r.Address); nodeForm.MatchString(near) {
			fix = "Write: address: " + near
		}
		p.complain(line, mistake.BadRecipient, fmt.Sprintf("%q is no address of a node.", r.Address), fix)
	case r.Type == "lnaddress" && !mailAddress(r.Address):
		p.complain(line, mistake.BadRecipient, fmt.Sprintf("%q is no Lightning address.", r.Address), "Write it like name@example.com.")
	case hasBlank(r.Address):
		p.complain(line, mistake.BadRecipient, fmt.Sprintf("The address %q holds a blank.", r.Address), "Write it as one word.")
	}
}

// splits reads a list of {start, duration, recipients} or {start, duration, remote, remote_start, percentage}.
func (p *parse) splits(m *mapping) []show.TimeSplit {
	var out []show.TimeSplit
	for _, x := range m.mappings("splits", "a split") {
		x.need("start", "duration")
		s := show.TimeSplit{Start: x.duration("start"), Duration: x.duration("duration"), RemoteStart: x.duration("remote_start"), Percentage: x.number("percentage")}
		s.Recipients = p.recipients(x)
		if remote := x.sub("remote", "remote"); remote != nil {
			s.Remote = p.remoteItem(remote)
		}
		if s.Percentage > 100 {
			p.complain(x.line("percentage"), mistake.BadNumber, fmt.Sprintf("percentage is %d.", s.Percentage), "Write 1 to 100.")
		}
		if x.has("recipients") == x.has("remote") {
			p.complain(x.at, mistake.BadRecipient, "A split has recipients or a remote item: one of the two.", "Write recipients: [...] or remote: {feed: ...}.")
		}
		x.done()
		out = append(out, s)
	}
	return out
}

// remoteItem reads {feed, url, item, medium, title}.
func (p *parse) remoteItem(m *mapping) *show.RemoteItem {
	m.need("feed")
	r := &show.RemoteItem{FeedGUID: strings.ToLower(m.text("feed")), FeedURL: m.address("url"), ItemGUID: m.literal("item"), Title: m.short("title", maxTitle)}
	r.Medium = m.optional("medium", show.Mediums...)
	if _, err := uuid.Parse(r.FeedGUID); r.FeedGUID != "" && (err != nil || len(r.FeedGUID) != 36) {
		fix := "Write the guid of the other podcast, as its feed tells it in podcast:guid."
		if near := feedGUIDOf(r.FeedGUID); near != "" {
			fix = "Write: feed: " + near + " and url: " + r.FeedGUID
		}
		p.complain(m.line("feed"), mistake.BadGUID, fmt.Sprintf("feed is %q, which is no UUID.", r.FeedGUID), fix)
	}
	m.done()
	return r
}

// feedGUIDOf returns the guid that a feed at an address has when it was given there, "" when s is no address.
func feedGUIDOf(s string) string {
	if !webURL(s) {
		return ""
	}
	_, rest, _ := strings.Cut(s, "://")
	return show.PodcastGUID(strings.TrimRight(rest, "/"))
}
