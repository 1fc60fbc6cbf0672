package app

import (
	"context"
	"io"
	"net/url"
	"sync"

	"insider/internal/content"
	"insider/internal/edition"
	"insider/internal/feedcheck"
	"insider/internal/show"
	"insider/internal/store"
	"insider/internal/websub"
)

// feedDesk is what the desk sees of the feed. The feed of an edition is read once.
type feedDesk struct {
	store *store.Store
	press *press
	base  *url.URL
	open  func(source string) (content.File, error)
	size  func(file *show.File, side int) (io.ReadCloser, error)

	mu      sync.Mutex
	of      *edition.Edition // that subject and own are of
	own     *ownFeed
	subject *feedcheck.Subject
}

func (a *App) feedDesk() *feedDesk {
	return &feedDesk{store: a.store, press: a.press, base: a.config.BaseURL, open: a.library.Open,
		size: func(file *show.File, side int) (io.ReadCloser, error) {
			return a.covers.Open(context.Background(), file, side)
		}}
}

// Findings judges the feed with everything that is scheduled, without asking the server, which would be itself.
func (d *feedDesk) Findings(ctx context.Context) ([]feedcheck.Finding, error) {
	s, err := d.look(ctx)
	if err != nil {
		return nil, err
	}
	return feedcheck.Judge(s), nil
}

// Changes returns what the schedule changes in the feed, and what was changed lately.
func (d *feedDesk) Changes(ctx context.Context) ([]feedcheck.Change, error) {
	s, err := d.look(ctx)
	if err != nil {
		return nil, err
	}
	return s.Changes, nil
}

// Hubs says how things stand with each hub.
func (d *feedDesk) Hubs(ctx context.Context) ([]websub.Status, error) { return d.store.Hubs(ctx) }

// look returns the feed as it is now against the rows as they are now.
func (d *feedDesk) look(ctx context.Context) (*feedcheck.Subject, error) {
	rows, err := d.store.PublishedItems(ctx)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.press.clock()
	if e := d.press.holder.Current(); d.of != e {
		own := &ownFeed{base: d.base.String(), builder: d.press.builder, open: d.open, size: d.size, edition: e.At(scheduled)}
		s, err := own.subject(rows, now)
		if err != nil {
			return nil, err
		}
		own.lookAround(s, artworksAlone)
		d.of, d.own, d.subject = e, own, s
	}
	s := *d.subject
	s.Now = now
	s.Changes, err = d.own.changes(rows, now)
	return &s, err
}
