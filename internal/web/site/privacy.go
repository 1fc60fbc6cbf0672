package site

import (
	"net/url"
	"slices"
	"strings"

	"insider/internal/edition"
)

// privacyLine says in one line what reading this site gives away, from what its pages really load: nothing is kept in the
// browser but a chosen colour, nobody is counted, and only audio may come from elsewhere.
func privacyLine(e *edition.Edition) string {
	line := "No cookies, no trackers, "
	hosts := foreignHosts(e)
	if len(hosts) == 0 {
		return line + "no third parties."
	}
	return line + "nothing from third parties but audio, which comes from " + enumerate(hosts) + "."
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
