package edition

import (
	"slices"

	"insider/internal/show"
)

// Neighbours returns the items of the same kind that were published before and after item, nil where there is none. Trailers
// count.
func (e *Edition) Neighbours(item show.Item) (previous, next show.Item) {
	switch x := item.(type) {
	case *show.Episode:
		return neighbours(e.Episodes, x)
	case *show.Article:
		return neighbours(e.Articles, x)
	case *show.Story:
		return neighbours(e.Stories, x)
	}
	return nil, nil
}

func neighbours[T interface {
	show.Item
	comparable
}](newestFirst []T, x T) (previous, next show.Item) {
	i := slices.Index(newestFirst, x)
	if i >= 0 && i+1 < len(newestFirst) {
		previous = newestFirst[i+1]
	}
	if i > 0 {
		next = newestFirst[i-1]
	}
	return previous, next
}
