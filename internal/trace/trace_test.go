package trace_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/caption"
	"insider/internal/show"
	"insider/internal/trace"
)

var update = flag.Bool("update", false, "write golden files")

var (
	ada   = &show.Person{Slug: "ada", Name: "Ada Pump"}
	bo    = &show.Person{Slug: "bo", Name: "Bo"}
	cy    = &show.Person{Slug: "cy", Name: "Cy"}
	hosts = &show.Show{Hosts: []*show.Person{ada, bo, cy}}
)

// say makes cues of turns such as "A 30" (A speaks for 30 seconds) and "- 10" (nobody does).
func say(turns ...string) (cues []show.Cue) {
	at := time.Duration(0)
	for _, turn := range turns {
		name, text, _ := strings.Cut(turn, " ")
		var seconds int
		if _, err := fmt.Sscan(text, &seconds); err != nil {
			panic(err)
		}
		end := at + time.Duration(seconds)*time.Second
		if name != "-" {
			cues = append(cues, show.Cue{Speaker: name, Start: at, End: end, Text: "x"})
		}
		at = end
	}
	return cues
}

func episode(length time.Duration) *show.Episode {
	return &show.Episode{Audio: show.Enclosure{Duration: length}}
}

func TestBins(t *testing.T) {
	for _, c := range []struct {
		length time.Duration
		want   int
	}{{time.Second, 32}, {24 * time.Minute, 32}, {30 * time.Minute, 40}, {48*time.Minute + 22*time.Second, 64}, {48*time.Minute + 23*time.Second, 65}, {3 * time.Hour, 96}} {
		if got := trace.Of(hosts, episode(c.length), say("A 1")); len(got.Bins) != c.want {
			t.Errorf("%s has %d bins, want %d", c.length, len(got.Bins), c.want)
		}
	}
}

func TestSharesAddUp(t *testing.T) {
	ep := episode(320 * time.Second) // ten seconds a bin
	got := trace.Of(hosts, ep, append(say("A 5", "B 15", "- 10", "C 1", "A 1", "B 1"), show.Cue{Speaker: "A", Start: 315 * time.Second, End: time.Hour, Text: "x"}))
	want := map[int]trace.Bin{0: {First: 500, Second: 500}, 1: {Second: 1000}, 2: {}, 3: {First: 333, Second: 334, Guests: 333}, 31: {First: 1000}}
	for i, b := range got.Bins {
		if b != want[i] {
			t.Errorf("bin %d is %+v, want %+v", i, b, want[i])
		}
	}
}

func TestPens(t *testing.T) {
	with := func(voices map[string]show.Voice) *show.Episode {
		ep := episode(time.Minute)
		ep.Voices = voices
		return ep
	}
	for name, c := range map[string]struct {
		ep   *show.Episode
		cues []show.Cue
		want string
	}{
		"as the episode says": {with(map[string]show.Voice{"A": {Pen: 2}, "B": {Person: ada}, "C": {}, "D": {Person: cy}}), say("A 9", "B 9", "C 9", "D 9"), "[{Ada Pump 1 true} {A 2 false} {C 0 false} {Cy 0 true}]"},
		"hosts by name":       {with(nil), say("Guest 9", "bo 9", "Ada 9"), "[{Ada 1 true} {bo 2 true} {Guest 0 false}]"},
		"the first two":       {with(nil), say("X 9", "Y 9", "Z 9", "X 9"), "[{X 1 false} {Y 2 false} {Z 0 false}]"},
		"one alone":           {with(nil), say("X 9"), "[{X 1 false}]"},
		"a host and a guest":  {with(nil), say("X 9", "Bo 9"), "[{Bo 2 true} {X 0 false}]"},
		"the third host":      {with(nil), say("Cy 9", "X 9"), "[{Cy 0 true} {X 0 false}]"},
		"guests alone":        {with(map[string]show.Voice{"X": {}}), say("X 9", "Y 9"), "[{X 0 false} {Y 0 false}]"},
	} {
		if got := fmt.Sprint(trace.Of(hosts, c.ep, c.cues).Voices); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	for name, cues := range map[string][]show.Cue{"no cues": nil, "nobody named": {{End: time.Second, Text: "x"}}, "no time": {{Speaker: "A", Text: "x"}}} {
		if got := trace.Of(hosts, with(nil), cues); got != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := trace.Of(hosts, episode(0), say("A 90")); got.Length != 90*time.Second {
		t.Errorf("an unknown length is %s", got.Length)
	}
}

// TestGolden computes and draws the traces of transcripts.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.vtt")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		cues, err := caption.ParseVTT(data)
		if err != nil {
			t.Fatal(err)
		}
		x := trace.Of(hosts, episode(0), cues)
		numbers, err := json.MarshalIndent(map[string]any{"trace": x, "sentence": x.Sentence()}, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, strings.TrimSuffix(name, ".vtt")+".json", string(numbers))
		golden(t, strings.TrimSuffix(name, ".vtt")+".svg", picture(x))
	}
}

// golden compares what a test got with what is kept, and keeps it on request.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || strings.TrimSpace(string(want)) != strings.TrimSpace(got) {
		t.Errorf("%s: %v, got\n%s", name, err, got)
	}
}

func FuzzOf(f *testing.F) {
	f.Add(int64(60), int64(0), int64(30), int64(-5), int64(90), "A")
	f.Add(int64(0), int64(1)<<62, int64(1)<<62, int64(0), int64(1), "")
	f.Fuzz(func(t *testing.T, length, a, b, c, d int64, name string) {
		const most = int64(1000 * time.Hour) // what transcripts can say
		bound := func(n int64) time.Duration { return time.Duration(n % most) }
		cues := []show.Cue{{Speaker: name, Start: bound(a), End: bound(b)}, {Speaker: "B", Start: bound(c), End: bound(d)}}
		x := trace.Of(hosts, episode(bound(length)), cues)
		if x == nil {
			return
		}
		for i, bin := range x.Bins {
			if sum := bin.First + bin.Second + bin.Guests; sum != 0 && sum != 1000 || min(bin.First, bin.Second, bin.Guests) < 0 {
				t.Fatalf("bin %d is %+v", i, bin)
			}
		}
		_, _, _ = x.Sentence(), x.Paths(), x.Miniature()
	})
}
