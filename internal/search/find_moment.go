package search

import (
	"cmp"
	"context"
	"slices"

	"insider/internal/show"
)

// findMoments returns the group of moments in which something is said. Of very many it ranks the newest.
func (s *Service) findMoments(ctx context.Context, match string, only show.Kind) (*Group, error) {
	found, err := s.index.Passages(ctx, match, maxPassages)
	if err != nil {
		return nil, err
	}
	rank(found)
	g := &Group{Kind: Transcripts, More: len(found) == maxPassages}
	most, each := groupMoments, momentsEach
	if only == Transcripts {
		most, each = allHits, allHits
	}
	talks := map[int64]*Talk{}
	var listed []Place
	for _, x := range found {
		talk := s.talk(talks, x.ID)
		if talk == nil {
			continue
		}
		g.Total++
		if talk.Total++; talk.Total <= each && len(listed) < most {
			listed = append(listed, x.Place)
		}
	}
	quotes, err := s.index.Quote(ctx, match, listed)
	for _, place := range listed {
		if q, ok := quotes[place]; ok {
			g.add(talks[place.ID], newMoment(q))
		}
	}
	return g, err
}

// talk returns the talk of an item, nil when it may not be shown.
func (s *Service) talk(talks map[int64]*Talk, id int64) *Talk {
	if talk := talks[id]; talk != nil {
		return talk
	}
	t := s.shown(id)
	if t == nil {
		return nil
	}
	ep, ok := t.of.(*show.Episode)
	if !ok {
		return nil
	}
	talks[id] = &Talk{Episode: ep}
	return talks[id]
}

// add puts a moment into its talk, in the order of time.
func (g *Group) add(talk *Talk, m Moment) {
	if len(talk.Moments) == 0 {
		g.Talks = append(g.Talks, talk)
	}
	i, _ := slices.BinarySearchFunc(talk.Moments, m, func(a, b Moment) int { return cmp.Compare(a.At, b.At) })
	talk.Moments = slices.Insert(talk.Moments, i, m)
}
