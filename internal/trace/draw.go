package trace

import (
	"slices"
	"time"
)

// Path is the line of one pen as SVG path data: relative and as short as it goes. Pen is 1, 2, or 0 for all guests together.
type Path struct {
	Pen int
	D   string
}

// Paths returns the line of each pen that is heard, in a box of Width by Height, the pens first: the first steps, the
// second and the guests curve.
func (t *Trace) Paths() []Path { return t.paths(strip, t.fine()) }

// Point is a place in a box, from its upper left corner.
type Point struct{ X, Y float64 }

// Line is the line of one pen as the points of a polyline, for pictures that are not SVG. Pen is as in Path.
type Line struct {
	Pen    int
	Points []Point
}

// Lines returns what Paths returns, in the same box and order, with curves flattened into short straight lines.
func (t *Trace) Lines() []Line {
	var out []Line
	for _, pen := range t.drawn() {
		out = append(out, Line{pen, polyline(pen, strip.nodes(pen, t.fine()))})
	}
	return out
}

// A miniature stands in a row of a list. It shows what a glance can take in: fewer bins.
const (
	MiniWidth  = 120
	MiniHeight = 32
	miniBins   = 24
)

// Miniature returns the line of each pen that is heard, in a box of MiniWidth by MiniHeight, in the order of Paths.
func (t *Trace) Miniature() []Path { return t.paths(miniature, t.coarse()) }

func (t *Trace) paths(b box, bins []shares) []Path {
	var out []Path
	for _, pen := range t.drawn() {
		out = append(out, Path{pen, pathData(pen, b.nodes(pen, bins))})
	}
	return out
}

// drawn lists the pens that somebody is heard with.
func (t *Trace) drawn() []int {
	return slices.DeleteFunc([]int{1, 2, 0}, func(pen int) bool {
		return !slices.ContainsFunc(t.Voices, func(v Voice) bool { return v.Pen == pen })
	})
}

// fine lists the shares of all bins.
func (t *Trace) fine() []shares {
	out := make([]shares, len(t.Bins))
	for i, b := range t.Bins {
		out[i] = b.shares()
	}
	return out
}

// coarse lists the shares of as many bins as a miniature shows.
func (t *Trace) coarse() []shares {
	out := make([]shares, miniBins)
	at := func(i int) time.Duration { return time.Duration(i) * t.Length / miniBins }
	for i := range out {
		out[i] = t.between(at(i), at(i+1))
	}
	return out
}

// between returns the share of each pen from one moment to another, in thousandths of the time of those bins in which
// anybody speaks. A bin that lies in it in part counts in part.
func (t *Trace) between(from, to time.Duration) (total shares) {
	spoken, n := int64(0), time.Duration(len(t.Bins))
	var sum [pens]int64
	for i, b := range t.Bins {
		i := time.Duration(i)
		part := (min(to, (i+1)*t.Length/n) - max(from, i*t.Length/n)).Microseconds()
		if part <= 0 || b == (Bin{}) {
			continue
		}
		spoken += part
		for pen, share := range b.shares() {
			sum[pen] += int64(share) * part
		}
	}
	for pen := range total {
		total[pen] = int(sum[pen] / max(spoken, 1))
	}
	return total
}
