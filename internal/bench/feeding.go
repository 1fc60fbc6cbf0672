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
// rendered before, as pages need them too. Then the same with every tag in every episode.
func (b *bench) feeding() error {
	dir, err := b.show(1000, 0)
	if err != nil {
		return err
	}
	result, err := content.New(content.Options{Dir: dir, Base: feedBase}).Load(context.Background())
	if err != nil {
		return err
	}
	if err := b.feedingOf(result.Source, "feed of 1,000", 1.6); err != nil {
		return err
	}
	return b.feedingOf(withEveryTag(result.Source), "full-tag feed of 1,000", 1.8)
}

var feedBase = &url.URL{Scheme: "https", Host: "podcast.example.com"}

// feedingOf measures the feed of one source; limit is the budget of the feed when one episode changed.
func (b *bench) feedingOf(source *edition.Source, what string, limit float64) error {
	e := edition.New(source, time.Now())
	notes, err := render(e)
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(notes)
	data, err := feed.NewBuilder(feedBase).Podcast(e)
	if err != nil {
		return err
	}
	kept := feed.NewBuilder(feedBase)
	if _, err := kept.Podcast(e); err != nil {
		return err
	}
	var again, first, floor []float64
	for i := range feedings {
		changed := editionWith(source, i)
		for _, m := range []struct {
			to  *[]float64
			run func() error
		}{
			{&again, func() error { return buildAndCompress(kept, changed) }},
			{&floor, func() error { return appendAndCompress(data) }},
			{&first, func() error { return buildAndCompress(feed.NewBuilder(feedBase), e) }},
		} {
			used, err := ownCPU(m.run)
			if err != nil {
				return err
			}
			*m.to = append(*m.to, used)
		}
	}
	size := fmt.Sprintf("(%.1f MB; floor appends the bytes and gzips)", float64(len(data))/1e6)
	b.table.add(row{what: what + ", one changed, built and gzipped, ms CPU", ours: format(again, "%.1f"), floor: format(floor, "%.1f"),
		ratio: median(ratios(again, floor)), limit: limit, note: size})
	b.table.add(row{what: what + ", every item new, built and gzipped, ms CPU", ours: format(first, "%.1f"), floor: format(floor, "%.1f"),
		ratio: median(ratios(first, floor)), note: size})
	return nil
}

// withEveryTag returns the source with all that the Podcasting 2.0 namespace knows said of each episode.
func withEveryTag(source *edition.Source) *edition.Source {
	s := *source
	s.Episodes = make([]*show.Episode, len(source.Episodes))
	for i, ep := range source.Episodes {
		full := *ep
		full.Podcasting = everyTag(i)
		full.Display = fmt.Sprintf("Day %d", i)
		full.Links = []show.Link{{Name: "Video", URL: fmt.Sprintf("https://video.example.com/%d", i)}}
		full.Soundbites = []show.Soundbite{{Start: time.Second, Duration: 10 * time.Second, Title: "The point"}}
		full.Alternates = []show.Alternate{{Type: "audio/opus", Bytes: 300_000, BitRate: 32_000, Title: "Small", Sources: []show.Source{{URI: fmt.Sprintf("https://files.example.com/%d.opus", i)}}}}
		full.Hash += "full"
		s.Episodes[i] = &full
	}
	return &s
}

func everyTag(i int) show.Podcasting {
	return show.Podcasting{
		AppTitle:  fmt.Sprintf("Title for apps %d", i),
		Locations: []show.Location{{Name: "Ghent", Rel: "subject", Geo: "geo:51.05,3.72", OSM: "R897671", Country: "BE"}},
		License:   show.License{Name: "cc-by-4.0"},
		Texts:     []show.TextRecord{{Purpose: "release", Text: fmt.Sprintf("Release %d", i)}},
		Funding:   []show.Link{{Name: "Support us", URL: "https://example.com/support"}},
		Social:    []show.Discussion{{Protocol: "activitypub", URI: fmt.Sprintf("https://social.example.com/@show/%d", i), Account: "@show", Priority: 1}},
		Chat:      &show.Chat{Server: "chat.example.com", Protocol: "matrix", Account: "@show:example.com", Space: "#show"},
		Values: []show.Value{{Type: "lightning", Method: "keysend", Suggested: "0.00000005000", Recipients: []show.Recipient{
			{Name: "Host", Type: "node", Address: "02d5c1bf8b940dc9cadca86d1b0a3c37fbe39cee4c7e839e33bef9174531d27f52", Split: 99},
			{Name: "Host 2", Type: "lnaddress", Address: "host@example.com", Split: 1},
		}}},
		Images: []show.Artwork{{URL: fmt.Sprintf("https://files.example.com/%d.jpg", i), Alt: "A plant", Purpose: []string{"social"}, AspectRatio: "16/9"}},
	}
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
