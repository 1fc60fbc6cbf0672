package site

import (
	"strconv"

	"insider/internal/edition"
	"insider/internal/show"
)

// turnpage leads from an item to those of its kind that were published before and after it.
type turnpage struct {
	Name           string // what they are, e.g. "episodes"
	Previous, Next *neighbour
}

// neighbour is the item before or after.
type neighbour struct{ Label, Title, Path string }

// turnpage returns the way to the neighbours of an item, nil when it has none, and names them in the head of the page.
func (b *Base) turnpage(e *edition.Edition, item show.Item) *turnpage {
	before, after := e.Neighbours(item)
	if before == nil && after == nil {
		return nil
	}
	t := &turnpage{Name: string(item.ItemKind())}
	if before != nil {
		t.Previous = &neighbour{called(e.Show, before, item) + ", previous", before.Heading(), before.Path()}
		b.Before = before.Path()
	}
	if after != nil {
		t.Next = &neighbour{called(e.Show, after, item) + ", next", after.Heading(), after.Path()}
		b.After = after.Path()
	}
	return t
}

// called names an item in a word or two: by its tag, or by its kind when it has no number. Numbers may begin anew with each
// season, so an episode of another season than the one it stands beside is named with its season.
func called(s *show.Show, item, beside show.Item) string {
	name := "Story"
	switch x := item.(type) {
	case *show.Episode:
		name = "Episode"
		switch x.Type {
		case show.Trailer:
			name = "Trailer"
		case show.Bonus:
			name = "Bonus"
		}
	case *show.Article:
		name = "Article"
	}
	if item.TagNumber() != "" {
		name = tagOf(s, item).String()
	}
	ep, _ := item.(*show.Episode)
	own, _ := beside.(*show.Episode)
	if ep != nil && own != nil && ep.Season > 0 && ep.Season != own.Season {
		return "Season " + strconv.Itoa(ep.Season) + ", " + name
	}
	return name
}
