package search_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/search"
	"insider/internal/show"
	"insider/internal/store/searchfile"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// prose is a text that is rendered already.
type prose string

func (p prose) Document() (*show.Document, error) {
	if p == "unreadable" {
		return nil, errors.New("the file is gone")
	}
	return &show.Document{Plain: string(p)}, nil
}

// script is a transcript in memory.
type script []show.Cue

func (s script) Cues() ([]show.Cue, error) { return s, nil }

// talk is a transcript in which each line takes five seconds and is said by the next of two voices after every third.
func talk(lines ...string) []show.Transcript {
	var cues script
	for i, line := range lines {
		start := time.Duration(i) * 5 * time.Second
		cues = append(cues, show.Cue{Speaker: []string{"Ada", "B"}[i/3%2], Start: start, End: start + 5*time.Second, Text: line})
	}
	return []show.Transcript{{Script: cues}}
}

// source is a show with something of every kind.
func source() *edition.Source {
	ada := &show.Person{Slug: "ada", Name: "Ada Peeters", Role: "host", Hash: "p1", Bio: prose("She reads piping diagrams for fun.")}
	ben := &show.Person{Slug: "ben", Name: "Ben Çelik", Role: "guest", Hash: "p2"}
	pumps := show.Topic{Slug: "pumps", Name: "Pumps"}
	lines := make([]string, 40)
	for i := range lines {
		lines[i] = fmt.Sprintf("Plain line number %d goes on.", i)
	}
	lines[3], lines[21] = "The historian stood under the stairs.", "Nobody asked what the recorder had seen."
	return &edition.Source{
		Show:   &show.Show{Title: "Two Valves", Language: "en", Hosts: []*show.Person{ada}, Tags: show.Tags{Episode: "EP", Article: "AR", Story: "ST"}, Hash: "s"},
		People: []*show.Person{ada, ben},
		Pages:  []*show.Page{{Slug: "about", Title: "About", Summary: "Who makes this.", Hash: "g", Body: prose("Made in a shed.")}},
		Episodes: []*show.Episode{
			{Slug: "stairs", Title: "What stood under the stairs", Number: 7, Date: noon.Add(-24 * time.Hour), Hash: "e1", Summary: "Nineteen years of process data.",
				Notes: prose("We talk about naïve façades and a historian.\n\nAnd about compressors."), People: []show.Credit{{Person: ada}, {Person: ben}}, Topics: []show.Topic{pumps},
				Chapters: []show.Chapter{{Title: "Cold open"}}, Transcripts: talk(lines...), Voices: map[string]show.Voice{"B": {Person: ben}}},
			{Slug: "later", Title: "A later secret", Date: noon.Add(time.Hour), Hash: "e2", Notes: prose("Embargoed compressors."), Transcripts: talk("An embargoed sentence.")},
			{Slug: "draft", Title: "A draft secret", Date: noon.Add(-time.Hour), Draft: true, Hash: "e3", Notes: prose("Unfinished compressors.")},
		},
		Articles: []*show.Article{
			{Slug: "valves", Title: "Valves with two names", Number: 3, Date: noon.Add(-48 * time.Hour), Hash: "a1", Summary: "On labels.", Authors: []*show.Person{ada},
				Topics: []show.Topic{pumps}, Body: prose("Every valve had two names, and running pumps had none. IT/OT is one word here. The Straße was long.")},
		},
		Stories: []*show.Story{{Number: 12, Slug: "night", Title: "A night shift", Date: noon.Add(-12 * time.Hour), Hash: "t1", Credit: "Sent in by Cleo", Industry: "Food",
			Plain: "The xylographer kept a spreadsheet behind it all."}},
	}
}

// shelf is a service over a real file, its index and the holder it follows.
type shelf struct {
	*search.Service
	index   *searchfile.Index
	path    string
	holder  *edition.Holder
	stop    func()
	stopped chan struct{}
}

// open returns a service that has caught up with the edition of a source.
func open(t testing.TB, s *edition.Source) *shelf {
	t.Helper()
	x := &shelf{path: filepath.Join(t.TempDir(), "search.db")}
	x.start(t, s)
	return x
}

// start begins another service over the file, as the next process does.
func (x *shelf) start(t testing.TB, s *edition.Source) {
	t.Helper()
	clock := func() time.Time { return noon }
	x.index = searchfile.New(x.path, slog.New(slog.DiscardHandler))
	x.Service = search.New(x.index, clock, slog.New(slog.DiscardHandler))
	x.holder = edition.NewHolder(edition.New(s, noon), clock)
	x.Follow(x.holder.Current())
	x.holder.OnSwap(x.Follow)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	x.stopped = make(chan struct{})
	go func() { defer close(x.stopped); _ = x.Run(ctx, 0) }()
	x.stop = func() {
		cancel()
		<-x.stopped
		if err := x.index.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(func() { x.stop() })
	x.wait(t)
}

// swap makes another edition current and waits until it can be searched.
func (x *shelf) swap(t testing.TB, s *edition.Source) {
	t.Helper()
	x.holder.Swap(edition.New(s, noon))
	x.wait(t)
}

func (x *shelf) wait(t testing.TB) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); x.State().Building(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the index is not built: %+v", x.State())
		}
	}
}

// find searches for everything.
func (x *shelf) find(t testing.TB, typed string) *search.Results {
	t.Helper()
	r, err := x.Search(t.Context(), typed, "")
	if err != nil {
		t.Fatalf("%q: %v", typed, err)
	}
	return r
}

// paths returns what was found, in order: paths, and for moments the path with the second.
func paths(r *search.Results) string {
	var out []string
	for _, g := range r.Groups {
		for _, h := range g.Hits {
			out = append(out, h.Path)
		}
		for _, talk := range g.Talks {
			for _, m := range talk.Moments {
				out = append(out, fmt.Sprintf("%s?t=%d", talk.Episode.Path(), int(m.At.Seconds())))
			}
		}
	}
	return strings.Join(out, " ")
}

// shown writes segments with marks as brackets.
func shown(segments []search.Segment) string {
	var b strings.Builder
	for _, s := range segments {
		if s.Marked {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}
