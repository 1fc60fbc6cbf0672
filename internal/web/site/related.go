package site

import (
	"insider/internal/edition"
	"insider/internal/show"
)

// relatedRows is how many other items a page names.
const relatedRows = 3

// related returns the items that belong beside an item, each with the reason, but for those that the page names anyway.
func (s *Site) related(e *edition.Edition, item show.Item, named ...show.Item) []row {
	matches := s.finder.To(e, item, relatedRows, named...)
	items := make([]show.Item, len(matches))
	for i, m := range matches {
		items[i] = m.Item
	}
	rows := s.rows(e, items)
	for i := range rows {
		rows[i].Why = matches[i].Why()
	}
	return rows
}
