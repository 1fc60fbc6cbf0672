package trace

import (
	"fmt"
	"strings"
	"time"
)

// What the sentence takes to say something of a voice, in thousandths of the spoken time.
const (
	heard  = 20  // to be named
	half   = 500 // to speak most of a part
	turn   = 250 // how much more of what comes after a moment than of what came before
	shared = 200 // each of two voices has of a bin in which they take turns
)

// Sentence says in words what the trace shows: "David, Willem and the guest alternate; the guest speaks most after 20:00."
//
// Each word is a fact of the bins. Voices are named that have a fiftieth of what is said. They "alternate" when one leads
// again after another did, or when two share every fourth bin; otherwise they "speak". Who "speaks most" has half of what
// is said, and more than anybody else; "after" a moment means that it was somebody else before.
func (t *Trace) Sentence() string {
	all := t.between(0, t.Length)
	var named []string
	for _, pen := range t.drawn() {
		if all[pen] >= heard {
			named = append(named, t.called(pen))
		}
	}
	if len(named) == 0 {
		return ""
	}
	if len(named) == 1 {
		return capital(t.alone(named[0]))
	}
	verb := " speak"
	if t.alternate(len(named)) {
		verb = " alternate"
	}
	last := len(named) - 1
	return capital(strings.Join(named[:last], ", ") + " and " + named[last] + verb + t.most(all) + ".")
}

// alone says that one voice is the only one that is named: throughout when nine of ten bins are spoken.
func (t *Trace) alone(name string) string {
	silent := len(t.Bins) - len(t.leaders())
	switch {
	case silent*10 <= len(t.Bins):
		return name + speaks(name) + " throughout."
	case len(t.drawn()) == 1:
		return "only " + name + speaks(name) + "."
	}
	return name + speaks(name) + " nearly alone."
}

// most says who speaks most, after a moment or at all; "" for nobody.
func (t *Trace) most(all shares) string {
	pen, from, turned := t.turning()
	if !turned {
		pen = top(all)
		if all[pen] < half+heard {
			return ""
		}
	}
	name := t.called(pen)
	said := "; " + name + speaks(name) + " most"
	if turned {
		said += " after " + clock(from)
	}
	return said
}

// turning finds the moment from which on another voice than before speaks most, where the difference is largest. The first
// and the last fifth are too short to say so.
func (t *Trace) turning() (pen int, from time.Duration, ok bool) {
	n, best := len(t.Bins), turn-1
	for i := n / 5; i <= n-n/5; i++ {
		at := sayable(time.Duration(i) * t.Length / time.Duration(n))
		before, after := t.between(0, at), t.between(at, t.Length)
		who := top(after)
		if gain := after[who] - before[who]; who != top(before) && after[who] >= half && gain > best {
			best, pen, from, ok = gain, who, at, true
		}
	}
	return pen, from, ok
}

// alternate reports whether that many voices take turns: whether one leads again after another did, or two share bins.
func (t *Trace) alternate(voices int) bool {
	leaders, runs, both := t.leaders(), 0, 0
	for i, pen := range leaders {
		if i == 0 || pen != leaders[i-1] {
			runs++
		}
	}
	for _, b := range t.Bins {
		s := b.shares()
		if min(max(s[0], s[1]), max(s[1], s[2]), max(s[2], s[0])) >= shared {
			both++
		}
	}
	return runs > voices || both*4 >= len(leaders)
}

// leaders lists who speaks most in each bin in which anybody speaks.
func (t *Trace) leaders() (pens []int) {
	for _, b := range t.Bins {
		if b != (Bin{}) {
			pens = append(pens, top(b.shares()))
		}
	}
	return pens
}

// top is the pen with the largest share, the first of equals.
func top(s shares) int {
	best := 1
	for _, pen := range []int{2, 0} {
		if s[pen] > s[best] {
			best = pen
		}
	}
	return best
}

// Words for those who share the guests' pen.
const (
	guests = "the guests"
	others = "the others"
)

// called is what the sentence calls a pen. Two labels may be one pen; a host without a pen is told by name, guests by
// their number.
func (t *Trace) called(pen int) string {
	var names []string
	host := false
	for _, v := range t.Voices {
		if v.Pen == pen {
			names, host = append(names, v.Name), host || v.Host
		}
	}
	switch {
	case pen > 0, len(names) == 1 && host:
		return strings.Join(names, " or ")
	case len(names) == 1:
		return "the guest"
	case host:
		return others
	}
	return guests
}

func speaks(name string) string {
	if name == guests || name == others {
		return " speak"
	}
	return " speaks"
}

// sayable rounds a moment as people say it: from ten minutes on, whole minutes are exact enough.
func sayable(d time.Duration) time.Duration {
	if d >= 10*time.Minute {
		return d.Round(time.Minute)
	}
	return d.Round(time.Second)
}

func clock(d time.Duration) string {
	s := int(d / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// capital begins a sentence. A name is written as it is.
func capital(text string) string {
	for _, word := range []string{"the ", "only "} {
		if rest, ok := strings.CutPrefix(text, word); ok {
			return strings.ToUpper(word[:1]) + word[1:] + rest
		}
	}
	return text
}
