package feedcheck

import "strings"

// feedRules are about the document.
var feedRules = []*Rule{
	{Name: "feed-readable", Level: Mistake, By: "XML, RSS", always: true,
		Why: "Every app and directory stops at the first such place, and shows nothing.",
		Fix: "Mend the place; in a feed of Insider this is a defect worth reporting.",
		find: func(s *Subject, say sayer) {
			if s.Broken != nil {
				say("feed", "%s", s.Broken)
			}
		}},
	{Name: "rss-version", Level: Mistake, By: "Apple",
		Why: "Apple takes RSS 2.0 only.", Fix: `Write <rss version="2.0">.`,
		find: func(s *Subject, say sayer) {
			if s.Feed.Version != "2.0" {
				say("feed", "The version of RSS is %s.", quote(s.Feed.Version))
			}
		}},
	{Name: "namespace-itunes", Level: Mistake, By: "Apple",
		Why: "Apple compares the address letter by letter; with another one every itunes tag is lost.",
		Fix: `Write xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd".`, find: declares("itunes")},
	{Name: "namespace-podcast", Level: Warning, By: "PSP-1",
		Why: "Apps that know the Podcasting 2.0 namespace do not find its tags.",
		Fix: `Write xmlns:podcast="https://podcastindex.org/namespace/1.0".`, find: declares("podcast")},
	{Name: "namespace-atom", Level: Warning, By: "PSP-1",
		Why: "The link of the feed to itself needs it.",
		Fix: `Write xmlns:atom="http://www.w3.org/2005/Atom".`, find: declares("atom")},
	{Name: "self-link", Level: Mistake, By: "PSP-1",
		Why: "Without it nobody who got the feed elsewhere knows where it lives, and hubs cannot be used.",
		Fix: `Write <atom:link rel="self" href="..." type="application/rss+xml"/>.`,
		find: inShow(func(channel *Element, say func(string, ...any)) {
			if selfLink(channel) == "" {
				say("The feed does not say its own address.")
			}
		})},
	{Name: "self-address", Level: Warning, By: "WebSub, PSP-1",
		Why: "Hubs and directories take the address in the feed for the true one.",
		Fix: "Let atom:link rel=self hold the address that listeners subscribe to, letter by letter.",
		find: func(s *Subject, say sayer) {
			if self := selfLink(s.Feed.Channel); self != "" && s.URL != "" && self != s.URL {
				say(whole, "The feed says it lives at %s, but was read at %s.", quote(self), quote(s.URL))
			}
		}},
	{Name: "new-feed-url", Level: Warning, By: "Apple",
		Why: "Apple and other apps subscribe their listeners to that address instead.",
		Fix: "Take it out when the show has not moved.",
		find: func(s *Subject, say sayer) {
			if moved := s.Feed.Channel.Value("itunes:new-feed-url"); moved != "" && moved != s.URL {
				say(whole, "itunes:new-feed-url sends listeners to %s.", quote(moved))
			}
		}},
	{Name: "dead-tag", Level: Hint, By: "Apple",
		Why: "Nobody reads it any more.", Fix: "Leave it out.",
		find: everywhere(func(e *Element, say func(string, ...any)) {
			for _, name := range []string{"itunes:keywords", "itunes:subtitle", "itunes:order", "itunes:isClosedCaptioned"} {
				if e.Child(name) != nil {
					say("It has %s.", name)
				}
			}
		})},
}

// declares finds a namespace that is missing or written in another way.
func declares(prefix string) func(*Subject, sayer) {
	return func(s *Subject, say sayer) {
		near := ""
		for _, address := range s.Feed.Namespaces {
			if address == namespaces[prefix] {
				return
			}
			if prefixes[strings.ToLower(address)] == prefix {
				near = address
			}
		}
		if near != "" {
			say("feed", "The namespace %s has the address %s.", prefix, quote(near))
			return
		}
		say("feed", "The namespace %s is not declared.", prefix)
	}
}

// selfLink returns the address that the feed gives as its own, "" without one.
func selfLink(channel *Element) string {
	for _, link := range channel.All("atom:link") {
		if link.Attrs["rel"] == "self" {
			return link.Attrs["href"]
		}
	}
	return ""
}
