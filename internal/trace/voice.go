package trace

import (
	"slices"
	"strings"

	"insider/internal/show"
)

// voices are the labels of a transcript with their pens.
type voices struct {
	order []string // as they come in
	pen   map[string]int
}

// voicesOf gives each label its pen: as the episode says; else a host's, by name; and where neither knows anybody, the
// first two who speak take the pens.
func voicesOf(s *show.Show, ep *show.Episode, cues []show.Cue) voices {
	v := voices{pen: map[string]int{}}
	known := len(ep.Voices) > 0
	for _, c := range cues {
		if _, seen := v.pen[c.Speaker]; seen || c.Speaker == "" || c.End <= c.Start {
			continue
		}
		v.order = append(v.order, c.Speaker)
		v.pen[c.Speaker] = penOf(s, ep, c.Speaker)
		known = known || hostOf(s, ep, c.Speaker) >= 0
	}
	if !known {
		for i, label := range v.order[:min(2, len(v.order))] {
			v.pen[label] = i + 1
		}
	}
	return v
}

// penOf returns the pen of a label: that of the voice, of the host it is, or of the host it names; 0 is a guest.
func penOf(s *show.Show, ep *show.Episode, label string) int {
	if voice, ok := ep.Voices[label]; ok && voice.Person == nil {
		return voice.Pen
	}
	if i := hostOf(s, ep, label); i == 0 || i == 1 {
		return i + 1
	}
	return 0
}

// hostOf returns the place among the hosts of the one whose label it is: by the episode, else by name; -1 for no host.
func hostOf(s *show.Show, ep *show.Episode, label string) int {
	voice, said := ep.Voices[label]
	return slices.IndexFunc(s.Hosts, func(h *show.Person) bool {
		if said {
			return voice.Person != nil && h.Slug == voice.Person.Slug
		}
		first, _, _ := strings.Cut(h.Name, " ")
		return strings.EqualFold(label, h.Name) || strings.EqualFold(label, first)
	})
}

// list returns the voices by name: the pens first, then guests. Several labels of one name are one voice.
func (v voices) list(s *show.Show, ep *show.Episode) []Voice {
	var all []Voice
	for _, pen := range []int{1, 2, 0} {
		for _, label := range v.order {
			voice := Voice{Name: ep.Speaker(label), Pen: pen, Host: hostOf(s, ep, label) >= 0}
			if v.pen[label] == pen && !slices.Contains(all, voice) {
				all = append(all, voice)
			}
		}
	}
	return all
}
