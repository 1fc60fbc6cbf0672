package feed

import (
	"sync"

	"insider/internal/show"
)

// entryKey stands for everything that an article's entry is made from; the hash covers its authors too.
type entryKey struct{ show, path, hash string }

// entries keeps entries of articles: three formats tell the same ones, and most stay as they are from edition to edition.
type entries struct {
	mu   sync.Mutex
	kept map[entryKey]entry
}

const keptEntries = 4 * newest

// entry returns what blog feeds tell of an article.
func (b *Builder) entry(s *show.Show, a *show.Article) (entry, error) {
	k := entryKey{s.Hash, a.Path(), a.Hash}
	b.entries.mu.Lock()
	x, ok := b.entries.kept[k]
	b.entries.mu.Unlock()
	if ok {
		return x, nil
	}
	x, err := b.article(s, a)
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
