package feedcheck

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Item is an item as it is, or will be, in the feed. What is not known stays zero and is not compared.
type Item struct {
	GUID, Slug string
	Title      string
	Source     string // content file
	Date       time.Time
	Number     int
	URL        string // of the enclosure
	Length     int64
	Type       string
	Hash       string            // of the item as written
	Elements   map[string]string // digests by name, of Elements
}

// Published is what the feed told about an item when it was last published.
type Published struct {
	GUID, Slug     string
	Number         string // "" for none
	URL            string // of the enclosure
	Length         int64
	Type           string
	Hash           string
	Elements       map[string]string
	First          time.Time // when it was published first
	Listed         bool      // it is in the feed that was published last
	PreviousURL    string    // of the enclosure before this one, "" when there was none
	PreviousLength int64
	Replaced       time.Time // when this enclosure took its place
}

// Kind says what happens to an item.
type Kind string

// The kinds.
const (
	New     Kind = "new"
	Changed Kind = "changed"
	Removed Kind = "removed"
)

// Change is what happens, or happened lately, to an item of the feed.
type Change struct {
	Kind   Kind
	Item   Item      // of a removed one only GUID and Slug
	Fields []Field   // of a new one that was published before and removed, too
	Since  time.Time // when it was published already; zero: it will be with the next edition
}

// Field is something of an item that differs from what was published.
type Field struct {
	Name    string // GUID, Number, Address, Length, Type, or an element of the item
	Was, Is string // "" for an element
}

// The fields that apps hold on to.
const (
	GUID    = "guid"
	Number  = "number"
	Slug    = "slug"
	Address = "audio address"
	Length  = "audio length"
	Type    = "audio type"
)

// Field returns the field with the name.
func (c Change) Field(name string) (Field, bool) {
	i := slices.IndexFunc(c.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return c.Fields[i], true
}

// Again reports whether apps take the episode for a new one, or its audio for another file, and download again.
func (c Change) Again() bool {
	return slices.ContainsFunc(c.Fields, func(f Field) bool { return f.Name == GUID || f.Name == Address || f.Name == Length })
}

// mendable is how long after a change went out it is still worth undoing: later most apps have downloaded again.
const mendable = 14 * 24 * time.Hour

// Compare returns how items differ from what was published: in the order of items, removed ones last. An item under another
// guid than its slug was published with is one change, not a new and a removed item. now decides which changes that went out
// already are still told.
func Compare(items []Item, published map[string]Published, now time.Time) (changes []Change) {
	c := comparison{present: map[string]bool{}, bySlug: map[string]Published{}, now: now}
	for _, x := range items {
		c.present[x.GUID] = true
	}
	for _, guid := range slices.Sorted(maps.Keys(published)) {
		p := published[guid]
		if other, known := c.bySlug[p.Slug]; !c.present[guid] && (!known || p.First.Before(other.First)) {
			c.bySlug[p.Slug] = p
		}
	}
	replaced := map[string]bool{}
	for _, x := range items {
		change, before := c.item(x, published)
		replaced[before] = true
		changes = append(changes, change...)
	}
	for _, guid := range slices.SortedFunc(maps.Keys(published), func(a, b string) int {
		return cmp.Or(published[b].First.Compare(published[a].First), cmp.Compare(a, b))
	}) {
		if p := published[guid]; p.Listed && !c.present[guid] && !replaced[guid] {
			changes = append(changes, Change{Kind: Removed, Item: Item{GUID: guid, Slug: p.Slug}})
		}
	}
	return changes
}

type comparison struct {
	present map[string]bool      // guids of items
	bySlug  map[string]Published // the first one published under a slug whose guid no item has
	now     time.Time
}

// item compares one item. before is the guid that it was published with, "" when that is its own.
func (c comparison) item(x Item, published map[string]Published) (changes []Change, before string) {
	same, known := published[x.GUID]
	other, renamed := c.bySlug[x.Slug]
	switch {
	case !known && renamed:
		change := Change{Kind: Changed, Item: x, Fields: append([]Field{{GUID, other.GUID, x.GUID}}, differences(x, other)...)}
		return []Change{change}, other.GUID
	case !known:
		return []Change{{Kind: New, Item: x}}, ""
	case !same.Listed:
		return []Change{{Kind: New, Item: x, Fields: differences(x, same)}}, ""
	}
	if renamed && other.First.Before(same.First) && c.mendable(same.First) {
		changes = append(changes, Change{Kind: Changed, Item: x, Fields: []Field{{GUID, other.GUID, x.GUID}}, Since: same.First})
		before = other.GUID
	}
	if fields := differences(x, same); len(fields) > 0 {
		changes = append(changes, Change{Kind: Changed, Item: x, Fields: fields})
	} else if same.PreviousURL != "" && c.mendable(same.Replaced) {
		was := Published{URL: same.PreviousURL, Length: same.PreviousLength}
		if fields := enclosure(x, was); len(fields) > 0 {
			changes = append(changes, Change{Kind: Changed, Item: x, Fields: fields, Since: same.Replaced})
		}
	}
	return changes, before
}

func (c comparison) mendable(since time.Time) bool { return c.now.Sub(since) < mendable }

// differences returns what of x differs from what was published.
func differences(x Item, p Published) (fields []Field) {
	see := func(name, was, is string) {
		if was != is {
			fields = append(fields, Field{name, was, is})
		}
	}
	if p.Number != "" {
		see(Number, p.Number, strconv.Itoa(x.Number))
	}
	see(Slug, p.Slug, x.Slug)
	fields = append(fields, enclosure(x, p)...)
	if x.Type != "" && p.Type != "" {
		see(Type, p.Type, x.Type)
	}
	if x.Hash == "" || x.Hash == p.Hash {
		return fields
	}
	return append(fields, elements(x, p, fields)...)
}

// enclosure returns what of an enclosure makes apps download again.
func enclosure(x Item, p Published) (fields []Field) {
	if x.URL != "" && x.URL != p.URL {
		fields = append(fields, Field{Address, p.URL, x.URL})
	}
	if x.Length != 0 && x.Length != p.Length {
		fields = append(fields, Field{Length, strconv.FormatInt(p.Length, 10), strconv.FormatInt(x.Length, 10)})
	}
	return fields
}

// told are the elements that are told by a field of their own.
var told = []string{"guid", "enclosure", "itunes:episode", "podcast:episode"}

// elements returns the names of elements that differ, in the order of the alphabet; when they were not kept, or nothing but
// their order differs, the text as a whole.
func elements(x Item, p Published, already []Field) (fields []Field) {
	names := map[string]bool{}
	if len(p.Elements) > 0 {
		for _, all := range []map[string]string{p.Elements, x.Elements} {
			for name := range all {
				if p.Elements[name] != x.Elements[name] && !slices.Contains(told, name) {
					names[name] = true
				}
			}
		}
	}
	if len(names) == 0 && len(already) == 0 {
		return []Field{{Name: "text"}}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		fields = append(fields, Field{Name: name})
	}
	return fields
}
