package site

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/caption"
	"insider/internal/derived"
	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/trace"
)

// written is a transcript that is parsed whenever it is asked for.
type written []byte

func (w written) Cues() ([]show.Cue, error) { return caption.ParseVTT(w) }

// hourLong is an hour of talk by three voices, 8,000 words in 800 cues.
func hourLong() written {
	var cues []show.Cue
	for i := range 800 {
		at := time.Duration(i) * 4500 * time.Millisecond
		cues = append(cues, show.Cue{Speaker: []string{"Ada", "Bo", "Guest"}[i/7*5%3], Start: at, End: at + 4400*time.Millisecond,
			Text: strings.TrimSpace(strings.Repeat("words ", 10))})
	}
	return caption.FormatVTT(cues)
}

// BenchmarkRows makes the rows of a list of 20 episodes with transcripts of an hour: when nothing is kept, when traces are kept
// in the folder as after a restart, and when they are in memory.
func BenchmarkRows(b *testing.B) {
	source := fixture(b, 20)
	script := hourLong()
	for i, ep := range source.Episodes {
		ep.Audio.Duration = time.Hour
		ep.Transcripts = []show.Transcript{{File: &show.File{Hash: fmt.Sprint(i)}, Script: script}}
	}
	e := edition.New(source, noon)
	dir := b.TempDir()
	keeper := func(name string) *trace.Keeper {
		folder, err := derived.Open(filepath.Join(dir, name), slog.New(slog.DiscardHandler), time.Now())
		if err != nil {
			b.Fatal(err)
		}
		return trace.NewKeeper(folder)
	}
	one := keeper("kept")
	next := 0
	for _, c := range []struct {
		name string
		with func() *trace.Keeper
	}{
		{"memory", func() *trace.Keeper { return one }},
		{"folder", func() *trace.Keeper { return keeper("kept") }},
		{"nothing", func() *trace.Keeper { next++; return keeper(fmt.Sprint(next)) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				s := New(Deps{Clock: func() time.Time { return noon }, Traces: c.with()})
				if rows := s.rows(e, itemsOf(e.Episodes)); len(rows[0].Pens) != 3 {
					b.Fatal("no miniature")
				}
			}
		})
	}
}
