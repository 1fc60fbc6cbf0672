// Package sample writes generated shows: large, valid and the same for the same seed.
//
// It owns what they look like, for tests, benches and demonstrations: long titles, quotes from right to left, code,
// tables, footnotes, transcripts, chapters, people and topics. Nothing in them is real.
package sample

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"insider/internal/fault"
)

// Options say what to generate.
type Options struct {
	Episodes int
	Articles int
	Seed     uint64 // equal options give equal files, byte for byte
}

// first and last bound the publication dates: all are in the past, whatever the clock says.
var (
	first = time.Date(2015, time.January, 5, 6, 0, 0, 0, time.UTC)
	last  = time.Date(2025, time.June, 2, 6, 0, 0, 0, time.UTC)
)

// Generate writes a show into dir, which is made when it does not exist and must be empty otherwise.
func Generate(dir string, o Options) error {
	if o.Episodes < 0 || o.Articles < 0 {
		return fault.New(fault.Invalid, "A show cannot have fewer than no episodes or articles.")
	}
	if err := makeEmpty(dir); err != nil {
		return err
	}
	g := &generator{Options: o, dir: dir}
	if err := g.frame(); err != nil {
		return err
	}
	return errors.Join(g.each(o.Episodes, g.episode), g.each(o.Articles, g.article))
}

func makeEmpty(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fault.Wrap(err, fault.Invalid, "The folder %s cannot be made.", dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "The folder %s cannot be read.", dir)
	}
	if len(entries) > 0 {
		return fault.New(fault.Invalid, "The folder %s is not empty. Name a new one.", dir)
	}
	return nil
}

// generator writes one show.
type generator struct {
	Options
	dir string
}

// random returns the source for one item, so that an item does not depend on those before it.
func (g *generator) random(kind string, i int) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, kind, " ", i)
	return rand.New(rand.NewPCG(g.Seed, h.Sum64()))
}

// each runs write for 0 to n-1 on all processors.
func (g *generator) each(n int, write func(i int) error) error {
	workers := runtime.GOMAXPROCS(0)
	failures := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n && failures[w] == nil; i += workers {
				failures[w] = write(i)
			}
		})
	}
	wg.Wait()
	return errors.Join(failures...)
}

// date spreads n items evenly between first and last.
func date(i, n int) time.Time {
	return first.Add(time.Duration(i) * (last.Sub(first) / time.Duration(max(n, 1)))).Truncate(time.Minute)
}

func (g *generator) write(name string, data []byte) error {
	path := filepath.Join(g.dir, filepath.FromSlash(name))
	err := os.WriteFile(path, data, 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("sample: %w", err)
		}
		err = os.WriteFile(path, data, 0o644)
	}
	if err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	return nil
}
