package app

import (
	"time"

	"insider/internal/content"
	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/feed"
	"insider/internal/feedcheck"
	"insider/internal/show"
	"insider/internal/store"
)

// ownFeed is the feed of the show with everything that is scheduled.
type ownFeed struct {
	base    string // public address
	builder *feed.Builder
	open    func(source string) (content.File, error)
	edition *edition.Edition // at scheduled
}

// subject is what is known of the feed without asking a server.
func (o *ownFeed) subject(rows map[string]store.PublishedItem, now time.Time) (*feedcheck.Subject, error) {
	s := &feedcheck.Subject{URL: o.base + feed.PodcastPath, Now: now, Sources: map[string]string{}}
	for _, ep := range o.edition.Episodes {
		s.Sources[ep.GUID] = ep.Source
	}
	var err error
	if s.Changes, err = o.changes(rows, now); err != nil {
		return nil, err
	}
	return s, o.read(s)
}

// read builds every page of the feed and reads it back as one.
func (o *ownFeed) read(s *feedcheck.Subject) error {
	for page := 1; s.Broken == nil; page++ {
		data, err := o.builder.PodcastPage(o.edition, page)
		if page > 1 && fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		f, broken := feedcheck.Parse(data)
		switch {
		case broken != nil:
			s.Feed, s.Broken = nil, broken
		case s.Feed == nil:
			s.Feed = f
		default:
			s.Feed.Items = append(s.Feed.Items, f.Items...)
		}
	}
	return nil
}

// changes returns what happens to the feed's items against what was published last.
func (o *ownFeed) changes(rows map[string]store.PublishedItem, now time.Time) ([]feedcheck.Change, error) {
	published := publishedFeed(rows)
	items, err := feedItems(o.builder, o.edition, published)
	if err != nil {
		return nil, err
	}
	return feedcheck.Compare(items, published, now), nil
}

// lookAround looks at the artwork that lies in the content folder and returns the addresses of the rest. A nil feed has
// nothing in the folder.
func (o *ownFeed) lookAround(s *feedcheck.Subject) (elsewhere []string) {
	s.Pictures = map[string]feedcheck.Picture{}
	if s.Feed == nil {
		return nil
	}
	for _, address := range s.Feed.Artwork(artworks) {
		if p, ok := o.picture(address); ok {
			s.Pictures[address] = p
		} else {
			elsewhere = append(elsewhere, address)
		}
	}
	return elsewhere
}

// picture looks at artwork of the content folder.
func (o *ownFeed) picture(address string) (feedcheck.Picture, bool) {
	if o == nil {
		return feedcheck.Picture{}, false
	}
	covers := []*show.Image{o.edition.Show.Cover}
	for _, ep := range o.edition.Episodes {
		covers = append(covers, ep.Cover)
	}
	for _, cover := range covers {
		if cover == nil || cover.File == nil || o.base+cover.Path != address {
			continue
		}
		f, err := o.open(cover.File.Source)
		if err != nil {
			return feedcheck.Picture{Problem: fault.Sentence(err)}, true
		}
		defer f.Close()
		return feedcheck.Look(f), true
	}
	return feedcheck.Picture{}, false
}
