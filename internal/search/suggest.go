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
	release, err := s.turns.take(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ids, err := s.index.Titles(ctx, q.beginnings(), 4*suggestions)
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	var out []Suggestion
	for _, id := range ids {
		if t := s.shown(id); t != nil && len(out) < suggestions {
			out = append(out, Suggestion{t.kind, titleOf(t), t.path})
		}
	}
	return out, nil
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
