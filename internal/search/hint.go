package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"insider/internal/show"
)

const (
	hintTime   = 300 * time.Millisecond // a hint is not worth more
	hintStems  = 6                      // nearest stems that are looked at
	shortest   = 4                      // letters of a word that may be misspelt
	maxEndings = 4                      // letters that a word has beyond its stem
)

// hint returns the query with words of the index in place of those it does not know, "" when none are near. That it takes too
// long is no error.
func (s *Service) hint(ctx context.Context, q Query) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, hintTime)
	defer cancel()
	better := q.Text
	for _, t := range q.terms {
		if t.phrase || utf8.RuneCountInString(t.text) < shortest {
			continue
		}
		word, err := s.instead(ctx, t)
		if ctx.Err() != nil {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		better = strings.Replace(better, t.text, word, 1)
	}
	if better == q.Text {
		return "", nil
	}
	return better, nil
}

// instead returns the word that was meant by a term: itself when it is known or nothing is near.
func (s *Service) instead(ctx context.Context, t term) (string, error) {
	known, err := s.knows(ctx, t.match())
	if known || err != nil {
		return t.text, err
	}
	word, err := s.nearest(ctx, fold(t.text))
	if word == "" {
		return t.text, err
	}
	return word, err
}

// knows reports whether anything at all matches.
func (s *Service) knows(ctx context.Context, match string) (bool, error) {
	ids, err := s.index.Documents(ctx, match, 1)
	if err != nil || len(ids) > 0 {
		return len(ids) > 0, err
	}
	places, err := s.index.Passages(ctx, match, 1)
	return len(places) > 0, err
}

// nearest returns the word nearest to a folded one as it is written somewhere public, in small letters: one that begins with the
// same letter and differs by a letter or two. "" is none.
func (s *Service) nearest(ctx context.Context, word string) (string, error) {
	stems, err := s.near(ctx, word)
	if err != nil {
		return "", err
	}
	best, least := "", tolerance(word)+1
	for _, c := range stems {
		written, err := s.written(ctx, c.stem)
		if err != nil {
			return "", err
		}
		for _, w := range written {
			if d := show.EditDistance(fold(w), word); d < least {
				best, least = strings.ToLower(w), d
			}
		}
	}
	return best, nil
}

// candidate is a stem that may be that of the word that was meant.
type candidate struct {
	stem            string
	distance, count int
}

// near returns the stems nearest to a word, the most used first among equals.
func (s *Service) near(ctx context.Context, word string) ([]candidate, error) {
	var near []candidate
	_, size := utf8.DecodeRuneInString(word)
	err := s.index.Stems(ctx, word[:size], word[:size]+string(unicode.MaxRune), func(stem string, count int) {
		if d := stemDistance(stem, word); d <= tolerance(word) {
			near = append(near, candidate{stem, d, count})
		}
	})
	slices.SortFunc(near, func(a, b candidate) int {
		return cmp.Or(a.distance-b.distance, len(b.stem)-len(a.stem), b.count-a.count, strings.Compare(a.stem, b.stem))
	})
	return near[:min(hintStems, len(near))], err
}

// written returns how a stem, or what begins so, is written where it may be shown: a stem of a stem may be shorter.
func (s *Service) written(ctx context.Context, stem string) (words []string, err error) {
	match := term{text: stem}.exact() + " *"
	documents, err := s.index.Documents(ctx, match, hintStems)
	if err != nil {
		return nil, err
	}
	described, err := s.index.Describe(ctx, match, s.shownIDs(documents))
	if err != nil {
		return nil, err
	}
	for _, d := range described {
		words = slices.Concat(words, d.Title.words(), d.Names.words(), d.Text.words())
	}
	passages, err := s.index.Passages(ctx, match, hintStems)
	if err != nil {
		return nil, err
	}
	places := make([]Place, 0, len(passages))
	for _, x := range passages {
		if s.shown(x.ID) != nil {
			places = append(places, x.Place)
		}
	}
	quotes, err := s.index.Quote(ctx, match, places)
	for _, q := range quotes {
		words = append(words, q.Text.words()...)
	}
	slices.Sort(words) // maps have no order, and a hint should stay the same
	return words, err
}

func (s *Service) shownIDs(found []Found) []int64 {
	var ids []int64
	for _, x := range found {
		if s.shown(x.ID) != nil {
			ids = append(ids, x.ID)
		}
	}
	return ids
}

// tolerance is by how many letters a word may differ from the one that was meant.
func tolerance(word string) int {
	if utf8.RuneCountInString(word) < 6 {
		return 1
	}
	return 2
}

// stemDistance is how far a stem is from the nearest beginning of a word; a word goes on by some letters beyond its stem.
func stemDistance(stem, word string) int {
	least := len(word)
	if len(stem) < shortest-1 {
		return least
	}
	for end := max(len(word)-maxEndings, len(stem)-2); end <= min(len(word), len(stem)+2); end++ {
		least = min(least, show.EditDistance(stem, word[:end]))
	}
	return least
}

// fold drops case and accents, as the index does.
func fold(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(word)))
}
