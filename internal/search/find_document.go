package search

import (
	"context"
	"strings"

	"insider/internal/show"
)

// findDocuments adds the groups of documents that match.
func (s *Service) findDocuments(ctx context.Context, match string, only show.Kind, groups map[show.Kind]*Group) error {
	found, err := s.index.Documents(ctx, match, maxDocuments)
	if err != nil {
		return err
	}
	rank(found)
	most := groupHits
	if only != "" {
		most = allHits
	}
	var listed []int64
	for _, x := range found {
		t := s.shown(x.ID)
		if t == nil || only != "" && t.kind != only {
			continue
		}
		g := groups[t.kind]
		if g == nil {
			g = &Group{Kind: t.kind, More: len(found) == maxDocuments}
			groups[t.kind] = g
		}
		if g.Total++; g.Total <= most {
			listed = append(listed, x.ID)
		}
	}
	described, err := s.index.Describe(ctx, match, listed)
	for _, id := range listed {
		d, ok := described[id]
		if t := s.shown(id); t != nil && ok {
			groups[t.kind].Hits = append(groups[t.kind].Hits, newHit(t, d))
		}
	}
	return err
}

func newHit(t *thing, d Description) Hit {
	h := Hit{Path: t.path, Item: t.item(), Title: d.Title.Segments(), Names: matching(d.Names)}
	h.Person, _ = t.of.(*show.Person)
	if d.Text.Has() || h.Item == nil {
		h.Excerpt = d.Text.Segments()
	}
	return h
}

// matching returns the lines that match, a comma between.
func matching(names Marked) []Segment {
	var out []Segment
	for name := range strings.SplitSeq(string(names), "\n") {
		if !Marked(name).Has() {
			continue
		}
		if out != nil {
			out = append(out, Segment{Text: ", "})
		}
		out = append(out, Marked(name).Segments()...)
	}
	return out
}
