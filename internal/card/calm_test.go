package card

import (
	"fmt"
	"strings"
	"testing"
)

// TestCalmLinesCrossOnce looks at the lines of many seeds.
func TestCalmLinesCrossOnce(t *testing.T) {
	box := Box{1000, 128}
	shapes := map[string]bool{}
	for i := range 300 {
		seed := fmt.Sprint("slug-", i)
		lines := Calm(seed, box)
		if len(lines) != 2 || lines[0].Pen != 1 || lines[1].Pen != 2 {
			t.Fatalf("%s has %d lines", seed, len(lines))
		}
		sides := ""
		for x := 1.0; x < box.Width; x++ {
			side := "above "
			if height(lines[0].Points, x) > height(lines[1].Points, x) {
				side = "under "
			}
			if !strings.HasSuffix(sides, side) {
				sides += side
			}
		}
		if sides != "above under " && sides != "under above " {
			t.Errorf("%s: the first line is %sthe second", seed, sides)
		}
		for _, l := range lines {
			if l.Points[0].X != 0 || l.Points[len(l.Points)-1].X < box.Width-.001 {
				t.Errorf("%s: pen %d does not cross the paper", seed, l.Pen)
			}
			for _, p := range l.Points {
				if p.X < 0 || p.X > box.Width+.001 || p.Y < 0 || p.Y > box.Height {
					t.Errorf("%s: pen %d leaves the paper at %v", seed, l.Pen, p)
				}
			}
		}
		shapes[fmt.Sprint(lines)] = true
	}
	if len(shapes) < 300 {
		t.Errorf("300 seeds have %d shapes", len(shapes))
	}
}

// height is where a line passes x.
func height(points []Point, x float64) float64 {
	for i := 1; i < len(points); i++ {
		if a, b := points[i-1], points[i]; a.X <= x && x <= b.X && a.X < b.X {
			return a.Y + (b.Y-a.Y)*(x-a.X)/(b.X-a.X)
		}
	}
	return points[len(points)-1].Y
}
