package feed_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/feed"
	"insider/internal/show"
)

var update = flag.Bool("update", false, "write the golden files anew")

type build func(*feed.Builder, *edition.Edition) ([]byte, error)

// formats are the feeds of the whole show.
var formats = map[string]build{
	"podcast.xml": (*feed.Builder).Podcast,
	"feed.xml":    (*feed.Builder).RSS,
	"feed.atom":   (*feed.Builder).Atom,
	"feed.json":   (*feed.Builder).JSON,
}

var parts = map[string]build{
	"topic.podcast.xml":  func(b *feed.Builder, e *edition.Edition) ([]byte, error) { return b.TopicPodcast(e, "culture", 1) },
	"season.podcast.xml": func(b *feed.Builder, e *edition.Edition) ([]byte, error) { return b.SeasonPodcast(e, 2, 1) },
	"topic.feed.xml":     func(b *feed.Builder, e *edition.Edition) ([]byte, error) { return b.TopicRSS(e, "culture") },
	"person.feed.xml":    func(b *feed.Builder, e *edition.Edition) ([]byte, error) { return b.PersonRSS(e, "ada") },
}

func TestGoldenFeeds(t *testing.T) {
	full := withEpisodes(t, 3)
	blog := blogSource(t, 2)
	full.Articles, full.Stories = blog.Articles, blog.Stories
	for name, c := range map[string]struct {
		source *edition.Source
		names  map[string]build
	}{
		"empty":   {source(), formats},
		"one":     {withEpisodes(t, 1), map[string]build{"podcast.xml": formats["podcast.xml"]}},
		"full":    {full, formats},
		"parts":   {full, parts},
		"hostile": {hostile(t), formats},
		"every":   {everything(t, "Words & <signs>"), map[string]build{"podcast.xml": formats["podcast.xml"]}},
	} {
		for format, build := range c.names {
			t.Run(name+"/"+format, func(t *testing.T) {
				data, err := build(builder(t), at(c.source))
				if err != nil {
					t.Fatal(err)
				}
				golden(t, filepath.Join("testdata", name+"."+format), data)
				if !strings.HasSuffix(format, ".json") {
					wellFormed(t, data)
				}
				if _, err := gofeed.NewParser().Parse(bytes.NewReader(data)); err != nil {
					t.Errorf("gofeed: %v", err)
				}
			})
		}
	}
}

func golden(t *testing.T, path string, data []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(data)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

func wellFormed(t *testing.T, data []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v in %s", err, data)
		}
	}
	if path, err := exec.LookPath("xmllint"); err == nil {
		cmd := exec.Command(path, "--noout", "--nonet", "-")
		cmd.Stdin = bytes.NewReader(data)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("xmllint: %s", out)
		}
	}
}

func TestSameBytesWhateverWasBuiltBefore(t *testing.T) {
	used := builder(t)
	earlier := withEpisodes(t, 3)
	earlier.Episodes[1].Hash, earlier.Episodes[1].Title = "earlier", "Earlier"
	for _, s := range []*edition.Source{earlier, hostile(t), withEpisodes(t, 2)} {
		if _, err := used.Podcast(at(s)); err != nil {
			t.Fatal(err)
		}
	}
	e := at(withEpisodes(t, 3))
	for name, build := range formats {
		fresh, err := build(builder(t), e)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if again, err := build(used, e); err != nil || !bytes.Equal(fresh, again) {
				t.Errorf("%s differs by what was built before (%v):\n%s", name, err, cmp.Diff(string(fresh), string(again)))
			}
		}
	}
}

func TestUnknownPartsAreNotFound(t *testing.T) {
	b, e := builder(t), at(blogSource(t, 1))
	for name, build := range map[string]func() ([]byte, error){
		"topic":                  func() ([]byte, error) { return b.TopicRSS(e, "nothing") },
		"topic, podcast":         func() ([]byte, error) { return b.TopicPodcast(e, "nothing", 1) },
		"topic without episodes": func() ([]byte, error) { return b.TopicPodcast(e, "culture", 1) },
		"season":                 func() ([]byte, error) { return b.SeasonPodcast(e, 7, 1) },
		"person":                 func() ([]byte, error) { return b.PersonRSS(e, "nobody") },
	} {
		if data, err := build(); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v and %d bytes", name, err, len(data))
		}
	}
}

// broken is a text that cannot be read.
type broken struct{}

func (broken) Document() (*show.Document, error) { return nil, io.ErrUnexpectedEOF }

func TestUnreadableTextIsAnError(t *testing.T) {
	s := withEpisodes(t, 2)
	s.Episodes[1].Notes = broken{}
	blog := blogSource(t, 1)
	blog.Articles[0].Body = broken{}
	for name, err := range map[string]error{
		"podcast": second(builder(t).Podcast(at(s))), "items": second(builder(t).Items(at(s))),
		"rss": second(builder(t).RSS(at(blog))), "atom": second(builder(t).Atom(at(blog))), "json": second(builder(t).JSON(at(blog))),
		"topic": second(builder(t).TopicRSS(at(s), "culture")),
	} {
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestBuilderServesSeveralEditionsAtOnce(t *testing.T) {
	b := builder(t)
	sources := []*edition.Source{withEpisodes(t, 3), hostile(t), blogSource(t, 3)}
	var wait sync.WaitGroup
	for i := range 12 {
		e := at(sources[i%len(sources)])
		for name, build := range formats {
			want, err := build(builder(t), e)
			if err != nil {
				t.Fatal(err)
			}
			wait.Go(func() {
				if got, err := build(b, e); err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s of source %d differs: %v", name, i%len(sources), err)
				}
			})
		}
	}
	wait.Wait()
}
