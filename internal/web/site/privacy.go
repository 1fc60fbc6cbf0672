package site

import (
	"net/url"
	"slices"
	"strings"

	"insider/internal/edition"
	"insider/internal/show"
)

// privacyLine says in one line what reading this site gives away, from what its pages really load and count: nothing is
// kept in the browser but a chosen colour, only audio may come from elsewhere, and only downloads of audio that is served
// here are counted.
func privacyLine(e *edition.Edition, counted bool) string {
	line := "No cookies, no trackers, "
	if hosts := foreignHosts(e); len(hosts) > 0 {
		line += "nothing from third parties but audio, which comes from " + enumerate(hosts) + "."
	} else {
		line += "no third parties."
	}
	if counted && slices.ContainsFunc(e.Episodes, func(ep *show.Episode) bool { return ep.Audio.Path != "" }) {
		line += " Downloads are counted; addresses are not kept."
	}
	return line
}

// foreignHosts lists the hosts of public audio that lives elsewhere, sorted.
func foreignHosts(e *edition.Edition) []string {
	var hosts []string
	for _, ep := range e.Episodes {
		if u, err := url.Parse(ep.Audio.URL); err == nil && u.Host != "" {
			hosts = append(hosts, u.Hostname())
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// enumerate joins words as a sentence does: "a", "a and b", "a, b and c".
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
