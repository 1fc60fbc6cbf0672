package site

import (
	"strconv"
	"strings"

	"insider/internal/card"
	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/trace"
)

// socialCard is the picture that stands for a page where somebody shares its address.
type socialCard struct {
	Path          string // on this site; it changes with what the card shows
	Width, Height int
	Alt           string
}

// card returns the card of an item, or of the show itself for nil.
func (s *Site) card(e *edition.Edition, item show.Item) *socialCard {
	c := drawn(s.Traces, e, item)
	return &socialCard{Path: cardPath(item, c), Width: card.Width, Height: card.Height, Alt: cardAlt(c)}
}

// showCard is the name of the show's own card.
const showCard = "show"

// cardPath is the address of a card: the hash of all it shows, then what it is of.
func cardPath(item show.Item, c card.Card) string {
	name := showCard
	if item != nil {
		name = strings.ReplaceAll(item.Path()[1:], "/", "-")
	}
	return show.MediaPath(show.Cards, c.Hash(), name+".png")
}

// cardAlt says what a card shows to those who do not see it.
func cardAlt(c card.Card) string {
	if c.Letters == "" {
		return c.Title + ": " + strings.Join(c.Notes, ", ")
	}
	return tag{c.Letters, c.Number}.String() + ", " + c.Title + ". " + strings.Join(append([]string{c.Show}, c.Notes...), ", ") + "."
}

// drawn returns what is drawn for an item, or for the show itself for nil.
func drawn(traces *trace.Keeper, e *edition.Edition, item show.Item) card.Card {
	c := card.Card{Title: e.Show.Title, Show: e.Show.Title, Box: card.Box{Width: trace.Width, Height: trace.Height}}
	if item == nil {
		c.Notes, c.Lines = []string{e.Show.Tagline}, card.Calm(e.Show.GUID, c.Box)
		return c
	}
	of := tagOf(e.Show, item)
	c.Letters, c.Number, c.Title = of.Letters, of.Number, item.Heading()
	switch x := item.(type) {
	case *show.Episode:
		c.Notes = []string{among("with ", guests(e.Show, x)), note(x)}
		c.Lines = cardLines(traces.Of(e.Show, x))
		if len(c.Lines) == 0 {
			c.Chapters = chapterStarts(x)
		}
	case *show.Article:
		c.Notes = []string{among("by ", x.Authors), note(x)}
		c.Lines = card.Calm(x.Slug, c.Box)
	default: // a reader is not named in a picture that others keep
		c.Notes = []string{"a reader’s story"}
		c.Lines = card.Calm(item.Path(), c.Box)
	}
	return c
}

func cardLines(t *trace.Trace) []card.Line {
	if t == nil {
		return nil
	}
	var out []card.Line
	for _, l := range t.Lines() {
		line := card.Line{Pen: l.Pen, Points: make([]card.Point, len(l.Points))}
		for i, p := range l.Points {
			line.Points[i] = card.Point(p)
		}
		out = append(out, line)
	}
	return out
}

// chapterStarts are where chapters begin after the first, in parts of the whole.
func chapterStarts(ep *show.Episode) []float64 {
	var out []float64
	for _, c := range ep.Chapters {
		if c.Start > 0 && c.Start < ep.Audio.Duration {
			out = append(out, float64(c.Start)/float64(ep.Audio.Duration))
		}
	}
	return out
}

// guests are the people of an episode who are no hosts of the show.
func guests(s *show.Show, ep *show.Episode) []*show.Person {
	var out []*show.Person
	for _, c := range ep.People {
		host := false
		for _, h := range s.Hosts {
			host = host || h.Slug == c.Person.Slug
		}
		if !host {
			out = append(out, c.Person)
		}
	}
	return out
}

// among names up to two people after a word, and counts the others; "" for nobody.
func among(word string, people []*show.Person) string {
	switch len(people) {
	case 0:
		return ""
	case 1:
		return word + people[0].Name
	case 2:
		return word + people[0].Name + " and " + people[1].Name
	}
	return word + people[0].Name + " and " + strconv.Itoa(len(people)-1) + " others"
}
