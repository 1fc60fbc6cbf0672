package search

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"insider/internal/show"
)

const (
	batchWeight  = 256 // of what is written in one transaction
	scriptWeight = 8   // of a transcript; a document weighs 1
)

// job is a thing that has to be read, and its ID.
type job struct {
	*thing
	id int64
}

// due returns the next batch: first what changed, for its old words are still in the file, then documents, then transcripts,
// always the newest first. An index takes longer when kinds are mixed.
func (s *Service) due() []job {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.number()
	for _, isNext := range []func(*thing, *record) bool{
		func(_ *thing, r *record) bool { return r.hash != 0 },
		func(t *thing, _ *record) bool { return t.kind != Transcripts },
		func(*thing, *record) bool { return true },
	} {
		if batch := s.batch(isNext); len(batch) > 0 {
			return batch
		}
	}
	return nil
}

// batch returns as much as one transaction takes of what is not in the index as it is now, with IDs that go up.
func (s *Service) batch(isNext func(*thing, *record) bool) []job {
	var batch []job
	weight := 0
	for i := range s.things {
		t := &s.things[i]
		r := s.known[t.path]
		if r.hash == t.hash || !isNext(t, r) {
			continue
		}
		batch = append(batch, job{t, r.id})
		if weight += weightOf(t); weight >= batchWeight {
			break
		}
	}
	slices.SortFunc(batch, func(a, b job) int { return cmp.Compare(a.id, b.id) })
	return batch
}

// number gives an ID to each thing that has none, the newest the lowest.
func (s *Service) number() {
	for i := len(s.things) - 1; i >= 0; i-- {
		if path := s.things[i].path; s.known[path] == nil {
			s.lowest--
			s.known[path] = &record{id: s.lowest}
		}
	}
}

func weightOf(t *thing) int {
	if t.kind == Transcripts {
		return scriptWeight
	}
	return 1
}

// put writes a batch and makes it findable.
func (s *Service) put(ctx context.Context, batch []job) error {
	s.mu.RLock()
	of := s.edition.Show
	s.mu.RUnlock()
	written := 0
	if err := s.index.Put(ctx, s.entries(ctx, of, batch, &written)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range batch[:written] {
		if r := s.known[j.path]; r != nil {
			r.hash = j.hash
		}
	}
	s.look()
	return nil
}

// entries reads the things of a batch one by one. What cannot be read is found by its title alone until it changes or the
// program is started again. written counts what was taken.
func (s *Service) entries(ctx context.Context, of *show.Show, batch []job, written *int) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		*written = 0
		for _, j := range batch {
			if ctx.Err() != nil {
				return
			}
			e, err := entry(of, j.thing)
			e.ID = j.id
			if err != nil {
				s.log.Warn("not all can be searched", "path", j.path, "err", err)
				e.Hash = 0
			}
			*written++
			if !yield(e) {
				return
			}
		}
	}
}
