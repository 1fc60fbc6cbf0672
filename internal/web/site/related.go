package site

import (
	"slices"

	"insider/internal/edition"
	"insider/internal/show"
)

// relatedRows is how many other items a page names.
const relatedRows = 3

// related returns the items that share most topics with item, newest first among equals.
func (s *Site) related(e *edition.Edition, item show.Item) []row {
	shared := map[show.Item]int{}
	var found []show.Item
	for _, t := range show.TopicsOf(item) {
		g, _ := e.Topic(t.Slug)
		for _, other := range g.Items {
			if other == item {
				continue
			}
			if shared[other] == 0 {
				found = append(found, other)
			}
			shared[other]++
		}
	}
	slices.SortStableFunc(found, func(a, b show.Item) int {
		if n := shared[b] - shared[a]; n != 0 {
			return n
		}
		return b.Published().Compare(a.Published())
	})
	return s.rows(e, found[:min(relatedRows, len(found))])
}
