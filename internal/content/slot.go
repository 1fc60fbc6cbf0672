package content

import (
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
