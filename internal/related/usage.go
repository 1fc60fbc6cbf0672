package related

import (
	"slices"

	"insider/internal/show"
)

// sample is how many texts are asked which words are common: all of a small show, some of a large one.
const sample = 64

// usage knows how many texts of a show use each word. The zero value is ready.
type usage struct {
	counted []version // the texts that were counted; none when one could not be read
	texts   int
	using   map[uint32]int // is not changed once it is made
}

// count counts the words of items anew, unless they are those that were counted last.
func (u *usage) count(items []show.Item, known *texts) {
	versions := make([]version, len(items))
	for i, item := range items {
		versions[i] = versionOf(item)
	}
	if slices.Equal(versions, u.counted) {
		return
	}
	u.counted, u.texts, u.using = versions, len(items), map[uint32]int{}
	for _, item := range items {
		text, whole := known.of(item)
		for _, t := range text {
			u.using[t.word]++
		}
		if !whole {
			u.counted = nil
		}
	}
}
