package site

import (
	"slices"
	"strings"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
)

// privacyPath is where readers find what is kept of them. The page is always there: an author's words, if there are any, and
// then what the program does.
const (
	privacySlug = "privacy"
	privacyPath = "/" + privacySlug
)

// Practice is what the program does with what it learns of visitors, as it was set up.
type Practice struct {
	EventDays int  // raw events of downloads are kept so many days
	Countries bool // with the country they came from
	// CopiesGone is how long copies that the program makes by itself hold what was removed; 0: it makes none.
	CopiesGone time.Duration
}

// privacyOf returns the author's page on privacy, or one that says only what the program does.
func privacyOf(e *edition.Edition) *show.Page {
	if p, ok := e.Page(privacySlug); ok {
		return p
	}
	return plainPrivacy
}

var plainPrivacy = &show.Page{Slug: privacySlug, Title: "Privacy", Summary: "What this site keeps about you, and for how long."}

// privacyLine says in one line what reading this site gives away, from what its pages really load and count: nothing is
// kept in the browser but what is chosen there, only audio and pictures may come from elsewhere, and only downloads of audio
// that is served here are counted.
func privacyLine(e *edition.Edition, counted bool) string {
	line := "No cookies, no trackers, no third parties."
	if loads := loadsFrom(e); len(loads) > 0 {
		line = "No cookies, no trackers, nothing from third parties but " + enumerate(loads) + "."
	}
	if counted && playsHere(e) {
		line += " Downloads are counted; addresses are not kept."
	}
	return line
}

// loadsFrom says what comes from elsewhere, and from where.
func loadsFrom(e *edition.Edition) []string {
	var out []string
	for _, x := range []struct {
		what string
		from []string
	}{{"audio from ", e.Elsewhere.Audio}, {"pictures from ", e.Elsewhere.Pictures}} {
		if len(x.from) > 0 {
			out = append(out, x.what+enumerate(hosts(x.from)))
		}
	}
	return out
}

// hosts are the hosts of origins, without scheme.
func hosts(origins []string) []string {
	out := make([]string, len(origins))
	for i, o := range origins {
		_, out[i], _ = strings.Cut(o, "://")
	}
	return slices.Compact(out)
}

// playsHere reports whether this site serves audio.
func playsHere(e *edition.Edition) bool {
	return slices.ContainsFunc(e.Episodes, func(ep *show.Episode) bool { return ep.Audio.Path != "" })
}

// enumerate joins words as a sentence does: "a", "a and b", "a, b and c".
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
