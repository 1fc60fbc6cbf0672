package app

import (
	"context"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"time"

	"insider/internal/content"
	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/show"
	"insider/internal/store"
	"insider/internal/story"
)

// revisionPoll is how often each process asks whether another one changed what is public.
const revisionPoll = 500 * time.Millisecond

// press makes editions: it joins content and stories, keeps the moments of change as rows, and swaps the result in. One
// loop does all of it, so that an edition is never made from halves.
type press struct {
	library *content.Library
	store   *store.Store
	stories *story.Service
	builder *feed.Builder
	clock   func() time.Time
	log     *slog.Logger
	holder  *edition.Holder

	results  chan *content.Result // newest scan that waits, at most one
	mistakes atomic.Pointer[[]content.Mistake]
	revision int64       // of the stories in the current edition
	recorded string      // hash of the edition whose items were last kept as rows
	items    []feed.Item // those items
	failing  bool        // the database failed last time: said once in the log
}

// first loads content and stories and makes the first edition. The rows of its feed items wait for run: they need the notes
// of every episode, and no reader should wait for those.
func (p *press) first(ctx context.Context) error {
	p.results = make(chan *content.Result, 1)
	result, err := p.library.Load(ctx)
	if err != nil {
		return err
	}
	if err := p.stamp(ctx, result); err != nil {
		return err
	}
	stories, err := p.loadStories(ctx)
	if err != nil {
		return err
	}
	source := *result.Source
	source.Stories, source.Gone = stories.Stories, stories.Gone
	if source.Removed == nil {
		source.Removed = map[show.Kind]time.Time{}
	}
	source.Removed[show.Stories] = stories.Removed
	p.holder = edition.NewHolder(edition.New(&source, p.clock()), p.clock)
	p.noteMistakes(result.Mistakes)
	return nil
}

// scanned takes the newest scan; an older one that still waits is dropped.
func (p *press) scanned(r *content.Result) {
	for {
		select {
		case p.results <- r:
			return
		default:
		}
		select {
		case <-p.results:
		default:
		}
	}
}

// run follows content, stories and the clock until ctx ends. What the database cannot do now is tried again at the next
// tick; the last good edition stays.
func (p *press) run(ctx context.Context) error {
	tick := time.NewTicker(revisionPoll)
	defer tick.Stop()
	var waiting *content.Result
	for {
		select {
		case <-ctx.Done():
			return nil
		case waiting = <-p.results:
			p.noteMistakes(waiting.Mistakes)
		case <-tick.C:
		}
		err := p.step(ctx, waiting)
		if err == nil {
			waiting = nil
		}
		p.tell(ctx, err)
	}
}

func (p *press) step(ctx context.Context, scan *content.Result) error {
	if scan != nil {
		if err := p.setContent(ctx, scan); err != nil {
			return err
		}
	}
	if err := p.followStories(ctx); err != nil {
		return err
	}
	return p.recordItems(ctx)
}

// setContent makes the edition of a scan. It becomes the current one even when readers see no difference: what is scheduled
// may have changed in it.
func (p *press) setContent(ctx context.Context, r *content.Result) error {
	if err := p.stamp(ctx, r); err != nil {
		return err
	}
	p.holder.Update(func(e *edition.Edition) *edition.Edition { return e.WithContent(r.Source, p.clock()) })
	return nil
}

// stamp keeps what was scanned as rows and gives each item the moment it changed.
func (p *press) stamp(ctx context.Context, r *content.Result) error {
	files := make([]store.ContentFile, len(r.Files))
	for i, f := range r.Files {
		files[i] = store.ContentFile{Path: f.Path, Hash: f.Hash}
	}
	times, err := p.store.RecordFiles(ctx, files, p.clock())
	if err != nil {
		return err
	}
	r.Stamp(func(path string) time.Time { return times.Changed[path] })
	r.Source.Removed = map[show.Kind]time.Time{}
	for segment, t := range times.Removed {
		r.Source.Removed[show.Kind(segment)] = t
	}
	return nil
}

// followStories takes over stories when any process changed what is public.
func (p *press) followStories(ctx context.Context) error {
	revision, err := p.stories.Revision(ctx)
	if err != nil || revision == p.revision {
		return err
	}
	stories, err := p.loadStories(ctx)
	if err != nil {
		return err
	}
	p.holder.Update(func(e *edition.Edition) *edition.Edition {
		return e.WithStories(stories.Stories, stories.Gone, stories.Removed, p.clock())
	})
	return nil
}

func (p *press) loadStories(ctx context.Context) (story.Public, error) {
	stories, err := p.stories.Published(ctx)
	if err == nil {
		p.revision = stories.Revision
	}
	return stories, err
}

// recordItems keeps what the feed tells about each episode, once for each edition.
func (p *press) recordItems(ctx context.Context) error {
	e := p.holder.Current()
	if e.Hash == p.recorded || e.Drafts {
		return nil
	}
	items, err := p.builder.Items(e)
	if err != nil {
		return err
	}
	if p.recorded != "" && slices.Equal(items, p.items) {
		p.recorded = e.Hash // what changed is no episode
		return nil
	}
	known, err := p.store.PublishedItems(ctx)
	if err != nil {
		return err
	}
	rows := make([]store.PublishedItem, len(items))
	for i, x := range items {
		if rows[i], err = itemRow(p.builder, e, x, known[x.GUID], p.clock()); err != nil {
			return err
		}
	}
	if err := p.store.RecordItems(ctx, known, rows); err != nil {
		return err
	}
	if p.recorded == "" {
		debug.FreeOSMemory() // the notes of every episode were written once: what that took is not needed again
	}
	p.recorded, p.items = e.Hash, items
	return nil
}

func (p *press) noteMistakes(mistakes []content.Mistake) {
	p.mistakes.Store(&mistakes)
	for _, m := range mistakes {
		p.log.Warn("content mistake", "file", m.File, "line", m.Line, "rule", m.Rule)
	}
}

// Mistakes returns what is wrong in the content folder now.
func (p *press) Mistakes() []content.Mistake {
	if m := p.mistakes.Load(); m != nil {
		return *m
	}
	return nil
}

// tell logs that the database fails, and that it came back, once each.
func (p *press) tell(ctx context.Context, err error) {
	switch {
	case ctx.Err() != nil:
	case err != nil && !p.failing:
		p.log.Error("the edition waits for the database", "err", err)
	case err == nil && p.failing:
		p.log.Info("the edition follows the database again")
	}
	p.failing = err != nil
}
