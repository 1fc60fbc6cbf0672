package search

import "strings"

// momentBytes is how much of what is said is shown: no cue of a passage is longer.
const momentBytes = 320

// newMoment shows the cue of a passage in and after which most of the words are said, as far as the same voice goes on: what
// is read is what is heard from that second on.
func newMoment(x Spoken) Moment {
	text, marks := x.Text.spans()
	best, most := 0, 0
	for i, c := range x.Cues {
		if countIn(marks, c.Offset, cueEnd(text, x.Cues, i)) == 0 {
			continue
		}
		if n := countIn(marks, c.Offset, momentEnd(text, x.Cues, i)); n > most {
			best, most = i, n
		}
	}
	if len(x.Cues) == 0 {
		return Moment{Text: x.Text.Segments()}
	}
	c, end := x.Cues[best], momentEnd(text, x.Cues, best)
	m := Moment{At: c.Start, Speaker: c.Speaker, Text: segmentsOf(text, marks, c.Offset, end)}
	if end < len(text) && text[end] == ' ' && !begins(x.Cues, end+1) {
		m.Text = append(m.Text, Segment{Text: " …"})
	}
	return m
}

// cueEnd is where cue i of a text ends.
func cueEnd(text string, cues []Cue, i int) int {
	if i+1 < len(cues) {
		return cues[i+1].Offset
	}
	return len(text)
}

// momentEnd is where a moment that begins with cue i ends: with the voice, or after a word when it becomes long.
func momentEnd(text string, cues []Cue, i int) int {
	last := i
	for last+1 < len(cues) && cues[last+1].Speaker == cues[i].Speaker {
		last++
	}
	from, end := cues[i].Offset, cueEnd(text, cues, last)
	end = from + len(strings.TrimRight(text[from:end], " "))
	if end-from <= momentBytes {
		return end
	}
	if space := strings.LastIndexByte(text[from:from+momentBytes], ' '); space > 0 {
		return from + space
	}
	return cueEnd(text, cues, i)
}

// begins reports whether a cue begins at the offset.
func begins(cues []Cue, offset int) bool {
	for _, c := range cues {
		if c.Offset == offset {
			return true
		}
	}
	return false
}

// span is where a marked word stands in a text, in bytes.
type span struct{ from, to int }

func countIn(marks []span, from, to int) (n int) {
	for _, m := range marks {
		if m.from >= from && m.from < to {
			n++
		}
	}
	return n
}

// segmentsOf returns the segments of a part of a text.
func segmentsOf(text string, marks []span, from, to int) []Segment {
	var out []Segment
	for _, m := range marks {
		if m.from < from || m.to > to {
			continue
		}
		if m.from > from {
			out = append(out, Segment{Text: join(text[from:m.from])})
		}
		out = append(out, Segment{join(text[m.from:m.to]), true})
		from = m.to
	}
	if from < to {
		out = append(out, Segment{Text: join(text[from:to])})
	}
	return out
}
