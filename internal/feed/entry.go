package feed

import (
	"sync"

	"insider/internal/show"
)

// entryKey stands for everything that an entry is made from; the hash covers the people of an item too.
type entryKey struct{ show, path, hash string }

// entries keeps entries: three formats tell the same ones, and most stay as they are from edition to edition.
type entries struct {
	mu   sync.Mutex
	kept map[entryKey]entry
}

const keptEntries = 4 * newest

// entry returns what blog feeds tell of an item.
func (b *Builder) entry(s *show.Show, item show.Item) (entry, error) {
	var hash string
	var make func() (entry, error)
	switch x := item.(type) {
	case *show.Story:
		return b.story(s, x), nil // its text is rendered already
	case *show.Article:
		hash, make = x.Hash, func() (entry, error) { return b.article(s, x) }
	case *show.Episode:
		hash, make = x.Hash, func() (entry, error) { return b.episode(x) }
	}
	k := entryKey{s.Hash, item.Path(), hash}
	b.entries.mu.Lock()
	x, ok := b.entries.kept[k]
	b.entries.mu.Unlock()
	if ok {
		return x, nil
	}
	x, err := make()
	if err != nil {
		return entry{}, err
	}
	b.entries.mu.Lock()
	defer b.entries.mu.Unlock()
	if len(b.entries.kept) >= keptEntries {
		clear(b.entries.kept)
	}
	b.entries.kept[k] = x
	return x, nil
}
