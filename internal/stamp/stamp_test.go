package stamp_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/audio"
	"insider/internal/bucket"
	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/stamp"
)

var now = time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)

func episode() *show.Episode {
	return &show.Episode{
		Slug: "x", Title: "A talk", Number: 42, Date: now.Add(time.Hour), Source: "episodes/x.md",
		Audio:    show.Enclosure{Type: audio.MP3, Path: "/media/episodes/x/talk.mp3", File: &show.File{Name: "talk.mp3", Source: "episodes/x/talk.mp3", Hash: "abc"}},
		Chapters: []show.Chapter{{Title: "Hello"}, {Start: 500 * time.Millisecond, Title: "Pumps", Link: "https://example.org/"}},
	}
}

func TestTag(t *testing.T) {
	s := &show.Show{Title: "Two Pens", Hosts: []*show.Person{{Name: "Ada"}, {Name: "Bo"}}}
	tag := stamp.Tag(s, episode(), "https://insider.example/episodes/x", []byte("picture"))
	if tag.Title != "A talk" || tag.Album != "Two Pens" || tag.Artist != "Ada and Bo" || tag.Number != 42 || !tag.Date.Equal(now.Add(time.Hour)) || tag.Source != "abc" ||
		tag.Page != "https://insider.example/episodes/x" || string(tag.Cover) != "picture" || len(tag.Chapters) != 2 || tag.Chapters[1].Link != "https://example.org/" {
		t.Errorf("%+v", tag)
	}
	draft := episode()
	draft.Draft = true
	if tag := stamp.Tag(s, draft, "", nil); !tag.Date.IsZero() {
		t.Errorf("a draft has the date %s", tag.Date)
	}
}

func TestCheckAndKey(t *testing.T) {
	if err := stamp.Check(episode()); err != nil || keyOf(episode()) != "public/episodes/x/talk.mp3" {
		t.Errorf("%v, %s", err, keyOf(episode()))
	}
	uploaded := episode()
	uploaded.Audio.File.Source = "/media/episodes/old-x/talk.mp3"
	if key := keyOf(uploaded); key != "public/episodes/old-x/talk.mp3" {
		t.Errorf("an upload is stamped at %s", key)
	}
	for name, a := range map[string]show.Enclosure{
		"no audio":  {},
		"elsewhere": {URL: "https://example.org/a.mp3", Type: audio.MP3},
		"no MP3":    {File: &show.File{Name: "a.m4a"}, Type: audio.M4A},
	} {
		if err := stamp.Check(&show.Episode{Slug: "x", Audio: a}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHint(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*show.Episode)
		says   string
	}{
		"nothing in it":   {func(*show.Episode) {}, "no cover and no chapters"},
		"a draft":         {func(ep *show.Episode) { ep.Draft, ep.Date = true, now.Add(-time.Hour) }, "no cover"},
		"a cover":         {func(ep *show.Episode) { ep.Audio.Cover = true }, "carries no chapters"},
		"chapters":        {func(ep *show.Episode) { ep.Audio.Chaptered = true }, "carries no cover,"},
		"no chapters":     {func(ep *show.Episode) { ep.Audio.Cover, ep.Chapters = true, nil }, ""},
		"all there":       {func(ep *show.Episode) { ep.Audio.Cover, ep.Audio.Chaptered = true, true }, ""},
		"published":       {func(ep *show.Episode) { ep.Date = now }, ""},
		"another format":  {func(ep *show.Episode) { ep.Audio.Type = audio.M4A }, ""},
		"no audio at all": {func(ep *show.Episode) { ep.Audio = show.Enclosure{} }, ""},
	} {
		ep := episode()
		c.change(ep)
		got := stamp.Hint(ep, now)
		if c.says == "" && got != "" || !strings.Contains(got, c.says) || got != "" && !strings.HasSuffix(got, "insider stamp x") {
			t.Errorf("%s: %q, want %q", name, got, c.says)
		}
	}
}

func keyOf(ep *show.Episode) string { return stamp.NewCopy(ep, nil, audio.Tag{}).Key }

func TestWrite(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "audio", "testdata", "vbr_stereo_48000.mp3"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := bucket.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	ctx := t.Context()
	c := stamp.NewCopy(episode(), bytes.NewReader(data), audio.Tag{Title: "A talk"})
	c.Bytes = int64(len(data))
	written := func() bool {
		t.Helper()
		is, err := c.IsWritten(ctx, b)
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	if written() {
		t.Error("written before anything was")
	}
	info, err := c.Write(ctx, b)
	if err != nil || !written() {
		t.Fatalf("%+v, %v", info, err)
	}
	c.Tag.Title = "Another"
	if written() {
		t.Error("another tag counts as written")
	}
	c.Recording, c.Bytes = strings.NewReader("no sound"), 8
	if _, err := c.Write(ctx, b); !fault.Is(err, fault.Invalid) {
		t.Errorf("no sound: %v", err)
	}
	if after, err := b.Stat(ctx, c.Key); err != nil || after != info {
		t.Errorf("a failure left %+v, %v", after, err)
	}
}
