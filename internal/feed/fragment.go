package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"sync"

	"insider/internal/edition"
	"insider/internal/show"
)

// Item is what an app has been told about an episode: the fields that must not change by accident.
type Item struct {
	GUID      string
	Slug      string
	Number    int    // 0 when it has none
	Enclosure string // address
	Bytes     int64
	Type      string // MIME type of the enclosure
	Hash      string // of the item as written in the feed, hex
}

// key stands for everything that an item is written from.
type key [sha256.Size]byte

// fragment is a written item.
type fragment struct {
	xml  []byte // begins with a line end
	item Item
}

// fragments keeps written items by what they were written from.
type fragments struct {
	mu   sync.Mutex
	kept map[key]*fragment
}

// Items returns the items of the podcast feed in its order.
func (b *Builder) Items(e *edition.Edition) ([]Item, error) {
	written, err := b.written(e, e.Episodes)
	if err != nil {
		return nil, err
	}
	items := make([]Item, len(written))
	for i, f := range written {
		items[i] = f.item
	}
	return items, nil
}

// written returns the items of the episodes, those that changed written anew. Items of other editions go when they are more
// than those of this one.
func (b *Builder) written(e *edition.Edition, episodes []*show.Episode) ([]*fragment, error) {
	b.fragments.mu.Lock()
	defer b.fragments.mu.Unlock()
	out := make([]*fragment, 0, len(episodes))
	used := make(map[key]*fragment, len(episodes))
	for _, ep := range episodes {
		if !Listable(ep) {
			continue
		}
		k := b.key(e, ep)
		f, ok := b.fragments.kept[k]
		if !ok {
			var err error
			if f, err = b.write(e, ep); err != nil {
				return nil, fmt.Errorf("feed item of %s: %w", ep.Path(), err)
			}
			b.fragments.kept[k] = f
		}
		used[k] = f
		out = append(out, f)
	}
	if len(b.fragments.kept) > 2*len(e.Episodes)+64 {
		b.fragments.kept = used
	}
	return out, nil
}

// key covers the episode, the people in it and the show.
func (b *Builder) key(e *edition.Edition, ep *show.Episode) key {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n%s\n%d\n", e.Show.Hash, ep.Slug, ep.GUID, ep.Hash, ep.Date.UnixNano())
	for _, c := range ep.People {
		fmt.Fprintf(h, "%s\n%s\n%s\n%s\n", c.Person.Slug, c.Person.Hash, c.Role, c.Group)
	}
	return key(h.Sum(nil))
}

func (b *Builder) write(e *edition.Edition, ep *show.Episode) (*fragment, error) {
	x, err := b.item(e, ep)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteByte('\n')
	encoder := xml.NewEncoder(&out)
	encoder.Indent("    ", "  ")
	if err := encoder.Encode(x); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(out.Bytes())
	return &fragment{xml: bytes.Clone(out.Bytes()), item: Item{
		GUID: ep.GUID, Slug: ep.Slug, Number: ep.Number, Enclosure: x.Enclosure.URL, Bytes: x.Enclosure.Length, Type: x.Enclosure.Type,
		Hash: hex.EncodeToString(sum[:16]),
	}}, nil
}
