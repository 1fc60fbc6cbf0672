package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"insider/internal/artwork"
	"insider/internal/audio"
	"insider/internal/bucket"
	"insider/internal/config"
	"insider/internal/content"
	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/stamp"
)

// Stamped tells what a stamping did.
type Stamped struct {
	File      string   // name of the recording
	With      []string // what the tag says, in words
	Written   bool     // false: the copy was there already
	Bytes     int64    // of the copy
	Published bool     // apps may have the recording already
}

// Stamp writes a stamped copy of an episode's recording into the bucket. What was published is only stamped with force,
// because apps download it again. A running server serves the copy at once and tells its length within seconds.
func Stamp(ctx context.Context, c *config.Config, files Files, slug string, force bool) (done *Stamped, err error) {
	if c.Content == "" {
		return nil, fault.New(fault.Invalid, "The show in the binary cannot be stamped. Name the folder of your show with --content.")
	}
	options := contentOptions(c, files, "", nil)
	options.Plain = true
	library := content.New(options)
	result, err := library.Load(ctx)
	if err != nil {
		return nil, err
	}
	ep, err := episodeToStamp(result, slug)
	if err != nil {
		return nil, err
	}
	b, err := openBucket(c)
	if err != nil {
		return nil, err
	}
	defer handingOver(c.MediaURL, &err)
	defer b.Close()
	cover, err := coverFor(library, result.Source.Show, ep)
	if err != nil {
		return nil, err
	}
	recording, err := library.Open(ep.Audio.File.Source)
	if err != nil {
		return nil, err
	}
	defer recording.Close()
	size, key := ep.Audio.File.Bytes, stamp.Key(ep)
	tag := stamp.Tag(result.Source.Show, ep, c.BaseURL.String()+ep.Path(), cover)
	done = &Stamped{File: ep.Audio.File.Name, With: tagWords(tag)}
	published, err := publishedItems(ctx, c)
	if err != nil {
		return nil, err
	}
	done.Published = stamp.IsPublic(ep, time.Now()) || published[ep.GUID].GUID != ""
	if same, err := stamp.IsWritten(ctx, b, key, recording, size, tag); err != nil || same {
		return done, err
	}
	if done.Published && !force {
		return nil, fault.New(fault.Conflict, "%s is published. A stamped copy has another length, and apps would download it again. To stamp it all the same, add --force.", slug)
	}
	info, err := stamp.Write(ctx, b, key, recording, size, tag)
	done.Written, done.Bytes = err == nil, info.Bytes
	return done, err
}

// tagWords lists what a tag says.
func tagWords(t audio.Tag) []string {
	words := []string{"title", "show"}
	for _, x := range []struct {
		is   bool
		word string
	}{
		{t.Number > 0, "number"}, {!t.Date.IsZero(), "date"}, {t.Cover != nil, "cover"},
		{len(t.Chapters) > 0, plural(len(t.Chapters), "chapter", "chapters")},
	} {
		if x.is {
			words = append(words, x.word)
		}
	}
	return words
}

// episodeToStamp finds the episode with a slug, public or not.
func episodeToStamp(result *content.Result, slug string) (*show.Episode, error) {
	i := slices.IndexFunc(result.Source.Episodes, func(ep *show.Episode) bool { return ep.Slug == slug })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "There is no episode %q that can be read. The name is that of its file or folder without the date; see also: insider check", slug)
	}
	ep := result.Source.Episodes[i]
	return ep, stamp.Check(ep)
}

func openBucket(c *config.Config) (*bucket.Folder, error) {
	if err := makeDataFolder(c.Data); err != nil {
		return nil, err
	}
	return bucket.OpenFolder(c.MediaURL)
}

// coverFor makes the picture for an episode's tag: its own cover or the show's, nil when there is none.
func coverFor(library *content.Library, s *show.Show, ep *show.Episode) ([]byte, error) {
	cover := s.Cover
	if ep.Cover != nil {
		cover = ep.Cover
	}
	if cover == nil {
		return nil, nil
	}
	data, err := artwork.Make(func(source string) (artwork.Source, error) { return library.Open(source) }, cover.File, stamp.CoverSide)
	if err != nil {
		return nil, fmt.Errorf("the cover %s: %w", cover.File.Source, err)
	}
	return data, nil
}

// stampHints says which recordings would better be stamped before they are published.
func stampHints(episodes []*show.Episode, now time.Time) []string {
	var hints []string
	for _, ep := range episodes {
		if hint := stamp.Hint(ep, now); hint != "" {
			hints = append(hints, hint)
		}
	}
	return hints
}
