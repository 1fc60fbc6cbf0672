package app

import (
	"bytes"
	"cmp"
	"io"
	"time"

	"insider/internal/content"
	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/feed"
	"insider/internal/feedcheck"
	"insider/internal/picture"
	"insider/internal/show"
	"insider/internal/store"
)

// ownFeed is the feed of the show with everything that is scheduled.
type ownFeed struct {
	base    string // public address
	builder *feed.Builder
	open    func(source string) (content.File, error)
	size    func(file *show.File, side int) (io.ReadCloser, error) // of a square picture, as JPEG
	edition *edition.Edition                                       // at scheduled
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

// lookAround looks at the show's artwork and that of the newest episodes, at most n pictures, without a server.
func (o *ownFeed) lookAround(s *feedcheck.Subject, n int) {
	s.Pictures = map[string]feedcheck.Picture{}
	if s.Feed == nil {
		return
	}
	for _, address := range s.Feed.Artwork(n) {
		if p, ok := o.picture(address); ok {
			s.Pictures[address] = p
		}
	}
}

// picture looks at artwork of the content folder: a file of it, or the size of one that the feed names.
func (o *ownFeed) picture(address string) (feedcheck.Picture, bool) {
	covers := []*show.Image{o.edition.Show.Cover}
	for _, ep := range o.edition.Episodes {
		covers = append(covers, ep.Cover)
	}
	for _, cover := range covers {
		if cover == nil || cover.File == nil {
			continue
		}
		if sized := cover.Sized(show.CoverSides[0]); sized != cover && o.base+sized.Path == address {
			return look(o.size(cover.File, sized.Width)), true
		}
		if o.base+cover.Path == address {
			return look(o.open(cover.File.Source)), true
		}
	}
	return feedcheck.Picture{}, false
}

// look looks at an open picture and closes it.
func look[R io.ReadCloser](r R, err error) feedcheck.Picture {
	if err != nil {
		return feedcheck.Picture{Problem: cmp.Or(fault.Sentence(err), "It cannot be read.")}
	}
	defer r.Close()
	return feedcheck.Look(r)
}

// scaled makes a size of a picture of the content folder, and keeps nothing.
func scaled(open func(source string) (content.File, error)) func(*show.File, int) (io.ReadCloser, error) {
	return func(file *show.File, side int) (io.ReadCloser, error) {
		f, err := open(file.Source)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		data, err := io.ReadAll(io.LimitReader(f, file.Bytes))
		if err != nil {
			return nil, err
		}
		data, err = picture.Scale(data, side)
		return io.NopCloser(bytes.NewReader(data)), err
	}
}
