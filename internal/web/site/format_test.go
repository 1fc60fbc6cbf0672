package site

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"insider/internal/fault"
	"insider/internal/show"
)

func TestStart(t *testing.T) {
	const length = 48 * time.Minute
	for text, want := range map[string]time.Duration{
		"": 0, "0": 0, "734": 734 * time.Second, "12:14": 734 * time.Second, "1:02:03": 0, "0:12:14": 734 * time.Second,
		"12m14s": 734 * time.Second, "12m": 12 * time.Minute, "90s": 90 * time.Second, "2880": 0, "2879": 2879 * time.Second,
		"-5": 0, "1e3": 0, "12:1": 0, "nonsense": 0, "99999999999999999999": 0, "1h": 0, "12:14 ": 0, "１２": 0,
	} {
		if got := start(text, length); got != want {
			t.Errorf("start(%q) = %v, want %v", text, got, want)
		}
	}
	if got := start("1:02:03", 0); got != time.Hour+2*time.Minute+3*time.Second {
		t.Errorf("without a known length: %v", got)
	}
}

func FuzzStart(f *testing.F) {
	f.Add("1h2m3s")
	f.Fuzz(func(t *testing.T, text string) {
		if got := start(text, time.Hour); got < 0 || got >= time.Hour {
			t.Errorf("start(%q) = %v", text, got)
		}
	})
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{minutes(48*time.Minute + 24*time.Second), "48 minutes"}, {minutes(80 * time.Second), "1 minute"}, {minutes(30 * time.Second), "30 seconds"},
		{count(1, "story"), "1 story"}, {count(1204, "story"), "1,204 stories"}, {count(0, "episode"), "0 episodes"}, {count(30, "day"), "30 days"}, {thousands(1_234_567), "1,234,567"},
		{size(0), ""}, {size(400), "1 kB"}, {size(44_100_000), "44 MB"}, {size(2_360_000), "2.4 MB"},
		{initials("Cléo van den Berg"), "CV"}, {initials("éva"), "É"}, {initials(""), ""}, {initials("李 明"), "李明"},
		{fileLabel("audio/mpeg"), "MP3"}, {fileLabel("audio/x-m4a"), "M4A"}, {fileLabel("audio/ogg"), "Audio file"},
		{tag{"EP", "042"}.String(), "EP 042"}, {tag{"EP", ""}.String(), "EP"},
		{enumerate(nil), ""}, {enumerate([]string{"a"}), "a"}, {enumerate([]string{"a", "b", "c"}), "a, b and c"},
		{contact("a@b.example"), "mailto:a@b.example"}, {contact("https://b.example/"), "https://b.example/"}, {contact(""), ""},
		{percentEscape("a b&c+d"), "a%20b%26c%2Bd"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestMoments(t *testing.T) {
	zone := time.FixedZone("", 3600)
	m := moment{time.Date(2026, 11, 12, 9, 0, 0, 0, zone)}
	if m.Long() != "12 November 2026" || m.Short() != "12 Nov 2026" || m.Stamp() != "2026-11-12T09:00:00+01:00" {
		t.Errorf("%s, %s, %s", m.Long(), m.Short(), m.Stamp())
	}
}

func TestPager(t *testing.T) {
	items := make([]show.Item, 401)
	for _, c := range []struct {
		page    int
		numbers []int
		shown   int
	}{
		{1, []int{1, 2, 3, 0, 21}, 20}, {10, []int{1, 0, 8, 9, 10, 11, 12, 0, 21}, 20}, {21, []int{1, 0, 19, 20, 21}, 1},
	} {
		shown, p, err := paginate(items, "/x", c.page)
		var numbers []int
		for _, n := range p.Numbers {
			numbers = append(numbers, n.Number)
		}
		if err != nil || len(shown) != c.shown || !slices.Equal(numbers, c.numbers) {
			t.Errorf("page %d: %d shown, %v, %v", c.page, len(shown), numbers, err)
		}
	}
	if _, _, err := paginate(items, "/x", 22); !fault.Is(err, fault.NotFound) {
		t.Errorf("beyond the end: %v", err)
	}
	if _, p, err := paginate(nil, "/x", 1); err != nil || p.Pages != 1 || p.Next != "" {
		t.Errorf("empty: %+v, %v", p, err)
	}
}

func TestTurns(t *testing.T) {
	ep := &show.Episode{Slug: "x", Voices: map[string]show.Voice{"A": {Person: &show.Person{Name: "Ada"}}}}
	var cues []show.Cue
	for i, label := range []string{"A", "A", "B", "B", "B", ""} {
		at := time.Duration(i) * 40 * time.Second
		cues = append(cues, show.Cue{Speaker: label, Start: at, End: at + 40*time.Second, Text: "word"})
	}
	got := turns(ep, cues)
	want := []turn{
		{Clock: "0:00", Path: "/episodes/x?t=0#player", ID: "t0", Speaker: "Ada", Cues: []cue{{0, "word"}, {40, "word"}}},
		{Clock: "1:20", Path: "/episodes/x?t=80#player", ID: "t80", Speaker: "B", Cues: []cue{{80, "word"}, {120, "word"}}},
		{Clock: "2:40", Path: "/episodes/x?t=160#player", ID: "t160", Cues: []cue{{160, "word"}}},
		{Clock: "3:20", Path: "/episodes/x?t=200#player", ID: "t200", Cues: []cue{{200, "word"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if turns(ep, nil) != nil {
		t.Error("no cues, no turns")
	}
}

func TestExcerptBeginsWithTheMinute(t *testing.T) {
	s := &show.Show{Language: "en"}
	var cues script
	for i := range 100 {
		at := time.Duration(i) * 7 * time.Second
		cues = append(cues, show.Cue{Start: at, End: at + 7*time.Second, Text: strconv.Itoa(i)})
	}
	ep := &show.Episode{Transcripts: []show.Transcript{{Language: "nl", Script: cues[:1]}, {Language: "en", Script: cues}}}
	for _, c := range []struct {
		at             time.Duration
		first, current string
	}{{0, "0", ""}, {130 * time.Second, "17", "18"}, {10 * time.Minute, "85", "85"}, {699 * time.Second, "92", "99"}} {
		got, end := excerpt(ep, s, c.at)
		current := ""
		for _, x := range got {
			if x.Current {
				current = x.Cues[0].Text
			}
		}
		last, _ := strconv.Atoi(got[len(got)-1].Cues[0].Text)
		if len(got) != excerptCues || got[0].Cues[0].Text != c.first || current != c.current || end != 7*(last+1) {
			t.Errorf("at %v: %d cues from %s to %d s, current %q", c.at, len(got), got[0].Cues[0].Text, end, current)
		}
	}
}
