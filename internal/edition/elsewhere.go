package edition

import (
	"slices"

	"insider/internal/show"
)

// Elsewhere lists from where pages load what does not live here, as origins such as "https://cdn.example", each once and
// sorted. Pages say so to readers, and their policy allows nothing else.
type Elsewhere struct {
	Audio, Pictures []string
}

func elsewhere(e *Edition) Elsewhere {
	var x Elsewhere
	for _, v := range e.Episodes {
		if origin := show.Origin(v.Audio.URL); origin != "" {
			x.Audio = append(x.Audio, origin)
		}
		x.Pictures = append(x.Pictures, v.Origins...)
	}
	for _, v := range e.Articles {
		x.Pictures = append(x.Pictures, v.Origins...)
	}
	for _, v := range e.Pages {
		x.Pictures = append(x.Pictures, v.Origins...)
	}
	for _, v := range e.People {
		x.Pictures = append(x.Pictures, v.Origins...)
	}
	return Elsewhere{Audio: distinct(x.Audio), Pictures: distinct(x.Pictures)}
}

func distinct(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}
