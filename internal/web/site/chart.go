package site

import (
	"strconv"
	"time"

	"insider/internal/show"
	"insider/internal/trace"
	"insider/internal/web"
)

// chart is a strip of chart paper for one audio: the pens of who speaks, chapter starts as lines across them, and the time
// axis below.
type chart struct {
	Pens     []trace.Path // none: one flat line, for no transcript says who speaks
	Sentence string       // what the pens show, in words; "" without pens
	Legend   []penName
	Chapters string // path data in the box of the pens, "" without chapters
	Numbers  []chapterNumber
	Ticks    []chartTick
	Split    *split // nil where nothing plays
}

// split is where the chart of a player is divided, in percent of its width: what lies before Played is shown in full.
type split struct{ Played, Cursor string }

// chapterNumber stands beside the line where a chapter begins, At percent of the width. Some lines have none, so that no
// number touches another.
type chapterNumber struct {
	At     string
	Number int
}

// chartTick is one time under the paper. Anchor is SVG's text-anchor; a minor one is left out on phones.
type chartTick struct {
	At, Clock, Anchor string
	Minor             bool
}

// labelGap is how far apart numbers must stand, in parts of the box's width: two digits on a phone.
const labelGap = trace.Width * 7 / 100

// chart draws an episode, nil when its length is unknown.
func (s *Site) chart(of *show.Show, ep *show.Episode) *chart {
	length := ep.Audio.Duration
	if length <= 0 {
		return nil
	}
	c := &chart{Ticks: ticks(length)}
	c.Chapters, c.Numbers = chapterLines(ep.Chapters, length)
	if t := s.Traces.Of(of, ep); t != nil {
		c.Pens, c.Sentence, c.Legend = t.Paths(), t.Sentence(), legend(t)
	}
	return c
}

// seekChart draws an episode for its player, which starts at a moment. At the beginning the whole is shown in full.
func (s *Site) seekChart(of *show.Show, ep *show.Episode, at time.Duration) *chart {
	c := s.chart(of, ep)
	if c == nil {
		return nil
	}
	c.Split = &split{Played: "100", Cursor: "0"}
	if at > 0 {
		here := decimal(percent(at, ep.Audio.Duration))
		c.Split = &split{Played: here, Cursor: here}
	}
	return c
}

// chapterLines are where chapters begin after the first, as path data of upright lines and as numbers where there is room.
func chapterLines(chapters []show.Chapter, length time.Duration) (lines string, numbers []chapterNumber) {
	last := -labelGap
	for i, c := range chapters {
		x := int(c.Start * trace.Width / length)
		if x <= 0 || x >= trace.Width {
			continue
		}
		lines += "M" + strconv.Itoa(x) + " 0v" + strconv.Itoa(trace.Height)
		if x-last >= labelGap && x < trace.Width-labelGap/2 {
			numbers = append(numbers, chapterNumber{At: decimal(float64(x) * 100 / trace.Width), Number: i + 1})
			last = x
		}
	}
	return lines, numbers
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
