package search

import (
	"context"
	"errors"
	"maps"
	"runtime/debug"
	"slices"
	"time"

	"insider/internal/edition"
)

const (
	again   = 3 * time.Second        // after a failure, and while there is no room
	longest = time.Minute            // after failures in a row, each of which doubles it: building an index anew takes the whole machine
	rest    = 300 * time.Millisecond // after a change, whose pages come first; several quick changes are taken in one
)

// Follow makes an edition the one that is searched. From now on nothing is found that is not public in it; what is new in it
// can be found once Run has read it. Whoever swaps editions does not wait for anything.
func (s *Service) Follow(e *edition.Edition) {
	s.mu.Lock()
	s.edition, s.stale = e, true
	s.mu.Unlock()
	s.wakeUp()
}

// refresh takes over the edition that was given last, before anything is asked or done.
func (s *Service) refresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stale {
		s.things, s.stale = thingsOf(s.edition), false
		s.look()
	}
}

// look finds out what of the index may be shown: what was indexed as it is public now.
func (s *Service) look() {
	s.visible = make(map[int64]*thing, len(s.things))
	for i := range s.things {
		t := &s.things[i]
		if r := s.known[t.path]; r != nil && r.hash == t.hash {
			s.visible[r.id] = t
		}
	}
}

func (s *Service) wakeUp() { signal(s.wake) }

// signal leaves word in a channel, unless there is some already.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Run keeps the index up to the edition until ctx ends. It begins after a while, or when somebody searches: what else a start has
// to do comes first. What fails is logged once and tried again.
func (s *Service) Run(ctx context.Context, after time.Duration) error {
	timer := time.NewTimer(after)
	defer timer.Stop()
	opened, wait := false, again
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		case <-s.asked:
		case <-s.wake:
			if !opened {
				continue // the timer says when
			}
			pause(ctx, rest)
		}
		err := s.work(ctx, &opened)
		s.tell(ctx, err)
		switch {
		case errors.Is(err, ErrFull):
			timer.Reset(again) // what was open stays open and can be searched
		case err != nil:
			opened = false
			timer.Reset(wait)
			wait = min(2*wait, longest)
		default:
			wait = again
		}
	}
}

// pause waits, but not beyond the end of ctx.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// tell logs that the index cannot be used, and that it can be again, once each.
func (s *Service) tell(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	s.mu.Lock()
	was := s.failed
	s.failed = err
	s.mu.Unlock()
	switch full := errors.Is(err, ErrFull); {
	case (err == nil) == (was == nil) && full == errors.Is(was, ErrFull): // told already
	case err == nil:
		s.log.Info("the search index can be used again")
	case full:
		s.log.Error("there is no room for the search index, so what is new cannot be found: make room on the disk of the data folder, and it is finished by itself", "err", err)
	default:
		s.log.Error("the search index cannot be used", "err", err)
	}
}

// work opens the index when it is not open, and brings it up to the edition. A damaged one is begun anew, once.
func (s *Service) work(ctx context.Context, opened *bool) error {
	damaged := s.damaged.Swap(false)
	for {
		if damaged {
			s.log.Warn("the search index is damaged and is built anew")
			if err := s.index.Reset(ctx); err != nil {
				return err
			}
			*opened = false
		}
		err := s.tryWork(ctx, opened)
		if damaged || !errors.Is(err, ErrDamaged) {
			return err
		}
		damaged = true
	}
}

func (s *Service) tryWork(ctx context.Context, opened *bool) error {
	if !*opened {
		items, err := s.index.Open(ctx)
		if err != nil {
			return err
		}
		s.remember(items)
		*opened = true
		s.begin.Do(func() { close(s.ready) })
	}
	return s.catchUp(ctx)
}

// remember takes over what is in an index that was just opened.
func (s *Service) remember(items []Item) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known, s.lowest = make(map[string]*record, len(items)), highestID
	for _, x := range items {
		s.known[x.Path] = &record{x.ID, x.Hash}
		s.lowest = min(s.lowest, x.ID)
	}
	s.look()
}

// catchUp removes what is not public any more and reads what is new, a batch at a time, until nothing is left to do. Before
// each batch it looks at the newest edition, so that a withdrawal never waits for the rest of a long build.
func (s *Service) catchUp(ctx context.Context) error {
	began, built := s.clock(), 0
	for ctx.Err() == nil {
		s.refresh()
		if gone := s.gone(); len(gone) > 0 {
			if err := s.index.Remove(ctx, slices.Sorted(maps.Values(gone))); err != nil {
				return err
			}
			s.forget(gone)
		}
		due := s.due()
		if len(due) == 0 {
			break
		}
		if err := s.put(ctx, due); err != nil {
			return err
		}
		built += len(due)
	}
	if built > batchWeight {
		debug.FreeOSMemory() // every text was read once: what that took is not needed again
		s.log.Info("search index built", "items", built, "took", s.clock().Sub(began).Round(time.Millisecond))
	}
	return nil
}

// Sweep removes what is not public any more and nothing else: for the end, after Run, so that no text that was taken back a moment
// ago outlives the server.
func (s *Service) Sweep(ctx context.Context) error {
	s.refresh()
	gone := s.gone()
	if len(gone) == 0 {
		return nil
	}
	s.forget(gone)
	return s.index.Remove(ctx, slices.Sorted(maps.Values(gone)))
}

// gone returns the IDs of what is known and not public, by path.
func (s *Service) gone() map[string]int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	public := make(map[string]bool, len(s.things))
	for i := range s.things {
		public[s.things[i].path] = true
	}
	out := map[string]int64{}
	for path, r := range s.known {
		if !public[path] {
			out[path] = r.id
		}
	}
	return out
}

func (s *Service) forget(items map[string]int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for path := range items {
		delete(s.known, path)
	}
}
