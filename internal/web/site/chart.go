package site

import (
	"strconv"
	"time"

	"insider/internal/show"
	"insider/internal/web"
)

// chart is a strip of chart paper for one audio: a flat line of progress, chapter starts as lines across it, and the time
// axis below. Cursor is where playing starts, in percent of the width, "" at the beginning.
type chart struct {
	Lines  []chartLine
	Ticks  []chartTick
	Cursor string
}

// chartLine is where a chapter starts. At is its place in percent of the width; Number is "" where it would touch the one
// before.
type chartLine struct{ At, Number string }

// chartTick is one time under the paper. Anchor is SVG's text-anchor; a minor one is left out on phones.
type chartTick struct {
	At, Clock, Anchor string
	Minor             bool
}

// labelGap is how far apart numbers must stand, in percent: two digits on a phone.
const labelGap = 7

// newChart draws chapters of an audio of the given length that starts at a moment; nil when the length is unknown.
func newChart(chapters []show.Chapter, length, at time.Duration) *chart {
	if length <= 0 {
		return nil
	}
	c := &chart{Ticks: ticks(length)}
	if at > 0 {
		c.Cursor = decimal(percent(at, length))
	}
	labelled := -float64(labelGap)
	for i, x := range chapters {
		at := percent(x.Start, length)
		if x.Start <= 0 || at >= 100 {
			continue
		}
		line := chartLine{At: decimal(at)}
		if at-labelled >= labelGap && at < 100-labelGap/2 {
			line.Number, labelled = strconv.Itoa(i+1), at
		}
		c.Lines = append(c.Lines, line)
	}
	return c
}

// steps are the distances between ticks that read well.
var steps = []time.Duration{
	5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute,
	5 * time.Minute, 8 * time.Minute, 10 * time.Minute, 15 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour,
}

func ticks(length time.Duration) []chartTick {
	step := steps[len(steps)-1]
	for _, s := range steps {
		if length <= 7*s {
			step = s
			break
		}
	}
	var out []chartTick
	for at, i := time.Duration(0), 0; at <= length; at, i = at+step, i+1 {
		t := chartTick{At: decimal(percent(at, length)), Clock: web.Clock(at), Anchor: "middle", Minor: i%2 == 1}
		switch p := percent(at, length); {
		case i == 0:
			t.Anchor = "start"
		case p > 92:
			t.Anchor = "end"
		}
		out = append(out, t)
	}
	return out
}

func percent(at, length time.Duration) float64 { return float64(at) / float64(length) * 100 }

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
