package related

import (
	"strings"

	"insider/internal/show"
)

// sample is how many texts are asked which words are common: all of a small show, some of a large one.
const sample = 64

// usage knows how many texts of a show use each word. The zero value is ready.
type usage struct {
	counted string // the texts that were counted, "" when one could not be read
	texts   int
	using   map[uint32]int // is not changed once it is made
}

// count counts the words of items anew, unless they are those that were counted last.
func (u *usage) count(items []show.Item, known *texts) {
	var keys strings.Builder
	for _, item := range items {
		keys.WriteString(item.Path() + " " + hashOf(item) + "\n")
	}
	if keys.String() == u.counted {
		return
	}
	u.counted, u.texts, u.using = keys.String(), len(items), map[uint32]int{}
	for _, item := range items {
		text, whole := known.of(item)
		for _, t := range text {
			u.using[t.word]++
		}
		if !whole {
			u.counted = ""
		}
	}
}
