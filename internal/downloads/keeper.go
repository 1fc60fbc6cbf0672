package downloads

import (
	"context"
	"time"
)

// Archive is what ageing needs of the journal. Its methods are safe for concurrent use, by several processes too.
type Archive interface {
	// DestroySalts deletes the salts of all days but those from first to last, so that nobody can read them again.
	DestroySalts(ctx context.Context, first, last Day) error
	// ClosedDay returns the newest day that has sums instead of raw events, 0 when there is none.
	ClosedDay(ctx context.Context) (Day, error)
	// OldestEvents returns the first day of which raw events are kept, 0 when there are none.
	OldestEvents(ctx context.Context) (Day, error)
	// Events calls yield with the raw events recorded after the first and until the last day, as they were recorded.
	Events(ctx context.Context, after, last Day, yield func(Event) error) error
	// CloseDay keeps sums of a day instead of all raw events until then, and of these only rest. It does nothing when the
	// day is closed already.
	CloseDay(ctx context.Context, day Day, sums []Sum, rest []Event) error
}

// Keeper lets what was counted grow old: salts for 48 hours, raw events for so many days, sums for ever.
type Keeper struct {
	Archive Archive
	Agents  *Agents
	Clock   func() time.Time
	Elapsed func() time.Duration // since any moment, whatever the clock is set to; nil: the clock is never set
	Days    int                  // raw events are kept so many days

	told    time.Time     // by the clock when Tidy was called
	elapsed time.Duration // then
	doubt   time.Duration // until so much has elapsed the clock is not believed
}

// Tidy destroys old salts and turns old raw events into sums. It is cheap when there is nothing to do. One goroutine calls it.
func (k *Keeper) Tidy(ctx context.Context) error {
	now := k.Clock().Round(0) // as calendars have it
	today := DayOf(now)
	if err := k.Archive.DestroySalts(ctx, today-1, today+1); err != nil {
		return err
	}
	if k.doubts(now) {
		return nil
	}
	closed, err := k.Archive.ClosedDay(ctx)
	if err != nil {
		return err
	}
	oldest, err := k.Archive.OldestEvents(ctx)
	if err != nil || oldest == 0 {
		return err
	}
	for day := max(closed+1, oldest); day < today-Day(k.Days); day++ {
		if err := k.close(ctx, day); err != nil {
			return err
		}
	}
	return nil
}

// How long a clock is not believed: of a day that was closed nothing is counted any more, so a year in which nobody listened must
// not begin by a mistake.
const (
	warmUp = time.Hour      // after a start, for machines whose clock is set only then
	settle = 24 * time.Hour // after it was set
)

// doubts reports whether the program began lately, or the clock was set lately by more than an hour.
func (k *Keeper) doubts(now time.Time) bool {
	if k.Elapsed == nil {
		return false
	}
	elapsed := k.Elapsed()
	switch off := now.Sub(k.told) - (elapsed - k.elapsed); {
	case k.told.IsZero():
		k.doubt = elapsed + warmUp
	case off.Abs() > time.Hour:
		k.doubt = elapsed + settle
	}
	k.told, k.elapsed = now, elapsed
	return elapsed < k.doubt
}

// close sums one day. Windows that began on it may go on in the next day, so their events stay until that one is closed;
// events of windows that began before go.
func (k *Keeper) close(ctx context.Context, day Day) error {
	tally := NewTally(k.Agents, day-1)
	var rest []Event
	tally.Counter.Judged = func(e Event, v Verdict) {
		if e.Recorded <= day && !v.Opened.IsZero() && DayOf(v.Opened) == day {
			rest = append(rest, e)
		}
	}
	err := k.Archive.Events(ctx, day-2, day+1, func(e Event) error { tally.Add(e); return ctx.Err() })
	if err != nil {
		return err
	}
	var sums []Sum
	for _, s := range tally.Close() {
		if s.Day == day {
			sums = append(sums, s)
		}
	}
	return k.Archive.CloseDay(ctx, day, sums, rest)
}
