package app

import (
	"context"
	"fmt"
	"time"

	"insider/internal/config"
	"insider/internal/content"
	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/feedcheck"
)

// FeedReport is what is wrong with a podcast feed.
type FeedReport struct {
	Findings []feedcheck.Finding
	URL      string
	Items    int // episodes in the feed
	Asked    int // episodes whose audio the server was asked for
}

// Text tells the report to a person at a terminal.
func (r *FeedReport) Text() string {
	asked := "no audio asked for"
	if r.Asked > 0 {
		asked = fmt.Sprintf("audio of %d asked for", r.Asked)
	}
	return fmt.Sprintf("%s%s: %s, %s: %s.\n", feedcheck.Text(r.Findings), r.URL, plural(r.Items, "episode", "episodes"), asked, feedcheck.Summary(r.Findings))
}

// Failed reports whether there is a mistake.
func (r *FeedReport) Failed() bool { return feedcheck.Count(r.Findings, feedcheck.Mistake) > 0 }

// Bounds of a feed check.
const (
	checkTime     = 3 * time.Minute // for asking, in all
	artworks      = 20              // pictures that a server is asked for
	artworksAlone = 3               // pictures that are made as the server would: half a second each
)

// FeedCheck judges the feed at an address or, when that is "", the one of the folder with everything that is scheduled, asking
// the server at the base URL for it if one answers. The audio of at most that many of the newest episodes is asked for.
func FeedCheck(ctx context.Context, c *config.Config, files Files, address string, audio int) (*FeedReport, error) {
	asker := feedcheck.NewAsker()
	defer asker.Close()
	patient, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	subject := &feedcheck.Subject{URL: address, Now: time.Now()}
	var own *ownFeed
	var err error
	if address == "" {
		if own, _, err = folderFeed(ctx, c, files); err != nil {
			return nil, err
		}
		published, err := publishedItems(ctx, c)
		if err != nil {
			return nil, err
		}
		if subject, err = own.subject(published, subject.Now); err != nil {
			return nil, err
		}
	}
	data, answer := asker.Feed(patient, subject.URL)
	subject.Answer = answer
	switch {
	case own != nil && answer.Problem != "":
		subject.Answer, subject.Unasked = nil, fmt.Sprintf("No server answers at %s, so audio was not asked for.", c.BaseURL)
	case own == nil && data != nil:
		subject.Feed, subject.Broken = feedcheck.Parse(data)
	}
	report := &FeedReport{URL: subject.URL}
	if subject.Feed != nil {
		report.Items = len(subject.Feed.Items)
		askAround(patient, asker, subject, own, audio)
	}
	report.Asked = len(subject.Enclosures)
	report.Findings = feedcheck.Judge(subject)
	return report, ctx.Err()
}

// askAround asks the server for artwork and audio; without one it looks at the artwork of our own folder.
func askAround(ctx context.Context, asker *feedcheck.Asker, s *feedcheck.Subject, own *ownFeed, audio int) {
	if s.Unasked != "" {
		own.lookAround(s, artworksAlone)
		return
	}
	s.Pictures = asker.Pictures(ctx, s.Feed.Artwork(artworks))
	s.Enclosures = asker.Enclosures(ctx, s.Feed.Audio(s.Now, audio))
}

// FeedChanges is what happens to the feed with the next edition.
type FeedChanges struct {
	Changes  []feedcheck.Change
	Mistakes int // in the folder: an item in a broken file stands among the removed ones
}

// Text tells the changes to a person at a terminal.
func (c *FeedChanges) Text() string {
	text := feedcheck.ChangesText(c.Changes)
	if c.Mistakes > 0 {
		text += fmt.Sprintf("The content has %s, so this may not be all; see: insider check\n", plural(c.Mistakes, "mistake", "mistakes"))
	}
	return text
}

// FeedDiff returns what changes in the feed, with everything that is scheduled, against what was published last.
func FeedDiff(ctx context.Context, c *config.Config, files Files) (*FeedChanges, error) {
	own, mistakes, err := folderFeed(ctx, c, files)
	if err != nil {
		return nil, err
	}
	published, err := publishedItems(ctx, c)
	if err != nil {
		return nil, err
	}
	changes, err := own.changes(published, time.Now())
	return &FeedChanges{changes, mistakes}, err
}

// folderFeed reads the folder as it is now.
func folderFeed(ctx context.Context, c *config.Config, files Files) (own *ownFeed, mistakes int, err error) {
	library := content.New(contentOptions(c, files, "", nil))
	result, err := library.Load(ctx)
	if err != nil {
		return nil, 0, err
	}
	own = &ownFeed{base: c.BaseURL.String(), builder: feed.NewBuilder(c.BaseURL), open: library.Open, size: scaled(library.Open)}
	own.edition = edition.New(result.Source, scheduled)
	return own, len(result.Mistakes), nil
}
