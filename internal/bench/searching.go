package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"insider/internal/edition"
	"insider/internal/search"
	"insider/internal/show"
	"insider/internal/store/searchfile"
)

func init() { steps = append(steps, step{"searching", (*bench).searching}) }

const (
	scripts     = 2000 // transcripts
	scriptWords = 8000 // of each
	cueWords    = 12   // of a cue, five seconds
	vocabulary  = 30_000
	builds      = 3
)

// searching measures the search index over 2,000 transcripts: building it against bare inserts of the same rows, queries of two
// words against the bare statement of FTS5, and pages while a server builds its index.
func (b *bench) searching() error {
	e := edition.New(&edition.Source{Show: &show.Show{Title: "Bench", Language: "en", Tags: show.Tags{Episode: "EP"}}, Episodes: longEpisodes()}, time.Now())
	var ours, bare []float64
	var index *searchable
	for i := range builds {
		if index != nil {
			index.close()
		}
		used, err := ownCPU(func() (err error) {
			index, err = buildSearch(filepath.Join(b.dir, fmt.Sprintf("search-%d.db", i)), e)
			return err
		})
		if err != nil {
			return err
		}
		ours = append(ours, used/1e3)
		if used, err = bareInserts(index.path, filepath.Join(b.dir, fmt.Sprintf("bare-%d.db", i))); err != nil {
			return err
		}
		bare = append(bare, used/1e3)
	}
	defer index.close()
	info, err := os.Stat(index.path)
	if err != nil {
		return err
	}
	b.table.add(row{what: "search, index of 2,000 transcripts built, s CPU", ours: format(ours, "%.1f"), floor: format(bare, "%.1f"), ratio: median(ratios(ours, bare)), limit: 1.3,
		note: fmt.Sprintf("(%d MB; floor inserts the same rows into the same tables)", info.Size()/1e6)})
	if err := b.queries(index); err != nil {
		return err
	}
	return b.servingMeanwhile()
}

// searchable is a search service over a file, with all of an edition in it.
type searchable struct {
	*search.Service
	path  string
	close func()
}

// buildSearch builds the index of an edition and waits for it.
func buildSearch(path string, e *edition.Edition) (*searchable, error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	index := searchfile.New(path, log)
	service := search.New(index, time.Now, log)
	service.Follow(e)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- service.Run(ctx, 0) }()
	x := &searchable{service, path, func() { cancel(); <-done; _ = index.Close() }}
	for deadline := time.Now().Add(10 * time.Minute); service.State().Building(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) || service.State().Failed {
			x.close()
			return nil, fmt.Errorf("the index is not built: %+v", service.State())
		}
	}
	return x, nil
}

// longEpisodes are episodes of an hour whose words are as unevenly frequent as those of a language.
func longEpisodes() []*show.Episode {
	names := vocabularyWords()
	out := make([]*show.Episode, scripts)
	for i := range out {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		frequency := rand.NewZipf(r, 1.1, 3, vocabulary-1)
		say := func(n int) string {
			said := make([]string, n)
			for j := range said {
				said[j] = names[frequency.Uint64()]
			}
			return strings.Join(said, " ")
		}
		cues := make(spokenCues, 0, scriptWords/cueWords)
		for j := range scriptWords / cueWords {
			start := time.Duration(j) * 5 * time.Second
			cues = append(cues, show.Cue{Speaker: []string{"Ada", "Ben"}[j/4%2], Start: start, End: start + 5*time.Second, Text: say(cueWords)})
		}
		out[i] = &show.Episode{Slug: fmt.Sprint("episode-", i), Title: say(6), Number: i + 1, Summary: say(30), Hash: fmt.Sprint(i), Notes: spokenNotes(say(200)),
			Date: time.Date(2015, 1, 1, 6, 0, 0, 0, time.UTC).AddDate(0, 0, 2*i), Transcripts: []show.Transcript{{Script: cues}}}
	}
	return out
}

type spokenCues []show.Cue

func (c spokenCues) Cues() ([]show.Cue, error) { return c, nil }

type spokenNotes string

func (n spokenNotes) Document() (*show.Document, error) { return &show.Document{Plain: string(n)}, nil }

// vocabularyWords are made-up words, the most frequent and shortest first.
func vocabularyWords() []string {
	const consonants, vowels = "bcdfghjklmnprstvwz", "aeiou"
	words := make([]string, vocabulary)
	for i := range words {
		for n := i + 300; n > 0; n /= len(vowels) {
			words[i] += consonants[n%len(consonants):][:1]
			n /= len(consonants)
			words[i] += vowels[n%len(vowels):][:1]
		}
	}
	return words
}
