package trace

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// What a voice needs to be named in the sentence, in thousandths of the spoken time.
const (
	heard = 20  // to be heard at all
	most  = 500 // to speak most of a part
	turn  = 250 // how much more of a part than of what came before
)

// Sentence says in words what the trace shows: "David, Willem and the guest alternate; the guest speaks most after 20:00."
func (t *Trace) Sentence() string {
	all := t.sum(0, len(t.Bins))
	var names []string
	for _, pen := range []int{1, 2, 0} {
		if all[pen] >= heard {
			names = append(names, t.names(pen))
		}
	}
	if len(names) == 0 {
		return ""
	}
	if len(names) == 1 {
		return capital(names[0]) + speak(names[0], " speaks", " speak") + " throughout."
	}
	sentence := strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1] + " alternate"
	if pen, from, ok := t.turning(); ok {
		name := t.names(pen)
		sentence += "; " + name + speak(name, " speaks", " speak") + " most after " + clock(from)
	} else if pen := top(all); all[pen] >= most+heard {
		name := t.names(pen)
		sentence += "; " + name + speak(name, " speaks", " speak") + " most"
	}
	return capital(sentence) + "."
}

// names are the names behind a pen: two labels may be one pen, and guests are told by their number.
func (t *Trace) names(pen int) string {
	var names []string
	for _, v := range t.Voices {
		if v.Pen == pen {
			names = append(names, v.Name)
		}
	}
	switch {
	case pen == 0 && len(names) > 1:
		return "the guests"
	case pen == 0:
		return "the guest"
	}
	return strings.Join(names, " or ")
}

func speak(name, one, many string) string {
	if name == "the guests" {
		return many
	}
	return one
}

// sum returns the share of each voice in the bins from one to before another, in thousandths of those in which anybody
// speaks.
func (t *Trace) sum(from, to int) (total [pens]int) {
	spoken := 0
	for _, b := range t.Bins[from:to] {
		if b != (Bin{}) {
			spoken++
		}
		total[0], total[1], total[2] = total[0]+b.Guests, total[1]+b.First, total[2]+b.Second
	}
	for i := range total {
		total[i] /= max(spoken, 1)
	}
	return total
}

func top(total [pens]int) int {
	best := 1
	for _, pen := range []int{2, 0} {
		if total[pen] > total[best] {
			best = pen
		}
	}
	return best
}

// turning finds the moment from which on another voice than before speaks most, where the difference is largest. The first
// and the last fifth are too short to say so.
func (t *Trace) turning() (pen int, from time.Duration, ok bool) {
	n, best := len(t.Bins), turn-1
	for i := n / 5; i <= n-n/5; i++ {
		before, after := t.sum(0, i), t.sum(i, n)
		who := top(after)
		if gain := after[who] - before[who]; who != top(before) && after[who] >= most && gain > best {
			best, pen, from, ok = gain, who, time.Duration(i)*t.Length/time.Duration(n), true
		}
	}
	return pen, from, ok
}

// clock writes a time as people say it; from ten minutes on, whole minutes are exact enough.
func clock(d time.Duration) string {
	if d >= 10*time.Minute {
		d = d.Round(time.Minute)
	}
	s := int(d / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if strings.HasPrefix(text, "the guest") {
		return string(unicode.ToUpper(r)) + text[size:]
	}
	return text
}
