package search

import (
	"context"
	"unicode/utf8"

	"insider/internal/show"
)

const (
	suggestions    = 8
	suggestLetters = 2 // from which on there are suggestions
)

// Suggestion is a title that what was typed may become.
type Suggestion struct {
	Kind        show.Kind
	Title, Path string
}

// Suggest returns at most eight titles of what is public that have the words typed so far, the last as a beginning.
func (s *Service) Suggest(ctx context.Context, typed string) ([]Suggestion, error) {
	q := Parse(typed)
	if q.Empty() || utf8.RuneCountInString(q.Text) < suggestLetters {
		return nil, nil
	}
	var out []Suggestion
	err := s.ask(ctx, func(ctx context.Context) error {
		ids, err := s.index.Titles(ctx, q.beginnings(), 4*suggestions)
		for _, id := range ids {
			if t := s.shown(id); t != nil && len(out) < suggestions {
				out = append(out, Suggestion{t.kind, titleOf(t), t.path})
			}
		}
		return err
	})
	return out, err
}

// titleOf returns the title of a document.
func titleOf(t *thing) string {
	switch x := t.of.(type) {
	case show.Item:
		return x.Heading()
	case *show.Page:
		return x.Title
	case *show.Person:
		return x.Name
	}
	return ""
}
