package related

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"insider/internal/edition"
	"insider/internal/show"
)

// index holds the words of the titles and summaries of an edition. It tells quickly which of many items may resemble one;
// texts then looks closer.
type index struct {
	of      string // hash of the edition it follows
	entries map[name]*entry
	list    []*entry         // the same
	number  map[uint32]int32 // of each word that was ever met
	having  []int32          // how many items have it, by number
	asked   []int64          // room for alike: the weight of each word, by number
}

// entry is what is known of one item.
type entry struct {
	item  show.Item
	hash  string
	lot   uint32  // decides whether it is in the sample
	words []int32 // numbers, each once
	seen  bool    // it is in the edition
}

func newIndex() index { return index{entries: map[name]*entry{}, number: map[uint32]int32{}} }

// follow brings the index to an edition; what did not change is not read again.
func (x *index) follow(e *edition.Edition) {
	if x.of == e.Hash && len(x.entries) == len(e.Log) {
		return
	}
	for _, en := range x.list {
		en.seen = false
	}
	x.list = x.list[:0]
	for _, item := range e.Log {
		v := versionOf(item)
		en, ok := x.entries[v.name]
		if !ok {
			en = &entry{lot: id(item.Path())}
			x.entries[v.name] = en
		}
		en.item, en.seen = item, true
		x.list = append(x.list, en)
		if v.hash != en.hash || !ok {
			x.count(en.words, -1)
			en.hash, en.words = v.hash, x.wordsOf(item)
			x.count(en.words, 1)
		}
	}
	if len(x.entries) > len(x.list) {
		maps.DeleteFunc(x.entries, func(_ name, en *entry) bool {
			if !en.seen {
				x.count(en.words, -1)
			}
			return !en.seen
		})
	}
	x.of = e.Hash
}

func (x *index) count(words []int32, by int32) {
	for _, w := range words {
		x.having[w] += by
	}
}

func (x *index) wordsOf(item show.Item) []int32 {
	var list []int32
	words(item.Heading()+"\n"+item.Lead(), func(_, compared string) {
		key := id(compared)
		n, ok := x.number[key]
		if !ok {
			n = int32(len(x.having))
			x.number[key] = n
			x.having, x.asked = append(x.having, 0), append(x.asked, 0)
		}
		list = append(list, n)
	})
	slices.Sort(list)
	return slices.Clip(slices.Compact(list))
}

// like is an item with the share of another's words that it has, by weight and in thousandths.
type like struct {
	item  show.Item
	share int64
}

// alike returns some n other items that have most of the words of an item, rare words before common ones. It counts in whole
// numbers: they add up to the same in whatever order words were met.
func (x *index) alike(item show.Item, n int) []like {
	own := x.entries[versionOf(item).name]
	if own == nil {
		return nil
	}
	whole := int64(0)
	for _, w := range own.words {
		weight := math.Log(float64(len(x.entries)) / float64(x.having[w]))
		x.asked[w] = int64(weight * weight * 1000)
		whole += x.asked[w]
	}
	var found []like
	var shares [thousand + 1]int // how many items have each share
	for _, en := range x.list {
		sum := int64(0)
		for _, w := range en.words {
			sum += x.asked[w]
		}
		if en != own && sum > 0 {
			share := sum * thousand / whole
			found = append(found, like{en.item, share})
			shares[share]++
		}
	}
	for _, w := range own.words {
		x.asked[w] = 0
	}
	least := int64(thousand)
	for ; least > 0 && n > shares[least]; least-- {
		n -= shares[least]
	}
	return slices.DeleteFunc(found, func(l like) bool { return l.share < least })
}

const thousand = 1000

// sample picks items by their addresses, so that a new one changes the sample seldom and little.
func (x *index) sample() []show.Item {
	picked := make([]*entry, 0, sample+1)
	for _, en := range x.list {
		if len(picked) == sample && en.lot > picked[sample-1].lot {
			continue
		}
		at, _ := slices.BinarySearchFunc(picked, en, byLot)
		picked = slices.Insert(picked, at, en)
		picked = picked[:min(sample, len(picked))]
	}
	items := make([]show.Item, len(picked))
	for i, en := range picked {
		items[i] = en.item
	}
	return items
}

func byLot(a, b *entry) int {
	if c := cmp.Compare(a.lot, b.lot); c != 0 {
		return c
	}
	return strings.Compare(a.item.Path(), b.item.Path())
}

// name is what an item is called among those of its kind.
type name struct {
	kind show.Kind
	slug string
}

// version is an item as it is: the hash stands for everything it says.
type version struct {
	name
	hash string
}

func versionOf(item show.Item) version {
	switch x := item.(type) {
	case *show.Episode:
		return version{name{show.Episodes, x.Slug}, x.Hash}
	case *show.Article:
		return version{name{show.Articles, x.Slug}, x.Hash}
	case *show.Story:
		return version{name{show.Stories, x.Slug}, x.Hash}
	}
	return version{}
}
