// Package trace computes who speaks when in an episode, from the cues of its transcript.
//
// It owns which voice is which pen, the bins in which speech is measured, the lines that are drawn from them, the
// sentence that says the same in words, and what traces are kept by. It does not know pages: colours and sizes are theirs.
package trace

import (
	"time"

	"insider/internal/show"
)

// Trace is who speaks when.
type Trace struct {
	Length time.Duration
	Bins   []Bin   // equally long, in order
	Voices []Voice // who is heard: the pens in their order, then guests as they come in
}

// Bin is what is said in one part of an episode: the share of each voice in the spoken time, in thousandths that add up to
// 1000, or all zero where nobody speaks. All guests together are one voice.
type Bin struct{ First, Second, Guests int }

func (b Bin) shares() shares { return shares{b.Guests, b.First, b.Second} }

// Voice is one who speaks. Pen is 1 or 2 for the hosts' pens, 0 for guests and for hosts after the second.
type Voice struct {
	Name string
	Pen  int
	Host bool
}

// A bin lasts about 45 seconds; there are at least 32, so that short episodes have a line, and at most 96.
const (
	binLength = 45 * time.Second
	leastBins = 32
	mostBins  = 96
)

// bins is how many bins an episode of a length has.
func bins(length time.Duration) int {
	return min(max(int((length+binLength/2)/binLength), leastBins), mostBins)
}

// Of returns the trace of an episode, nil when no cue names who speaks. Without a known length the episode lasts until its
// last cue ends.
func Of(s *show.Show, ep *show.Episode, cues []show.Cue) *Trace {
	length := ep.Audio.Duration
	if length <= 0 {
		for _, c := range cues {
			length = max(length, c.End)
		}
	}
	voices := voicesOf(s, ep, cues)
	if length <= 0 || len(voices.order) == 0 {
		return nil
	}
	spoken := make([][pens]time.Duration, bins(length))
	for _, c := range cues {
		if c.Speaker != "" {
			measure(spoken, length, c, voices.pen[c.Speaker])
		}
	}
	t := &Trace{Length: length, Bins: make([]Bin, len(spoken)), Voices: voices.list(s, ep)}
	for i, b := range spoken {
		t.Bins[i] = binOf(b)
	}
	return t
}

// pens is how many voices are told apart: guests, first, second.
const pens = 3

// shares are what each pen has of what is said, in thousandths.
type shares [pens]int

// measure adds the time of a cue to the bins it lies in.
func measure(spoken [][pens]time.Duration, length time.Duration, c show.Cue, pen int) {
	n := time.Duration(len(spoken))
	for i := max(0, c.Start) * n / length; i < n; i++ {
		from, to := max(c.Start, i*length/n), min(c.End, (i+1)*length/n)
		if to <= from {
			if c.End <= i*length/n {
				return
			}
			continue
		}
		spoken[i][pen] += to - from
	}
}

func binOf(b [pens]time.Duration) Bin {
	total := b[0] + b[1] + b[2]
	if total == 0 {
		return Bin{}
	}
	thousandths := func(d time.Duration) int { return int((d*1000 + total/2) / total) }
	first, both := thousandths(b[1]), thousandths(b[1]+b[2])
	return Bin{first, both - first, 1000 - both}
}
