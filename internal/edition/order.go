package edition

import (
	"cmp"
	"slices"
	"strings"

	"insider/internal/show"
)

// newestFirst sorts by date, then by season and number, then by path, so that the order never depends on the order of files.
// Of one moment a trailer is older than the first episode of its season.
func newestFirst[T show.Item](items []T) {
	slices.SortFunc(items, compareItems[T])
}

func compareItems[T show.Item](a, b T) int {
	if c := b.Published().Compare(a.Published()); c != 0 {
		return c // nearly always: the rest is not even made
	}
	return cmp.Or(cmp.Compare(season(b), season(a)), cmp.Compare(len(b.TagNumber()), len(a.TagNumber())),
		strings.Compare(b.TagNumber(), a.TagNumber()), strings.Compare(a.Path(), b.Path()))
}

func season(item show.Item) int {
	if ep, ok := item.(*show.Episode); ok {
		return ep.Season
	}
	return 0
}

func mergeLog(e *Edition) []show.Item {
	return merge(merge(itemsOf(e.Episodes), itemsOf(e.Articles)), itemsOf(e.Stories))
}

func itemsOf[T show.Item](list []T) []show.Item {
	items := make([]show.Item, len(list))
	for i, x := range list {
		items[i] = x
	}
	return items
}

// merge joins two sorted lists.
func merge(a, b []show.Item) []show.Item {
	all := make([]show.Item, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compareItems(a[0], b[0]) <= 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

func sortPeople(people []*show.Person, s *show.Show) []*show.Person {
	rank := func(p *show.Person) int {
		if i := slices.IndexFunc(s.Hosts, func(h *show.Person) bool { return h.Slug == p.Slug }); i >= 0 {
			return i
		}
		return len(s.Hosts)
	}
	out := slices.Clone(people)
	slices.SortFunc(out, func(a, b *show.Person) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a.Name, b.Name), strings.Compare(a.Slug, b.Slug))
	})
	return out
}
