package card

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"golang.org/x/image/font/sfnt"
)

// Where things stand, in pixels.
const (
	margin  = 64
	tagSide = 128 // of the tag and of the mark, from (margin, margin)
	middle  = margin + tagSide/2

	chartTop = Height - 238
	square   = 22  // of the chart paper
	lineTop  = 424 // the lines' box, stretched
	lineLow  = 604
)

// Draw draws a card as a PNG in few colours. The faces know Latin letters. A title in another script is not drawn with holes
// or boxes: the name of the show stands in its place, and if that cannot be drawn either, tag and chart stand alone. Every
// place that shows a card has the title in words beside it.
func Draw(c Card) ([]byte, error) {
	f, err := fonts()
	if err != nil {
		return nil, err
	}
	p := &picture{RGBA: image.NewRGBA(image.Rect(0, 0, Width, Height)), plate: f.plate, tag: f.tag}
	p.fill(p.Rect, paper)
	p.chart(c)
	if c.Letters == "" {
		p.mark()
	} else if err := p.instrument(c.Letters, c.Number); err != nil {
		return nil, err
	}
	if err := p.words(c); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, reduced(p.RGBA)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// picture is a card being drawn.
type picture struct {
	*image.RGBA
	plate, tag *sfnt.Font
}

func (p *picture) fill(area image.Rectangle, c color.Color) {
	draw.Draw(p, area, image.NewUniform(c), image.Point{}, draw.Src)
}

// chart draws the paper below and the lines on it.
func (p *picture) chart(c Card) {
	area := image.Rect(0, chartTop, Width, Height)
	p.fill(area, sheet)
	for x := square; x < Width; x += square {
		p.fill(image.Rect(x, chartTop, x+1, Height), grid)
	}
	for y := chartTop + square; y < Height; y += square {
		p.fill(image.Rect(0, y, Width, y+1), grid)
	}
	p.fill(image.Rect(0, chartTop-1, Width, chartTop+1), rule)
	for _, x := range c.Chapters {
		p.fill(image.Rect(int(x*Width)-1, chartTop+1, int(x*Width)+1, Height), edge)
	}
	if len(c.Lines) == 0 {
		p.fill(image.Rect(0, lineLow-32, Width, lineLow-28), ink2)
	}
	b := newBrush(p.RGBA, area)
	for _, l := range c.Lines {
		points := stretched(l.Points, c.Box)
		switch l.Pen {
		case 1:
			b.line(points, 5)
			b.paint(it)
		case 2:
			b.line(points, 5)
			b.paint(ot)
		default:
			b.dashes(points, 3, 7, 9)
			b.paint(edge)
		}
	}
}

// stretched takes points from their box to the chart.
func stretched(points []Point, box Box) []Point {
	out := make([]Point, len(points))
	for i, p := range points {
		out[i] = Point{p.X / box.Width * Width, lineTop + p.Y/box.Height*(lineLow-lineTop)}
	}
	return out
}

// mark draws the mark: a circle inside a square, where the stepped line meets the curve.
func (p *picture) mark() {
	const scale, width = tagSide / 48.0, 4
	area := image.Rect(margin, margin, margin+tagSide, margin+tagSide)
	p.fill(area, ink)
	p.fill(area.Inset(width), paper)
	b := newBrush(p.RGBA, area)
	b.ring(Point{middle, middle}, tagSide/2-width/2, width)
	b.paint(ink)
	at := func(x, y float64) Point { return Point{margin + x*scale, margin + y*scale} }
	b.line([]Point{at(2, 24), at(10.5, 24), at(10.5, 15), at(21, 15), at(21, 24), at(24, 24)}, 3*scale)
	b.paint(it)
	b.line(append(cubic(at(24, 24), at(29, 24), at(28.5, 35), at(33.5, 35)), cubic(at(33.5, 35), at(38, 35), at(38, 24), at(46, 24))...), 3*scale)
	b.paint(ot)
}
