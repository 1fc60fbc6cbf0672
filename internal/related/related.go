// Package related finds which other items belong beside an item, and says why.
//
// It owns the signals, what each is worth, and the sentence that names them. What is public is edition's.
package related

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"insider/internal/edition"
	"insider/internal/show"
)

// What each signal is worth at its best. A belonging is what an author wrote down, so it outweighs all that is found out.
const (
	worthBelonging = 2.0
	worthTopics    = .8
	worthPeople    = .7
	worthText      = 1.0
)

// pool is how many items are compared by their whole text: all of a small show, the most promising of a large one.
const pool = 40

// Finder finds related items. What it learns of an item it keeps for as long as the item is the same, so that a change costs
// one item. It is safe for concurrent use.
type Finder struct {
	mu    sync.Mutex
	index index
	texts texts
	usage usage
}

// New returns a Finder that knows nothing yet.
func New() *Finder { return &Finder{index: newIndex()} }

// Match is an item that is related to another. Each signal is from 0 to its worth.
type Match struct {
	Item   show.Item
	Topics []show.Topic   // shared, the rarest first
	People []*show.Person // shared, the rarest first
	Words  []string       // that both use and few others, as the first item writes them

	belonging                 string // what the one is to the other, "" for nothing
	topics, people, resembles float64
	shared                    []uint32 // the words behind resembles, the weightiest first
}

// score is what the match is worth in hundredths: closer matches are equally good, and the newer one is first.
func (m *Match) score() int {
	sum := m.topics + m.people + m.resembles
	if m.belonging != "" {
		sum += worthBelonging
	}
	return int(sum*100 + .5)
}

// To returns the up to n items of the edition that are most related to one of its items, best first and the newest first
// among equals. Those to skip, and trailers, are never among them. It depends on nothing but the edition and its arguments.
func (f *Finder) To(e *edition.Edition, item show.Item, n int, skip ...show.Item) []Match {
	candidates := f.candidates(e, item, skip)
	f.compare(e, item, candidates)
	candidates = slices.DeleteFunc(candidates, (*Match).chance)
	slices.SortFunc(candidates, byScore)
	out := make([]Match, 0, n)
	for _, m := range candidates[:min(n, len(candidates))] {
		m.Words = written(m.shared, item, m.Item)
		out = append(out, *m)
	}
	return out
}

// chance reports whether nothing but some words speaks for the match.
func (m *Match) chance() bool {
	return m.belonging == "" && m.topics == 0 && m.people == 0 && m.resembles < told
}

func byScore(a, b *Match) int {
	if c := cmp.Or(b.score()-a.score(), b.Item.Published().Compare(a.Item.Published())); c != 0 {
		return c // nearly always: paths are not even made
	}
	return strings.Compare(a.Item.Path(), b.Item.Path())
}

// candidates returns the items that are compared by their whole text, with every other signal.
func (f *Finder) candidates(e *edition.Edition, item show.Item, skip []show.Item) []*Match {
	topics, people := topicsOf(e, item), peopleOf(e, item)
	found := map[show.Item]*Match{}
	match := func(other show.Item) *Match {
		m, ok := found[other]
		if !ok {
			m = &Match{Item: other}
			m.share(topics, people)
			found[other] = m
		}
		return m
	}
	for _, t := range topics {
		matchAll(t.items, match)
	}
	for _, p := range people {
		matchAll(p.items, match)
	}
	if len(e.Log) <= pool {
		matchAll(e.Log, match)
	}
	belong(e, item, match)
	for _, like := range f.alike(e, item) {
		match(like.item).resembles = worthText * float64(like.share) / thousand
	}
	list := make([]*Match, 0, len(found))
	for other, m := range found {
		if ep, ok := other.(*show.Episode); other != item && !slices.Contains(skip, other) && (!ok || ep.Type != show.Trailer) {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, byScore)
	return list[:min(pool, len(list))]
}

// newest is how many items of one topic or person are looked at.
const newest = 200

func matchAll(items []show.Item, match func(show.Item) *Match) {
	for _, other := range items[:min(newest, len(items))] {
		match(other)
	}
}

// alike returns the items whose titles and summaries are most like those of an item.
func (f *Finder) alike(e *edition.Edition, item show.Item) []like {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.index.follow(e)
	return f.index.alike(item, pool)
}

// rareness returns how much each word tells texts of the edition apart.
func (f *Finder) rareness(e *edition.Edition) func(word uint32) float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.index.follow(e)
	f.usage.count(f.index.sample(), &f.texts)
	using, all := f.usage.using, float64(f.usage.texts)
	return func(word uint32) float64 { return math.Log((all + 1) / (float64(using[word]) + .5)) }
}
