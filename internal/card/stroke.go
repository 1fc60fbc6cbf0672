package card

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// brush gathers lines and then paints them: how much of a pixel they cover follows from how far its centre is from the
// nearest of them, so that pieces that meet or overlap join without seams.
type brush struct {
	to   *image.RGBA
	mask *image.Alpha
}

// newBrush returns a brush for an area of a picture; what reaches beyond it is not painted.
func newBrush(to *image.RGBA, area image.Rectangle) *brush { return &brush{to, image.NewAlpha(area)} }

// paint paints what was gathered and forgets it.
func (b *brush) paint(c color.Color) {
	draw.DrawMask(b.to, b.mask.Rect, image.NewUniform(c), image.Point{}, b.mask, b.mask.Rect.Min, draw.Over)
	clear(b.mask.Pix)
}

// line adds a line of a width through points, with round joins and ends.
func (b *brush) line(points []Point, width float64) {
	for i := 1; i < len(points); i++ {
		b.piece(points[i-1], points[i], width)
	}
}

// dashes adds a line that is on and off in turn, measured along it.
func (b *brush) dashes(points []Point, width, on, off float64) {
	drawn, left := true, on // of the dash or gap being walked
	for i := 1; i < len(points); i++ {
		from, to := points[i-1], points[i]
		for {
			length := math.Hypot(to.X-from.X, to.Y-from.Y)
			next := to
			if length > left {
				next = Point{from.X + (to.X-from.X)*left/length, from.Y + (to.Y-from.Y)*left/length}
			}
			if drawn {
				b.piece(from, next, width)
			}
			if length <= left {
				left -= length
				break
			}
			from, drawn = next, !drawn
			if left = off; drawn {
				left = on
			}
		}
	}
}

// piece adds a straight line.
func (b *brush) piece(from, to Point, width float64) {
	x, y := to.X-from.X, to.Y-from.Y
	square := max(x*x+y*y, 1e-9)
	b.cover(Point{min(from.X, to.X), min(from.Y, to.Y)}, Point{max(from.X, to.X), max(from.Y, to.Y)}, width, func(px, py float64) float64 {
		px, py = px-from.X, py-from.Y
		along := min(max((px*x+py*y)/square, 0), 1)
		return math.Hypot(px-along*x, py-along*y)
	})
}

// ring adds a circle.
func (b *brush) ring(centre Point, radius, width float64) {
	b.cover(Point{centre.X - radius, centre.Y - radius}, Point{centre.X + radius, centre.Y + radius}, width, func(px, py float64) float64 {
		return math.Abs(math.Hypot(px-centre.X, py-centre.Y) - radius)
	})
}

// cover adds a line that lies between two corners; distance tells how far a place is from its middle.
func (b *brush) cover(low, high Point, width float64, distance func(x, y float64) float64) {
	reach := width/2 + 1
	area := image.Rect(int(low.X-reach), int(low.Y-reach), int(high.X+reach)+1, int(high.Y+reach)+1).Intersect(b.mask.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := b.mask.Pix[b.mask.PixOffset(area.Min.X, y):]
		for x := area.Min.X; x < area.Max.X; x++ {
			covered := width/2 + .5 - distance(float64(x)+.5, float64(y)+.5)
			if covered > 0 {
				row[x-area.Min.X] = max(row[x-area.Min.X], uint8(min(covered, 1)*255+.5))
			}
		}
	}
}

// cubic flattens a curve from a to d with the handles b and c.
func cubic(a, b, c, d Point) []Point {
	const parts = 16
	out := make([]Point, parts+1)
	for i := range out {
		t := float64(i) / parts
		u := 1 - t
		wa, wb, wc, wd := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		out[i] = Point{wa*a.X + wb*b.X + wc*c.X + wd*d.X, wa*a.Y + wb*b.Y + wc*c.Y + wd*d.Y}
	}
	return out
}
