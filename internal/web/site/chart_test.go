package site

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"insider/internal/show"
	"insider/internal/trace"
)

// chaptered is an episode with chapters at equal distances.
func chaptered(chapters int, apart, length time.Duration) *show.Episode {
	ep := &show.Episode{Audio: show.Enclosure{Duration: length}}
	for i := range chapters {
		ep.Chapters = append(ep.Chapters, show.Chapter{Start: time.Duration(i) * apart})
	}
	return ep
}

func TestChart(t *testing.T) {
	s, of := &Site{}, &show.Show{}
	c := s.chart(of, chaptered(60, 48*time.Second, 48*time.Minute+24*time.Second))
	if strings.Count(c.Chapters, "M") != 59 || !strings.HasPrefix(c.Chapters, "M16 0v128M33 0v128") || len(c.Ticks) != 7 || c.Pens != nil || c.Sentence != "" || c.Legend != nil || c.Split != nil {
		t.Fatalf("%+v", c)
	}
	if len(c.Numbers) != 12 {
		t.Errorf("%d numbers", len(c.Numbers))
	}
	last := -100.0
	for _, n := range c.Numbers {
		at, err := strconv.ParseFloat(n.At, 64)
		if want := float64(n.Number-1) * 48 / 2904 * 100; err != nil || math.Abs(at-want) > .1 {
			t.Fatalf("number %d stands at %q, not at %g: %v", n.Number, n.At, want, err)
		}
		if at-last < 7 || at > 97 {
			t.Errorf("number %d touches the one before or the edge", n.Number)
		}
		last = at
	}
	if first, end := c.Ticks[0], c.Ticks[6]; first.Clock != "0:00" || first.Anchor != "start" || end.Clock != "48:00" || end.Anchor != "end" {
		t.Errorf("ticks from %+v to %+v", first, end)
	}
	if c := s.chart(of, chaptered(2, 48*time.Second, 150*time.Second)); len(c.Ticks) != 6 {
		t.Errorf("a short audio has %d ticks", len(c.Ticks))
	}
	if s.chart(of, chaptered(60, time.Second, 0)) != nil || s.seekChart(of, chaptered(60, time.Second, 0), time.Second) != nil {
		t.Error("a length that is not known cannot be drawn")
	}
}

func TestSeekChartIsDividedWhereItStarts(t *testing.T) {
	s, of := &Site{}, &show.Show{}
	for at, want := range map[time.Duration]split{0: {"100", "0"}, 15 * time.Minute: {"25.00", "25.00"}} {
		if c := s.seekChart(of, chaptered(0, 0, time.Hour), at); *c.Split != want || c.Chapters != "" || c.Numbers != nil {
			t.Errorf("at %s: %+v", at, c.Split)
		}
	}
}

// voiced is a show with an episode of an hour in which voices speak in turn, half a minute each.
func voiced(hosts []string, voices ...string) (*show.Show, *show.Episode) {
	of, ep := &show.Show{}, chaptered(0, 0, time.Hour)
	for _, h := range hosts {
		of.Hosts = append(of.Hosts, &show.Person{Slug: strings.ToLower(h), Name: h})
	}
	var cues script
	for i := range 120 {
		at := time.Duration(i) * 30 * time.Second
		cues = append(cues, show.Cue{Speaker: voices[i%len(voices)], Start: at, End: at + 30*time.Second, Text: "word"})
	}
	ep.Transcripts = []show.Transcript{{Script: cues}}
	return of, ep
}

// TestPensFollowTheShow reads legends and pens of shows with other hosts than two.
func TestPensFollowTheShow(t *testing.T) {
	s := &Site{}
	for _, c := range []struct {
		hosts, voices []string
		legend        string
		sentence      string
	}{
		{[]string{"Ada", "Bo"}, []string{"Guest", "Bo", "Ada"}, "[{1 [Ada]} {2 [Bo]} {0 [Guest]}]", "Ada, Bo and the guest alternate."},
		{[]string{"Bo", "Ada"}, []string{"Ada", "Bo"}, "[{1 [Bo]} {2 [Ada]}]", "Bo and Ada alternate."},
		{[]string{"Ada"}, []string{"Ada", "Ada", "Ada", "X"}, "[{1 [Ada]} {0 [X]}]", "Ada and the guest alternate; Ada speaks most."},
		{[]string{"Ada"}, []string{"Ada"}, "[{1 [Ada]}]", "Ada speaks throughout."},
		{[]string{"Ada", "Bo", "Cy"}, []string{"Ada", "Bo", "Cy"}, "[{1 [Ada]} {2 [Bo]} {0 [Cy]}]", "Ada, Bo and Cy alternate."},
		{[]string{"Ada", "Bo"}, []string{"Ada", "Bo", "X", "Y", "Z"}, "[{1 [Ada]} {2 [Bo]} {0 [X Y Z]}]", "Ada, Bo and the guests alternate; the guests speak most."},
		{nil, []string{"X", "Y", "Z"}, "[{1 [X]} {2 [Y]} {0 [Z]}]", "X, Y and the guest alternate."},
	} {
		of, ep := voiced(c.hosts, c.voices...)
		got := s.chart(of, ep)
		if l := fmt.Sprint(got.Legend); l != c.legend || got.Sentence != c.sentence || len(got.Pens) != len(got.Legend) {
			t.Errorf("hosts %v, voices %v: %s %s", c.hosts, c.voices, l, got.Sentence)
		}
		for i, pen := range got.Pens {
			if pen.Pen != got.Legend[i].Pen {
				t.Errorf("pen %d stands beside the name of pen %d", pen.Pen, got.Legend[i].Pen)
			}
		}
	}
	of, ep := voiced(nil, "")
	if c := s.chart(of, ep); c.Pens != nil || c.Legend != nil || c.Sentence != "" {
		t.Errorf("a transcript that names nobody: %+v", c)
	}
}

var pens = regexp.MustCompile(`<svg class="pens" [^>]*>(?:<path class="pen[123]" d="M0 [^"]*"/>)*</svg>`)

func TestTracesStandWhereTheDesignHasThem(t *testing.T) {
	source := fixture(t, 42)
	source.Episodes[40].Transcripts = nil // of episode 41
	server := serve(t, source, "https://insider.example")
	box := func(width, height int) string { return fmt.Sprintf(`viewBox="0 0 %d %d"`, width, height) }
	strip, mini := box(trace.Width, trace.Height), box(trace.MiniWidth, trace.MiniHeight)
	const named = `role="img" aria-label="Reader A, Bo and the guest alternate."`
	for _, c := range []struct {
		path        string
		pens, minis int // pens of the chart, and miniatures
		want, not   []string
	}{
		{"/", 3, 1, []string{"<div class=\"strip\">\n<svg class=\"paper\" " + named, "</svg> <bdi>Reader A</bdi></span>", "drawn from the transcript"}, []string{"<mask", `class="cursor"`}},
		{"/episodes", 0, 19, []string{`<svg class="mini" ` + mini + ` aria-hidden="true" focusable="false"><path class="pen1" d="M0 `}, []string{"drawn from"}},
		{"/episodes/episode-42", 3, 2, []string{named, `<svg class="pens" ` + strip, `<svg ` + strip + ` preserveAspectRatio="none"><path class="chapter"`, `<rect class="played" width="100%"`, `<line class="cursor" x1="0%" x2="0%"`, "</svg> <bdi>Bo</bdi></span>"}, nil},
		{"/episodes/episode-42?t=14:00", 3, 2, []string{`<g mask="url(#played)">`, `<rect class="played" width="28.93%"`, `<line class="cursor" x1="28.93%" x2="28.93%"`}, nil},
		{"/episodes/episode-41", 0, 3, []string{`<svg class="paper" aria-hidden="true"`, `<path class="flow" d="M0 96h1000"/>`, `<text x="28.90%"`}, []string{"who speaks", `aria-label=""`}},
		{"/articles", 0, 0, nil, nil},
	} {
		_, body, _ := get(t, server, c.path)
		if got := strings.Count(pens.FindString(body), "<path "); got != c.pens {
			t.Errorf("%s: %d pens, want %d", c.path, got, c.pens)
		}
		if got := strings.Count(body, `class="mini"`); got != c.minis {
			t.Errorf("%s: %d miniatures, want %d", c.path, got, c.minis)
		}
		for _, want := range c.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %q", c.path, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(body, not) {
				t.Errorf("%s: has %q", c.path, not)
			}
		}
	}
}
