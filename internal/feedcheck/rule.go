package feedcheck

import (
	"slices"
	"strings"
	"unicode"
)

// Rule is one thing that somebody asks of a podcast feed.
type Rule struct {
	Name  string // for searching and for pipelines
	Level Level
	By    string // who asks
	Why   string // what happens otherwise
	Fix   string

	find   func(s *Subject, say sayer)
	always bool // also judged when the feed cannot be read
}

// sayer notes a finding.
type sayer func(where, format string, args ...any)

// rules holds every rule in the order in which findings are told.
var rules = slices.Concat(feedRules, answerRules, addressRules, publishedRules, showRules, itemRules, enclosureRules, artworkRules,
	namespaceRules, directoryRules)

// Rules returns every rule.
func Rules() []*Rule { return rules }

// whole is where a finding is that concerns the show.
const whole = "show"

// inShow makes a rule's function of one over the channel.
func inShow(find func(channel *Element, say func(format string, args ...any))) func(*Subject, sayer) {
	return func(s *Subject, say sayer) {
		find(s.Feed.Channel, func(format string, args ...any) { say(whole, format, args...) })
	}
}

// inItems makes a rule's function of one over an item.
func inItems(find func(item *Element, say func(format string, args ...any))) func(*Subject, sayer) {
	return func(s *Subject, say sayer) {
		for _, item := range s.Feed.Items {
			find(item, func(format string, args ...any) { say(s.where(item), format, args...) })
		}
	}
}

// everywhere makes a rule's function of one over the channel and every item.
func everywhere(find func(e *Element, say func(format string, args ...any))) func(*Subject, sayer) {
	channel, items := inShow(find), inItems(find)
	return func(s *Subject, say sayer) {
		channel(s, say)
		items(s, say)
	}
}

// where names an item: by its content file when there is one, or by its title.
func (s *Subject) where(item *Element) string {
	id := item.Value("guid")
	if source := s.Sources[id]; source != "" {
		return source
	}
	for _, name := range []string{item.Value("title"), id, item.Attr("enclosure", "url")} {
		if name != "" {
			return "item " + quote(name)
		}
	}
	return "an item without a title"
}

// quote shows a value of the feed in a sentence: at most 80 characters of it, and none that a terminal would act upon.
func quote(value string) string {
	value = strings.Join(strings.Fields(value), " ")
	value = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, value)
	if runes := []rune(value); len(runes) > 80 {
		value = string(runes[:79]) + "…"
	}
	return `"` + value + `"`
}
