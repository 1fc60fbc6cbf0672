package trace_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"insider/internal/trace"
)

// picture is a trace as a picture that can be looked at, the miniature in its corner.
func picture(x *trace.Trace) string {
	var b strings.Builder
	draw := func(attributes string, paths []trace.Path) {
		fmt.Fprintf(&b, "<svg %s fill=\"none\" stroke-width=\"2\">\n", attributes)
		for _, p := range paths {
			fmt.Fprintf(&b, "<path stroke=\"%s\" d=\"%s\"/>\n", []string{"gray", "teal", "orangered"}[p.Pen], p.D)
		}
		b.WriteString("</svg>\n")
	}
	b.WriteString("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 180\">\n")
	draw(fmt.Sprintf(`viewBox="0 0 %d %d" width="1000" height="128"`, trace.Width, trace.Height), x.Paths())
	draw(fmt.Sprintf(`viewBox="0 0 %d %d" width="120" height="32" y="140"`, trace.MiniWidth, trace.MiniHeight), x.Miniature())
	b.WriteString("</svg>")
	return b.String()
}

// conversations are traces with the voices that shows have.
func conversations() map[string]*trace.Trace {
	return map[string]*trace.Trace{
		"two hosts and a guest": talked(1, 48*time.Minute, "Ada", "Bo", "Guest"),
		"one host":              talked(2, 10*time.Minute, "Ada"),
		"three hosts":           talked(3, 2*time.Hour, "Ada", "Bo", "Cy"),
		"the second host":       talked(4, time.Minute, "Bo"),
		"guests":                talked(5, time.Hour, "X", "Y", "Z", "Ada"),
	}
}

// TestTheFirstStepsTheSecondCurves works out the paths of a talk in which one has the first half and another the second.
func TestTheFirstStepsTheSecondCurves(t *testing.T) {
	got := trace.Of(hosts, episode(24*time.Minute), say("Ada 720", "Bo 720")).Paths()
	want := []trace.Path{
		{Pen: 1, D: "M0 28h500v78h500"},
		{Pen: 2, D: "M0 102s438 0 453 0 16-20 31-20 16-39 32-39 16-19 31-19 445 0 453 0"}, // a quarter, three quarters, all
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestPathsAndLinesAreOneDrawing(t *testing.T) {
	for name, x := range conversations() {
		paths, lines := x.Paths(), x.Lines()
		if len(paths) != len(lines) {
			t.Fatalf("%s: %d paths, %d lines", name, len(paths), len(lines))
		}
		for i, p := range paths {
			l := lines[i]
			if p.Pen != l.Pen {
				t.Errorf("%s: pen %d is drawn as pen %d", name, p.Pen, l.Pen)
			}
			first, last := l.Points[0], l.Points[len(l.Points)-1]
			if first.X != 0 || last.X != trace.Width || !strings.HasPrefix(p.D, fmt.Sprintf("M0 %g", first.Y)) {
				t.Errorf("%s: pen %d runs from %v to %v, and as path %.9s", name, l.Pen, first, last, p.D)
			}
			if x, y := end(t, p.D); x != last.X || y != last.Y {
				t.Errorf("%s: pen %d ends at %v, as path at %g, %g", name, l.Pen, last, x, y)
			}
		}
	}
}

var token = regexp.MustCompile(`[A-Za-z]|-?\d+`)

// end follows path data to where it ends.
func end(t *testing.T, d string) (x, y float64) {
	t.Helper()
	letter, numbers := "", []float64(nil)
	for _, word := range token.FindAllString(d, -1) {
		n, err := strconv.ParseFloat(word, 64)
		if err != nil {
			letter, numbers = word, nil
			continue
		}
		numbers = append(numbers, n)
		switch letter + strconv.Itoa(len(numbers)) {
		case "h1":
			x += n
		case "v1":
			y += n
		case "M2", "s4":
			x, y, numbers = x+numbers[len(numbers)-2], y+n, nil
		}
	}
	if len(numbers) > 0 && letter != "h" {
		t.Errorf("%g are left over", numbers)
	}
	return x, y
}

func TestLinesStayInTheirBox(t *testing.T) {
	for name, x := range conversations() {
		for _, l := range x.Lines() {
			for i, p := range l.Points {
				if p.Y < 20 || p.Y > trace.Height-16 || i > 0 && p.X < l.Points[i-1].X {
					t.Errorf("%s: pen %d leaves its box or turns back at %v", name, l.Pen, p)
				}
			}
		}
	}
}

// TestDrawingsAreSmall holds drawings to the budget of the design.
func TestDrawingsAreSmall(t *testing.T) {
	x := talked(1, 48*time.Minute, "Ada", "Bo", "Guest")
	if len(x.Bins) != 64 {
		t.Fatalf("%d bins", len(x.Bins))
	}
	if raw, packed := sizes(x.Paths()); raw > 3300 || packed > 1300 {
		t.Errorf("64 bins take %d bytes, %d compressed", raw, packed)
	}
	var list []trace.Path
	for seed := range uint64(20) {
		list = append(list, talked(seed, 48*time.Minute, "Ada", "Bo", "Guest").Miniature()...)
	}
	if raw, packed := sizes(list); raw > 12_000 || packed > 2500 {
		t.Errorf("a list of 20 miniatures takes %d bytes, %d compressed", raw, packed)
	}
}

func sizes(paths []trace.Path) (raw, packed int) {
	var all bytes.Buffer
	for _, p := range paths {
		fmt.Fprintf(&all, "<path class=\"pen%d\" d=\"%s\"/>\n", p.Pen, p.D)
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(all.Bytes()) // a buffer takes everything
	_ = z.Close()
	return all.Len(), out.Len()
}
