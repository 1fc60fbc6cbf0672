package feedcheck

import (
	"net/netip"
	"net/url"
	"strings"

	"insider/internal/config"
)

// addressRules are about where things lie.
var addressRules = []*Rule{
	{Name: "address-local", Level: Mistake, By: "everybody", always: true,
		Why: "Nobody outside can open an address of this machine or of a private network.",
		Fix: "Set INSIDER_BASE_URL to the public address of the show.",
		find: func(s *Subject, say sayer) {
			if private(hostOf(s.URL)) {
				say("feed", "The feed lives at %s.", quote(s.URL))
			}
		}},
	{Name: "address-http", Level: Mistake, By: "Apple, browsers", always: true,
		Why: "iOS refuses to load from plain http, and so does every page that came over https.",
		Fix: "Put a proxy with a certificate in front and set INSIDER_BASE_URL to the address with https://.",
		find: func(s *Subject, say sayer) {
			if strings.HasPrefix(s.URL, "http://") && !private(hostOf(s.URL)) {
				say("feed", "The feed lives at %s.", quote(s.URL))
			}
		}},
	{Name: "address-local-media", Level: Mistake, By: "everybody",
		Why: "Nobody outside can open an address of this machine or of a private network.",
		Fix: "Write the public address of the file.",
		find: media(func(s *Subject, address string) bool {
			return private(hostOf(address)) && hostOf(address) != hostOf(s.URL)
		}, "%s lies at %s.")},
	{Name: "address-http-media", Level: Warning, By: "Apple, browsers",
		Why: "iOS refuses to load from plain http, and so does every page that came over https.",
		Fix: "Write the address with https://.",
		find: media(func(s *Subject, address string) bool {
			return strings.HasPrefix(address, "http://") && hostOf(address) != hostOf(s.URL) && !private(hostOf(address))
		}, "%s lies at %s.")},
}

// media makes a rule's function that finds addresses of artwork and audio that are bad.
func media(bad func(s *Subject, address string) bool, sentence string) func(*Subject, sayer) {
	return func(s *Subject, say sayer) {
		see := func(where, what, address string) {
			if address != "" && bad(s, address) {
				say(where, sentence, what, quote(address))
			}
		}
		see(whole, "The artwork", s.Feed.Channel.Attr("itunes:image", "href"))
		for _, item := range s.Feed.Items {
			see(s.where(item), "The artwork", item.Attr("itunes:image", "href"))
			see(s.where(item), "The audio", item.Attr("enclosure", "url"))
		}
	}
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// private reports whether a host is of this machine or of a network that is not the internet.
func private(host string) bool {
	if config.Loopback(host) {
		return true
	}
	for _, end := range []string{".local", ".lan", ".internal", ".home.arpa"} {
		if strings.HasSuffix(host, end) {
			return true
		}
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && (addr.IsPrivate() || addr.IsLinkLocalUnicast() || addr.IsUnspecified())
}
