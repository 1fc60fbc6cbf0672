package search

import (
	"strings"
	"testing"
	"time"

	"insider/internal/show"
)

// cue is a line from second to second.
func cue(speaker string, from, to float64, text string) show.Cue {
	seconds := func(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
	return show.Cue{Speaker: speaker, Start: seconds(from), End: seconds(to), Text: text}
}

func TestPassagesAreAboutFortyFiveSeconds(t *testing.T) {
	var cues []show.Cue
	for i := range 40 {
		cues = append(cues, cue("Ada", float64(i)*5, float64(i)*5+5, "Five plain words and six."))
	}
	got := passages(cues)
	if len(got) != 5 {
		t.Fatalf("%d passages of 200 seconds", len(got))
	}
	for i, p := range got {
		if start := p.Cues[0].Start; start != time.Duration(i)*45*time.Second {
			t.Errorf("passage %d begins at %v", i, start)
		}
		for j, c := range p.Cues {
			if c.Start != p.Cues[0].Start+time.Duration(j)*5*time.Second || !strings.HasPrefix(p.Text[c.Offset:], "Five plain") {
				t.Errorf("passage %d: cue %d at %v, byte %d", i, j, c.Start, c.Offset)
			}
		}
	}
}

func TestLongCuesAreCutBetweenWords(t *testing.T) {
	words := strings.Repeat("seven letters here ", 60)
	for _, p := range passages([]show.Cue{cue("Ada", 60, 180, words)}) {
		for i, c := range p.Cues {
			end := len(p.Text)
			if i+1 < len(p.Cues) {
				end = p.Cues[i+1].Offset
			}
			part := strings.TrimSpace(p.Text[c.Offset:end])
			if len(part) > momentBytes || part == "" {
				t.Errorf("a part of %d bytes", len(part))
			}
			for _, word := range strings.Fields(part) {
				if word != "seven" && word != "letters" && word != "here" {
					t.Errorf("a word was cut: %q", word)
				}
			}
			if c.Start < 60*time.Second || c.Start >= 180*time.Second || c.Speaker != "Ada" {
				t.Errorf("%+v", c)
			}
		}
	}
}

func TestPassagesOfAnything(t *testing.T) {
	for name, cues := range map[string][]show.Cue{
		"nothing":             nil,
		"silence":             {cue("Ada", 0, 5, " \n ")},
		"marks":               {cue("Ada", 0, 5, "a \x02word\x03 with\x00 marks")},
		"no times":            {cue("", 0, 0, "one"), cue("", 0, 0, "two")},
		"backwards":           {cue("A", 50, 10, "later"), cue("B", 5, 0, "sooner")},
		"not UTF-8":           {cue("A", 0, 5, "caf\xe9 au lait")},
		"no spaces":           {cue("A", 0, 600, strings.Repeat("古い機械は動いている", 200))},
		"one word":            {cue("A", 0, 600, strings.Repeat("x", 5000))},
		"an hour in one line": {cue("A", 0, 3600, strings.Repeat("word ", 9000))},
	} {
		total := 0
		for _, p := range passages(cues) {
			if p.Text == "" || len(p.Cues) == 0 || p.Cues[0].Offset != 0 || len(p.Text) > passageBytes+2*pieceBytes || strings.ContainsAny(p.Text, "\x00\x02\x03\n") || strings.ToValidUTF8(p.Text, "") != p.Text {
				t.Errorf("%s: %+v", name, p)
			}
			total += len(p.Cues)
		}
		if silent := name == "nothing" || name == "silence"; silent != (total == 0) {
			t.Errorf("%s: %d cues", name, total)
		}
	}
}

func TestTranscriptsWithoutEndAreBounded(t *testing.T) {
	var cues []show.Cue
	for i := range MaxPassages + 50 {
		cues = append(cues, cue("A", float64(i)*46, float64(i)*46+46, "word"))
	}
	if n := len(passages(cues)); n != MaxPassages {
		t.Errorf("%d passages", n)
	}
}

func TestAMomentIsWhatIsHeardFromThere(t *testing.T) {
	text := "First line of A. Then A says pump and valve here. B answers with a pump. A again, valve valve valve."
	at := func(s string) int { return strings.Index(text, s) }
	cues := []Cue{{0, 0, "A"}, {at("Then"), 5 * time.Second, "A"}, {at("B answers"), 10 * time.Second, "B"}, {at("A again"), 15 * time.Second, "A"}}
	mark := func(words ...string) Marked {
		m := text
		for _, w := range words {
			m = strings.Replace(m, w, MarkOpen+w+MarkClose, 1)
		}
		return Marked(m)
	}
	for _, c := range []struct {
		marked  Marked
		at      time.Duration
		speaker string
		want    string
	}{
		{mark("pump", "valve"), 5 * time.Second, "A", "Then A says [pump] and [valve] here."},
		{mark("First"), 0, "A", "[First] line of A. Then A says pump and valve here."},
		{mark("answers"), 10 * time.Second, "B", "B [answers] with a pump."},
		{mark("again"), 15 * time.Second, "A", "A [again], valve valve valve."},
	} {
		m := newMoment(Spoken{c.marked, cues})
		got := ""
		for _, s := range m.Text {
			if s.Marked {
				got += "[" + s.Text + "]"
			} else {
				got += s.Text
			}
		}
		if m.At != c.at || m.Speaker != c.speaker || got != c.want {
			t.Errorf("%v %s %q, want %v %s %q", m.At, m.Speaker, got, c.at, c.speaker, c.want)
		}
	}
}

func TestALongMomentEndsAfterAWord(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("some words go on ", 60))
	marked := Marked(MarkOpen + "some" + MarkClose + text[4:])
	cues := []Cue{{0, 0, "A"}, {170, 5 * time.Second, "A"}, {340, 9 * time.Second, "A"}}
	m := newMoment(Spoken{marked, cues})
	var got string
	for _, s := range m.Text {
		got += s.Text
	}
	if len(got) > momentBytes+4 || !strings.HasSuffix(got, " …") || !strings.HasPrefix(text, strings.TrimSuffix(got, " …")) {
		t.Errorf("%q", got)
	}
}
