// Package card draws the pictures that stand for an item where somebody shares its address.
//
// It owns what a card looks like: paper, tag, title, notes and lines. It takes plain values and does not know items, pages
// or where cards are kept.
package card

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"strconv"
)

// The size of a card in pixels, as link previews ask for it.
const (
	Width  = 1200
	Height = 630
)

// Card is what a card shows.
type Card struct {
	Letters, Number string    // of the instrument tag; without letters the mark stands in its place
	Title           string    // at most three lines of it are drawn
	Show            string    // stands for the title when no face can draw that, see Draw
	Notes           []string  // one line under the title: as many, joined by commas, as there is room for
	Lines           []Line    // on the chart paper, the last on top; none: one flat line
	Box             Box       // that the points of the lines lie in
	Chapters        []float64 // where chapters begin, from 0 to 1
}

// Box is a width and a height.
type Box struct{ Width, Height float64 }

// Line is the line of a pen: 1 for the first host, 2 for the second, 0 for guests, whose line is dashed.
type Line struct {
	Pen    int
	Points []Point
}

// Point is a place in the card's Box, from its upper left corner.
type Point struct{ X, Y float64 }

// drawing is the number of the way in which cards are drawn; another one gives every card another hash.
const drawing = 1

// Hash stands for everything a card is drawn from, in 32 digits.
func (c Card) Hash() string {
	text := strconv.AppendInt(nil, drawing, 10)
	for _, s := range append([]string{c.Letters, c.Number, c.Title, c.Show}, c.Notes...) {
		text = strconv.AppendQuote(text, s)
	}
	add := func(x float64) { text = binary.LittleEndian.AppendUint64(text, math.Float64bits(x)) }
	add(c.Box.Width)
	add(c.Box.Height)
	for _, x := range c.Chapters {
		add(x)
	}
	for _, l := range c.Lines {
		text = append(text, byte(l.Pen))
		for _, p := range l.Points {
			add(p.X)
			add(p.Y)
		}
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}
