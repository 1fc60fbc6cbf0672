package downloads

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"insider/internal/fault"
)

// Ledger is what a report is made of. Its methods are safe for concurrent use.
type Ledger interface {
	// Episodes returns every episode that was ever public, newest first.
	Episodes(ctx context.Context) ([]Episode, error)
	// ClosedDay returns the newest day that has sums instead of raw events, 0 when there is none.
	ClosedDay(ctx context.Context) (Day, error)
	// Sums returns what was counted on the days that are closed.
	Sums(ctx context.Context) ([]Sum, error)
	// Events calls yield with the raw events recorded after the first and until the last day, as they were recorded.
	Events(ctx context.Context, after, last Day, yield func(Event) error) error
}

// endOfDays is later than any day of an event.
const endOfDays Day = 1 << 30

// remember is how long a report is given again without counting.
const remember = time.Minute

// Reporter makes reports by counting what is kept. It is safe for concurrent use; one report is made at a time.
type Reporter struct {
	Ledger Ledger
	Agents *Agents
	Clock  func() time.Time

	mu    sync.Mutex
	made  time.Time
	query Query
	last  *Report
}

// Report returns the figures of a query, at most a minute old. An episode that was never public is fault.NotFound.
func (r *Reporter) Report(ctx context.Context, q Query) (*Report, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.Clock()
	if r.last != nil && r.query == q && now.Sub(r.made) < remember && DayOf(now) == DayOf(r.made) {
		return r.last, nil
	}
	report, err := r.count(ctx, q, now)
	if err == nil {
		r.made, r.query, r.last = now, q, report
	}
	return report, err
}

func (r *Reporter) count(ctx context.Context, q Query, now time.Time) (*Report, error) {
	episodes, err := r.Ledger.Episodes(ctx)
	if err != nil {
		return nil, err
	}
	if q.Episode != "" {
		if episodes, err = only(episodes, q.Episode); err != nil {
			return nil, err
		}
	}
	sums, rules, err := r.sums(ctx)
	if err != nil {
		return nil, err
	}
	b := newBuilder(q, now, episodes)
	for _, s := range sums {
		b.add(s)
	}
	for j, n := range rules {
		b.addRule(j, n)
	}
	return b.report(), nil
}

// sums returns everything counted so far: the closed days, and the others counted now.
func (r *Reporter) sums(ctx context.Context) ([]Sum, map[Judgement]int, error) {
	closed, err := r.Ledger.ClosedDay(ctx)
	if err != nil {
		return nil, nil, err
	}
	sums, err := r.Ledger.Sums(ctx)
	if err != nil {
		return nil, nil, err
	}
	sums = slices.DeleteFunc(sums, func(s Sum) bool { return s.Day > closed }) // closed between the two questions
	tally := NewTally(r.Agents, closed)
	if err := r.events(ctx, closed, tally.Add); err != nil {
		return nil, nil, err
	}
	sums = append(sums, tally.Close()...)
	rules := tally.Counter.Rules
	maps.DeleteFunc(rules, func(j Judgement, _ int) bool { return j.Day <= closed })
	return sums, rules, nil
}

// events reads the raw events; those of the closed day itself belong to windows that may go on.
func (r *Reporter) events(ctx context.Context, closed Day, add func(Event)) error {
	return r.Ledger.Events(ctx, closed-1, endOfDays, func(e Event) error { add(e); return ctx.Err() })
}

// Why calls yield with each request for an episode in the days of the query and what became of it, in the order in which
// that was decided.
func (r *Reporter) Why(ctx context.Context, q Query, yield func(Event, Verdict) error) error {
	episodes, err := r.Ledger.Episodes(ctx)
	if err != nil {
		return err
	}
	if q.Episode != "" {
		if episodes, err = only(episodes, q.Episode); err != nil {
			return err
		}
		q.Episode = episodes[0].GUID
	}
	closed, err := r.Ledger.ClosedDay(ctx)
	if err != nil {
		return err
	}
	var failed error
	counter := Counter{Agents: r.Agents, Judged: func(e Event, v Verdict) {
		day := DayOf(e.At)
		if failed == nil && day > closed && day >= q.From && day <= q.To && (q.Episode == "" || e.Item == q.Episode) {
			failed = yield(e, v)
		}
	}}
	if err := r.events(ctx, closed, counter.Add); err != nil {
		return err
	}
	counter.Close()
	return failed
}

// only returns the one episode with the slug or guid.
func only(episodes []Episode, name string) ([]Episode, error) {
	i := slices.IndexFunc(episodes, func(e Episode) bool { return e.Slug == name || e.GUID == name })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "No episode %q was ever public. Name it by its slug, the last part of its address.", name)
	}
	return episodes[i : i+1], nil
}
