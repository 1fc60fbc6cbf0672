package app

import (
	"cmp"
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
	from, err := openStamping(ctx, c, files, slug)
	if err != nil {
		return nil, err
	}
	b, err := openBucket(c)
	if err != nil {
		return nil, err
	}
	defer handingOver(c.MediaURL, &err)
	defer b.Close()
	tag, err := from.tag(c.BaseURL.String())
	if err != nil {
		return nil, err
	}
	recording, err := from.library.Open(from.episode.Audio.File.Source)
	if err != nil {
		return nil, err
	}
	defer recording.Close()
	done = &Stamped{File: from.episode.Audio.File.Name, With: tagWords(tag)}
	if done.Published, err = wasPublished(ctx, c, from.episode); err != nil {
		return nil, err
	}
	stamped := stamp.NewCopy(from.episode, recording, tag)
	if same, err := stamped.IsWritten(ctx, b); err != nil || same {
		return done, err
	}
	if done.Published && !force {
		return nil, fault.New(fault.Conflict, "%s is published. A stamped copy has another length, and apps would download it again. To stamp it all the same, add --force.", slug)
	}
	info, err := stamped.Write(ctx, b)
	done.Written, done.Bytes = err == nil, info.Bytes
	return done, err
}

// stamping is an episode to be stamped, and where its files are.
type stamping struct {
	library *content.Library
	show    *show.Show
	episode *show.Episode
}

// openStamping finds the episode with a slug, public or not, whose recording can be stamped.
func openStamping(ctx context.Context, c *config.Config, files Files, slug string) (*stamping, error) {
	options := contentOptions(c, files, "", nil)
	options.Plain = true
	library := content.New(options)
	result, err := library.Load(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(result.Source.Episodes, func(ep *show.Episode) bool { return ep.Slug == slug })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "There is no episode %q that can be read. The name is that of its file or folder without the date; see also: insider check", slug)
	}
	ep := result.Source.Episodes[i]
	return &stamping{library, result.Source.Show, ep}, stamp.Check(ep)
}

// tag returns what the recording is to say, with its cover; site is the public address.
func (x *stamping) tag(site string) (audio.Tag, error) {
	cover, err := x.cover()
	if err != nil {
		return audio.Tag{}, err
	}
	return stamp.Tag(x.show, x.episode, site+x.episode.Path(), cover), nil
}

// cover makes the picture for the tag: the episode's own cover or the show's, nil when there is none.
func (x *stamping) cover() ([]byte, error) {
	cover := cmp.Or(x.episode.Cover, x.show.Cover)
	if cover == nil {
		return nil, nil
	}
	data, err := artwork.Make(func(source string) (artwork.Source, error) { return x.library.Open(source) }, cover.File, stamp.CoverSide)
	if err != nil {
		return nil, fmt.Errorf("the cover %s: %w", cover.File.Source, err)
	}
	return data, nil
}

// wasPublished reports whether apps may have an episode's recording already.
func wasPublished(ctx context.Context, c *config.Config, ep *show.Episode) (bool, error) {
	published, err := publishedItems(ctx, c)
	return stamp.IsPublic(ep, time.Now()) || published[ep.GUID].GUID != "", err
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

func openBucket(c *config.Config) (*bucket.Folder, error) {
	if err := makeDataFolder(c.Data); err != nil {
		return nil, err
	}
	return bucket.OpenFolder(c.MediaURL)
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
