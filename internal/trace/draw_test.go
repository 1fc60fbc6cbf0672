package trace_test

import (
	"testing"
	"time"

	"insider/internal/trace"
)

// hour is a trace with three voices.
func hour() *trace.Trace {
	var turns []string
	for range 30 {
		turns = append(turns, "Ada 70", "Bo 20", "Guest 30")
	}
	return trace.Of(hosts, episode(time.Hour), say(turns...))
}

func TestLinesRunFromEdgeToEdge(t *testing.T) {
	lines := hour().Lines()
	if len(lines) != 3 || lines[0].Pen != 1 || lines[1].Pen != 2 || lines[2].Pen != 0 {
		t.Fatalf("%d lines, want one of each pen", len(lines))
	}
	for _, l := range lines {
		first, last := l.Points[0], l.Points[len(l.Points)-1]
		if first.X != 0 || last.X != trace.Width {
			t.Errorf("pen %d runs from %g to %g", l.Pen, first.X, last.X)
		}
		for i, p := range l.Points {
			if p.Y < 0 || p.Y > trace.Height || i > 0 && p.X < l.Points[i-1].X {
				t.Errorf("pen %d leaves its box or turns back at %v", l.Pen, p)
			}
		}
	}
}
