package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"insider/internal/config"
	"insider/internal/content"
	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/feedcheck"
	"insider/internal/store"
)

// Report is what is wrong with a content folder.
type Report struct {
	Mistakes []content.Mistake
	Hints    []string        // what is worth knowing, though nothing is wrong
	source   *edition.Source // nil when nothing could be read
}

// Summary is the last line of a check.
func (r *Report) Summary() string {
	count := "Nothing could be read"
	if s := r.source; s != nil {
		count = strings.Join([]string{plural(len(s.Episodes), "episode", "episodes"), plural(len(s.Articles), "article", "articles"),
			plural(len(s.Pages), "page", "pages"), plural(len(s.People), "person", "people")}, ", ")
	}
	if len(r.Mistakes) == 0 {
		return count + ": no mistakes."
	}
	return count + ": " + plural(len(r.Mistakes), "mistake", "mistakes") + "."
}

// Check reads the content folder as it is now, remembers nothing, and holds it against what was published before when
// there is a database.
func Check(ctx context.Context, c *config.Config, files Files) (*Report, error) {
	if c.Content != "" {
		if _, err := os.Stat(c.Content); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no folder %s; make one with: insider init %s", c.Content, c.Content)
		}
	}
	result, err := content.New(contentOptions(c, files, "", nil)).Load(ctx)
	if result == nil {
		return nil, err
	}
	report := &Report{Mistakes: result.Mistakes, source: result.Source}
	if result.Source != nil {
		if hint := feed.MoveNotice(c.BaseURL, result.Source.Show); hint != "" {
			report.Hints = append(report.Hints, hint)
		}
		report.Hints = append(report.Hints, stampHints(result.Source.Episodes, time.Now())...)
		published, err := publishedItems(ctx, c)
		if err != nil {
			report.Hints = append(report.Hints, "What was published before is not known, so guids and numbers were not compared. "+Explain(err))
		}
		report.Mistakes = append(report.Mistakes, comparePublished(result.Source, published, time.Now())...)
	}
	return report, nil
}

// publishedItems returns what the feed told before, nil when there is no database to ask yet.
func publishedItems(ctx context.Context, c *config.Config) (map[string]store.PublishedItem, error) {
	s, err := store.Open(ctx, store.Config{URL: c.DatabaseURL, ReadOnly: true})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.PublishedItems(ctx)
}

// comparePublished finds what listeners' apps would notice: an episode that lost its guid or its number.
func comparePublished(source *edition.Source, published map[string]store.PublishedItem, now time.Time) (mistakes []content.Mistake) {
	for _, c := range feedcheck.Compare(sourceItems(source), publishedFeed(published), now) {
		if f, changed := c.Field(feedcheck.GUID); changed {
			mistakes = append(mistakes, content.Mistake{File: c.Item.Source, Rule: "guid-changed",
				Sentence: fmt.Sprintf("guid is %q, but the episode was published with %q; apps would download it again.", f.Is, f.Was),
				Fix:      fmt.Sprintf("Write: guid: %s", f.Was)})
		}
		if f, changed := c.Field(feedcheck.Number); changed {
			mistakes = append(mistakes, content.Mistake{File: c.Item.Source, Rule: "number-changed",
				Sentence: fmt.Sprintf("number is %s, but the episode was published as number %s; a number once published stays.", f.Is, f.Was),
				Fix:      fmt.Sprintf("Write: number: %s", f.Was)})
		}
	}
	return mistakes
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
