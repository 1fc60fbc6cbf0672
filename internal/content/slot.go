package content

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"insider/internal/content/mistake"
	"insider/internal/content/parse"
	"insider/internal/show"
)

// slot is the place of one content file: the file as it is, and the version of it that is shown.
type slot struct {
	kind   show.Kind
	source string
	slug   string
	addr   string // address of the item; "" for show.yaml

	current  *parse.Record     // the file as it is; nil when it is gone or has a mistake of its own
	mistakes []mistake.Mistake // of the file as it is
	stale    bool              // to be read again
	waiting  bool              // not judged: something it needs is still being written
	gone     bool              // the file is not there
	rescued  bool              // gone with all others of its kind, and shown all the same
	good     *parse.Record     // the version that is shown; nil when there is none
	settled  bool              // nothing speaks against good, as long as the standing of files is the same
	saved    *parse.Record     // good as it is in the manifest

	built built // what good became
}

// built is an item made of a record, and what it was made with: the same inputs give the same item.
type built struct {
	item   any // *show.Episode, *show.Article, *show.Page, *show.Person or *show.Show
	from   *parse.Record
	with   *settings
	people []*show.Person
}

// candidate returns the version to show if nothing outside of the file speaks against it.
func (s *slot) candidate() *parse.Record {
	if s.current != nil {
		return s.current
	}
	return s.good
}

func newSlot(kind show.Kind, source, slug string, good *parse.Record) *slot {
	return &slot{kind: kind, source: source, slug: slug, addr: (&parse.Record{Kind: kind, Slug: slug}).Path(), good: good, stale: true}
}

// inOrder returns every slot but that of show.yaml, by path: those of a kind stand together.
func (l *Library) inOrder() []*slot {
	if l.order == nil {
		l.order = slices.SortedFunc(maps.Values(l.slots), func(a, b *slot) int { return strings.Compare(a.source, b.source) })
	}
	return l.order
}

// ofKind returns the slots of a kind, by path.
func (l *Library) ofKind(kind show.Kind) []*slot {
	all := l.inOrder()
	from, _ := slices.BinarySearchFunc(all, string(kind)+"/", func(s *slot, prefix string) int { return strings.Compare(s.source, prefix) })
	n := slices.IndexFunc(all[from:], func(s *slot) bool { return s.kind != kind })
	if n < 0 {
		return all[from:]
	}
	return all[from : from+n]
}

// every yields every slot by path, which is that of show.yaml at the end.
func (l *Library) every() iter.Seq[*slot] {
	return func(yield func(*slot) bool) {
		for _, s := range l.inOrder() {
			if !yield(s) {
				return
			}
		}
		yield(l.show)
	}
}
