package edition

import (
	"cmp"
	"slices"
	"strings"

	"insider/internal/show"
)

// group collects topics (by name) and seasons (by number) from the log, so their items are newest first.
func group(e *Edition) ([]Group[show.Topic], []Group[show.Season]) {
	topics, seasons := map[string]*Group[show.Topic]{}, map[int]*Group[show.Season]{}
	for _, item := range e.Log {
		for _, t := range show.TopicsOf(item) {
			g, ok := topics[t.Slug]
			if !ok {
				g = &Group[show.Topic]{Key: t}
				topics[t.Slug] = g
			}
			g.Items = append(g.Items, item)
		}
		if ep, ok := item.(*show.Episode); ok && ep.Season > 0 {
			g, ok := seasons[ep.Season]
			if !ok {
				g = &Group[show.Season]{Key: show.Season{Number: ep.Season, Name: seasonName(e.Show, ep.Season)}}
				seasons[ep.Season] = g
			}
			g.Items = append(g.Items, item)
		}
	}
	ts := make([]Group[show.Topic], 0, len(topics))
	for _, g := range topics {
		ts = append(ts, *g)
	}
	slices.SortFunc(ts, func(a, b Group[show.Topic]) int {
		return cmp.Or(strings.Compare(a.Key.Name, b.Key.Name), strings.Compare(a.Key.Slug, b.Key.Slug))
	})
	ss := make([]Group[show.Season], 0, len(seasons))
	for _, g := range seasons {
		ss = append(ss, *g)
	}
	slices.SortFunc(ss, func(a, b Group[show.Season]) int { return cmp.Compare(a.Key.Number, b.Key.Number) })
	return ts, ss
}

func seasonName(s *show.Show, number int) string {
	for _, x := range s.Seasons {
		if x.Number == number {
			return x.Name
		}
	}
	return ""
}
