package site

import (
	"strconv"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/trace"
)

// row is one line of a log: an episode, an article or a story.
type row struct {
	Tag   tag
	Path  string
	Title string
	Lead  string
	Date  moment
	Note  string       // length or kind, e.g. "52 min"
	Draft bool         // not public yet
	Pens  []trace.Path // who speaks when in an episode, in miniature; none when no transcript says so
	Why   string       // why it stands here, "" where the heading says it
}

// rows returns the lines for items.
func (s *Site) rows(e *edition.Edition, items []show.Item) []row {
	out := make([]row, len(items))
	now := s.Clock()
	for i, item := range items {
		out[i] = row{
			Tag: tagOf(e.Show, item), Path: item.Path(), Title: item.Heading(), Lead: item.Lead(),
			Date: when(e, item.Published()), Note: note(item), Draft: e.Drafts && (isDraft(item) || item.Published().After(now)),
			Pens: s.miniature(e.Show, item),
		}
	}
	return out
}

func (s *Site) miniature(of *show.Show, item show.Item) []trace.Path {
	ep, ok := item.(*show.Episode)
	if !ok {
		return nil
	}
	t := s.Traces.Of(of, ep)
	if t == nil {
		return nil
	}
	return t.Miniature()
}

// row returns the line for one item, nil for none.
func (s *Site) row(e *edition.Edition, item show.Item) *row {
	if item == nil {
		return nil
	}
	return &s.rows(e, []show.Item{item})[0]
}

// when puts a time into the show's zone.
func when(e *edition.Edition, t time.Time) moment { return moment{t.In(e.Show.Zone)} }

func note(item show.Item) string {
	switch x := item.(type) {
	case *show.Episode:
		if x.Audio.Duration < time.Minute {
			return minutes(x.Audio.Duration)
		}
		return strconv.Itoa(int(x.Audio.Duration.Round(time.Minute)/time.Minute)) + " min"
	case *show.Article:
		return strconv.Itoa(x.ReadingMinutes()) + " min read"
	}
	return "Reader story"
}

func isDraft(item show.Item) bool {
	switch x := item.(type) {
	case *show.Episode:
		return x.Draft
	case *show.Article:
		return x.Draft
	}
	return false
}

// itemsOf turns a list of one kind into items.
func itemsOf[T show.Item](list []T) []show.Item {
	out := make([]show.Item, len(list))
	for i, x := range list {
		out[i] = x
	}
	return out
}
