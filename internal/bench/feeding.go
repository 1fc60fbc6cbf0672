package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/sys/unix"

	"insider/internal/content"
	"insider/internal/edition"
	"insider/internal/feed"
)

// feeding measures the podcast feed of 1,000 episodes, built from an edition and compressed, against appending the same
// bytes and compressing them. Notes are rendered before: each is rendered once in its life, however often feeds are built.
func (b *bench) feeding() error {
	show, err := b.show(1000, 0)
	if err != nil {
		return err
	}
	base := &url.URL{Scheme: "https", Host: "podcast.example.com"}
	result, err := content.New(content.Options{Dir: show, Base: base}).Load(context.Background())
	if err != nil {
		return err
	}
	e := edition.New(result.Source, time.Now())
	data, err := feed.NewBuilder(base).Podcast(e)
	if err != nil {
		return err
	}
	kept := feed.NewBuilder(base)
	if _, err := kept.Podcast(e); err != nil {
		return err
	}
	var ours, floor, ratios []float64
	for range rounds {
		a, err := ownCPU(func() error { return buildAndCompress(kept, e) })
		if err != nil {
			return err
		}
		f, err := ownCPU(func() error { return appendAndCompress(data) })
		if err != nil {
			return err
		}
		ours, floor, ratios = append(ours, a), append(floor, f), append(ratios, a/f)
	}
	b.table.add(row{what: "feed of 1,000 built and gzipped, ms CPU", ours: fmt.Sprintf("%.1f", median(ours)), floor: fmt.Sprintf("%.1f", median(floor)),
		ratio: median(ratios), limit: 1.6, note: fmt.Sprintf("(%.1f MB; floor appends the bytes and gzips)", float64(len(data))/1e6)})
	return nil
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
	var out []byte
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
	return float64((after - before).Microseconds()) / 1e3, err
}

func processCPU() (time.Duration, error) {
	var ts unix.Timespec
	err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &ts)
	return time.Duration(ts.Nano()), err
}
