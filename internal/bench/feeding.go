package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"time"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/sys/unix"

	"insider/internal/content"
	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/show"
)

const feedings = 15

// feeding measures the podcast feed of 1,000 episodes, built from an edition and compressed, against appending the same
// bytes and compressing them: as it is rebuilt when one episode changed, and as it is built the first time. Notes are
// rendered before, as pages need them too.
func (b *bench) feeding() error {
	dir, err := b.show(1000, 0)
	if err != nil {
		return err
	}
	base := &url.URL{Scheme: "https", Host: "podcast.example.com"}
	result, err := content.New(content.Options{Dir: dir, Base: base}).Load(context.Background())
	if err != nil {
		return err
	}
	e := edition.New(result.Source, time.Now())
	notes, err := render(e)
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(notes)
	data, err := feed.NewBuilder(base).Podcast(e)
	if err != nil {
		return err
	}
	kept := feed.NewBuilder(base)
	if _, err := kept.Podcast(e); err != nil {
		return err
	}
	var again, first, floor []float64
	for i := range feedings {
		changed := editionWith(result.Source, i)
		for _, m := range []struct {
			to  *[]float64
			run func() error
		}{
			{&again, func() error { return buildAndCompress(kept, changed) }},
			{&floor, func() error { return appendAndCompress(data) }},
			{&first, func() error { return buildAndCompress(feed.NewBuilder(base), e) }},
		} {
			used, err := ownCPU(m.run)
			if err != nil {
				return err
			}
			*m.to = append(*m.to, used)
		}
	}
	size := fmt.Sprintf("(%.1f MB; floor appends the bytes and gzips)", float64(len(data))/1e6)
	b.table.add(row{what: "feed of 1,000, one changed, built and gzipped, ms CPU", ours: format(again, "%.1f"), floor: format(floor, "%.1f"),
		ratio: median(ratios(again, floor)), limit: 1.6, note: size})
	b.table.add(row{what: "feed of 1,000, every item new, built and gzipped, ms CPU", ours: format(first, "%.1f"), floor: format(floor, "%.1f"),
		ratio: median(ratios(first, floor)), note: size})
	return nil
}

// render renders the notes of every episode; while they are held they stay rendered.
func render(e *edition.Edition) ([]*show.Document, error) {
	var notes []*show.Document
	for _, ep := range e.Episodes {
		doc, err := ep.Notes.Document()
		if err != nil {
			return nil, err
		}
		notes = append(notes, doc)
	}
	return notes, nil
}

// editionWith returns an edition in which one episode is another one.
func editionWith(source *edition.Source, i int) *edition.Edition {
	s := *source
	s.Episodes = slices.Clone(source.Episodes)
	changed := *s.Episodes[i]
	changed.Title += " (changed)"
	changed.Hash += "changed"
	s.Episodes[i] = &changed
	return edition.New(&s, time.Now())
}

func buildAndCompress(builder *feed.Builder, e *edition.Edition) error {
	data, err := builder.Podcast(e)
	if err != nil {
		return err
	}
	return compress(data)
}

func appendAndCompress(data []byte) error {
	const item = 4 << 10
	out := make([]byte, 0, len(data))
	for chunk := data; len(chunk) > 0; {
		n := min(item, len(chunk))
		out = append(out, chunk[:n]...)
		chunk = chunk[n:]
	}
	return compress(out)
}

func compress(data []byte) error {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Close()
}

// ownCPU is the processor time in ms that this process spends on f.
func ownCPU(f func() error) (float64, error) {
	before, err := processCPU()
	if err != nil {
		return 0, err
	}
	if err := f(); err != nil {
		return 0, err
	}
	after, err := processCPU()
	return milliseconds(after - before), err
}

func processCPU() (time.Duration, error) {
	var ts unix.Timespec
	err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &ts)
	return time.Duration(ts.Nano()), err
}
