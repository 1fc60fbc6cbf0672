package trace_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"insider/internal/show"
	"insider/internal/trace"
)

func TestSentence(t *testing.T) {
	guest := map[string]show.Voice{"X": {}}
	for _, c := range []struct {
		voices map[string]show.Voice
		turns  []string
		want   string
	}{
		{nil, []string{"Ada 1200"}, "Ada speaks throughout."},
		{nil, []string{"Ada 1190", "Bo 10"}, "Ada speaks throughout."},
		{nil, []string{"Ada 900", "- 300"}, "Only Ada speaks."},
		{nil, []string{"Ada 447", "Bo 3", "Ada 450", "- 300"}, "Ada speaks nearly alone."},
		{nil, repeat(20, "Ada 30", "Bo 30"), "Ada and Bo alternate."},
		{nil, repeat(2, "Ada 300", "Bo 300"), "Ada and Bo alternate; Bo speaks most after 15:00."},
		{nil, repeat(20, "Ada 40", "Bo 20"), "Ada and Bo alternate; Ada speaks most."},
		{nil, []string{"Ada 600", "Bo 600"}, "Ada and Bo speak; Bo speaks most after 10:00."},
		{nil, append(repeat(20, "Ada 30", "Bo 30"), repeat(40, "X 50", "Ada 5", "Bo 5")...), "Ada, Bo and the guest alternate; the guest speaks most after 20:00."},
		{nil, append(repeat(5, "Ada 60"), repeat(15, "X 30", "Y 30")...), "Ada and the guests speak; the guests speak most after 5:00."},
		{nil, repeat(20, "Ada 30", "Cy 30"), "Ada and Cy alternate."},
		{nil, repeat(20, "Ada 20", "Cy 20", "X 20"), "Ada and the others alternate; the others speak most."},
		{guest, []string{"X 1200"}, "The guest speaks throughout."},
		{guest, []string{"X 600", "Y 600"}, "The guests speak throughout."},
		{guest, []string{"X 600", "- 600"}, "Only the guest speaks."},
		{map[string]show.Voice{"X": {Pen: 1}, "Y": {Pen: 1}}, repeat(20, "X 30", "Y 30"), "X or Y speaks throughout."},
	} {
		cues := say(c.turns...)
		ep := episode(20 * time.Minute)
		ep.Audio.Duration = max(ep.Audio.Duration, cues[len(cues)-1].End)
		ep.Voices = c.voices
		if got := trace.Of(hosts, ep, cues).Sentence(); got != c.want {
			t.Errorf("%v\ngot  %s\nwant %s", c.turns[:min(4, len(c.turns))], got, c.want)
		}
	}
}

func repeat(n int, turns ...string) []string { return slices.Repeat(turns, n) }

// TestTheSentenceIsTrue takes the sentences of many conversations apart and works out anew, from the bins alone, what they
// say.
func TestTheSentenceIsTrue(t *testing.T) {
	kinds := map[string]int{}
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 2))
		labels := []string{"Ada", "Bo", "Guest", "Cy", "Dee"}
		r.Shuffle(len(labels), func(i, j int) { labels[i], labels[j] = labels[j], labels[i] })
		length := time.Duration(1+r.IntN(150)) * time.Minute
		x := trace.Of(hosts, episode(length), tilted(r, length, labels[:1+r.IntN(4)]))
		said := x.Sentence()
		if err := check(x, said); err != nil {
			t.Fatalf("seed %d: %s\n%s", seed, err, said)
		}
		kinds[kindOf(said)]++
	}
	for _, kind := range []string{"throughout", "only", "nearly alone", "speak, most", "speak, after", "alternate", "alternate, most", "alternate, after"} {
		if kinds[kind] == 0 {
			t.Errorf("no sentence of the kind %q was tried: %v", kind, kinds)
		}
	}
}

// tilted is a conversation in which, more often than not, some have their say in the first or the last part only.
func tilted(r *rand.Rand, length time.Duration, labels []string) []show.Cue {
	cues := talk(r, length, labels...)
	if r.IntN(3) == 0 {
		return cues
	}
	at, gone := time.Duration(r.Int64N(int64(length))), labels[0]
	early := r.IntN(2) == 0
	rest := slices.DeleteFunc(slices.Clone(cues), func(c show.Cue) bool { return c.Speaker == gone && (c.Start < at) == early })
	if len(rest) == 0 {
		return cues
	}
	return rest
}

var form = regexp.MustCompile(`^(?:(Only) )?(.+?) (speaks?|alternate)( throughout| nearly alone)?(?:; (.+) speaks? most(?: after ([\d:]+))?)?\.$`)

func kindOf(sentence string) string {
	m := form.FindStringSubmatch(sentence)
	switch {
	case m == nil:
		return "none"
	case m[1] != "":
		return "only"
	case m[4] != "":
		return strings.TrimSpace(m[4])
	case m[6] != "":
		return m[3] + ", after"
	case m[5] != "":
		return m[3] + ", most"
	}
	return m[3]
}

// check returns what of a sentence is not so.
func check(x *trace.Trace, sentence string) error {
	m := form.FindStringSubmatch(sentence)
	if m == nil {
		return fmt.Errorf("no sentence that is known")
	}
	all := part(x, 0, 1)
	var named []int
	for _, name := range regexp.MustCompile(`, | and `).Split(m[2], -1) {
		named = append(named, penNamed(x, name))
	}
	for pen, share := range all {
		if slices.Contains(named, pen) != (share >= .02) {
			return fmt.Errorf("pen %d has %.3f of it", pen, share)
		}
	}
	silent := 0
	for _, b := range x.Bins {
		if b.First+b.Second+b.Guests == 0 {
			silent++
		}
	}
	if quiet := float64(silent) > .1*float64(len(x.Bins)); len(named) == 1 && quiet == (kindOf(sentence) == "throughout") {
		return fmt.Errorf("%d of %d bins are silent", silent, len(x.Bins))
	}
	if m[1] != "" && all[named[0]] != 1 {
		return fmt.Errorf("somebody else speaks: %v", all)
	}
	if m[3] == "alternate" && !returns(x) && !share(x) {
		return fmt.Errorf("they do not alternate")
	}
	return checkMost(x, m[5], m[6])
}

// checkMost checks who speaks most, after a moment or at all.
func checkMost(x *trace.Trace, name, clock string) error {
	if name == "" {
		return nil
	}
	pen, from := penNamed(x, name), 0.0
	if clock != "" {
		var at time.Duration
		for _, digits := range strings.Split(clock, ":") {
			n, err := strconv.Atoi(digits)
			if err != nil {
				return err
			}
			at = at*60 + time.Duration(n)*time.Second
		}
		from = float64(at) / float64(x.Length)
		if before := part(x, 0, from); lead(before, pen) > near {
			return fmt.Errorf("pen %d spoke most before: %v", pen, before)
		}
	}
	if after := part(x, from, 1); lead(after, pen) < -near || after[pen] < .5-near {
		return fmt.Errorf("pen %d has %v", pen, after)
	}
	return nil
}

// part is the share of each pen from one place to another, 0 to 1, of what is said there.
func part(x *trace.Trace, from, to float64) (sum [3]float64) {
	n, spoken := float64(len(x.Bins)), 0.0
	for i, b := range x.Bins {
		weight := max(0, min(to*n, float64(i+1))-max(from*n, float64(i)))
		for pen, thousandths := range [3]int{b.Guests, b.First, b.Second} {
			sum[pen] += weight * float64(thousandths) / 1000
			spoken += weight * float64(thousandths) / 1000
		}
	}
	for pen := range sum {
		sum[pen] /= spoken
	}
	return sum
}

// near is how far apart equal shares may be: bins hold thousandths.
const near = .001

// lead is how much more one pen has than any other.
func lead(shares [3]float64, pen int) float64 {
	mine := shares[pen]
	shares[pen] = 0
	return mine - max(shares[0], shares[1], shares[2])
}

// returns reports whether somebody leads a bin, then another does, then the first again.
func returns(x *trace.Trace) bool {
	seen, last := map[int]bool{}, -1
	for _, b := range x.Bins {
		s := [3]int{b.Guests, b.First, b.Second}
		best := slices.Max(s[:])
		if best == 0 || last >= 0 && s[last] == best {
			continue
		}
		last = slices.Index(s[:], best)
		if seen[last] {
			return true
		}
		seen[last] = true
	}
	return false
}

// share reports whether in every fourth bin in which anybody speaks two have a fifth of it.
func share(x *trace.Trace) bool {
	spoken, both := 0, 0
	for _, b := range x.Bins {
		s := []int{b.Guests, b.First, b.Second}
		slices.Sort(s)
		if s[2] > 0 {
			spoken++
		}
		if s[1] >= 200 {
			both++
		}
	}
	return 4*both >= spoken
}

// penNamed is the pen that is meant by a name in a sentence.
func penNamed(x *trace.Trace, name string) int {
	for _, v := range x.Voices {
		if v.Name == name {
			return v.Pen
		}
	}
	return 0
}
