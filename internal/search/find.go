package search

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"insider/internal/fault"
	"insider/internal/show"
)

const (
	maxDocuments = 10_000 // that are counted and ranked
	maxPassages  = 4_000  // that are counted and ranked, the newest of them
	groupHits    = 5      // of a kind on the page of all kinds
	allHits      = 50     // of a kind on a page of its own
	groupMoments = 10     // on the page of all kinds
	momentsEach  = 3      // of one episode on that page
)

// Kinds are the kinds of results in the order in which they are shown.
var Kinds = []show.Kind{show.Episodes, Transcripts, show.Articles, show.Stories, show.People, show.Pages}

// Results is what was found.
type Results struct {
	Query  Query
	Only   show.Kind // that was asked for, "" for every kind
	Groups []Group   // of the kinds that have something, in the order of Kinds
	Any    bool      // nothing has all the words; these have some of them
	Hint   string    // a query that would find something, "" for none
	State  State     // of the index
}

// Total is how many things and moments were found.
func (r *Results) Total() (n int) {
	for _, g := range r.Groups {
		n += g.Total
	}
	return n
}

// Group is what was found of one kind, the best first.
type Group struct {
	Kind  show.Kind
	Total int     // also of those that are not listed
	More  bool    // Total is where counting stopped
	Hits  []Hit   // of every kind but Transcripts
	Talks []*Talk // of Transcripts
}

// Hit is a document.
type Hit struct {
	Path    string
	Item    show.Item // nil for people and pages
	Person  *show.Person
	Title   []Segment
	Names   []Segment // those of people, topics and labels that match, a comma between
	Excerpt []Segment // of the text where it matches, else nil
}

// Talk is an episode in which the words are said.
type Talk struct {
	Episode *show.Episode
	Total   int // moments, also those that are not listed
	Moments []Moment
}

// Moment is where something is said.
type Moment struct {
	At      time.Duration
	Speaker string // the label as the transcript has it
	Text    []Segment
}

// Search returns what is public and matches. only asks for one kind and more of it; "" is every kind. What somebody typed
// is never an error: faults are of kind Unavailable, when the index cannot be used or everybody searches.
func (s *Service) Search(ctx context.Context, typed string, only show.Kind) (*Results, error) {
	r := &Results{Query: Parse(typed), Only: only}
	if r.Query.Empty() {
		r.State = s.State()
		return r, nil
	}
	s.queries.Add(1)
	if err := s.ask(ctx, func(ctx context.Context) error { return s.search(ctx, r) }); err != nil {
		return nil, err
	}
	r.State = s.State()
	return r, nil
}

// ask runs f when the index is open and it is its turn, for so long.
func (s *Service) ask(ctx context.Context, f func(ctx context.Context) error) error {
	if err := s.awaitReady(ctx); err != nil {
		return err
	}
	release, err := s.turns.take(ctx)
	if err != nil {
		return err
	}
	defer release()
	s.refresh()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := f(ctx); err != nil {
		return s.explain(ctx, err)
	}
	return nil
}

// errNotReady is for an index that is not open in time.
var errNotReady = fault.New(fault.Unavailable, "Search is not ready yet. Please try again in a minute. Everything else is there.")

// awaitReady waits until the index is open, and has it opened when that was still to come.
func (s *Service) awaitReady(ctx context.Context) error {
	select {
	case <-s.ready:
		return nil
	default:
	}
	if s.State().Failed {
		return errNotReady
	}
	signal(s.asked)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-s.ready:
		return nil
	case <-timer.C:
	case <-ctx.Done():
	}
	return errNotReady
}

// search looks for all words, then for any.
func (s *Service) search(ctx context.Context, r *Results) (err error) {
	if r.Groups, err = s.find(ctx, r.Query.all(), r.Only); err != nil || len(r.Groups) > 0 {
		return err
	}
	if r.Hint, err = s.hint(ctx, r.Query); err != nil {
		return err
	}
	if len(r.Query.terms) > 1 {
		r.Groups, err = s.find(ctx, r.Query.any(), r.Only)
		r.Any = len(r.Groups) > 0
	}
	return err
}

// explain says what a failed search means to whoever searches, and has a damaged index built anew.
func (s *Service) explain(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, ErrDamaged):
		s.damaged.Store(true)
		s.wakeUp()
		return fault.Wrap(err, fault.Unavailable, "The search index is being built anew. Please try again in a minute.")
	case ctx.Err() != nil:
		return fault.Wrap(err, fault.Unavailable, "This search takes too long. Try fewer or rarer words.")
	case fault.Is(err, fault.Unavailable):
		return fault.Wrap(err, fault.Unavailable, "Search is not available just now. Everything else is.")
	}
	return err
}

// find returns the groups of what matches.
func (s *Service) find(ctx context.Context, match string, only show.Kind) ([]Group, error) {
	found := map[show.Kind]*Group{}
	if only != Transcripts {
		if err := s.findDocuments(ctx, match, only, found); err != nil {
			return nil, err
		}
	}
	if only == "" || only == Transcripts {
		g, err := s.findMoments(ctx, match, only)
		if err != nil {
			return nil, err
		}
		found[Transcripts] = g
	}
	var groups []Group
	for _, kind := range Kinds {
		if g := found[kind]; g != nil && g.Total > 0 {
			groups = append(groups, *g)
		}
	}
	return groups, nil
}

// shown returns the thing with an ID when it may be shown, nil otherwise.
func (s *Service) shown(id int64) *thing {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.visible[id]
}

// rank sorts what was found: the best first, the newest among equals.
func rank(found []Found) {
	slices.SortFunc(found, func(a, b Found) int {
		return cmp.Or(cmp.Compare(a.Score, b.Score), cmp.Compare(a.ID, b.ID), a.Number-b.Number)
	})
}
