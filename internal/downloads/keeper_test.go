package downloads

import (
	"context"
	"slices"
	"testing"
	"time"
)

// closings is an archive in memory that notes which days are closed.
type closings struct {
	oldest Day
	closed []Day
	salts  []Day // first and last of those that were kept
}

func (c *closings) DestroySalts(_ context.Context, first, last Day) error {
	c.salts = []Day{first, last}
	return nil
}

func (c *closings) ClosedDay(context.Context) (Day, error) {
	if len(c.closed) == 0 {
		return 0, nil
	}
	return c.closed[len(c.closed)-1], nil
}

func (c *closings) OldestEvents(context.Context) (Day, error) { return c.oldest, nil }

func (c *closings) Events(context.Context, Day, Day, func(Event) error) error { return nil }

func (c *closings) CloseDay(_ context.Context, day Day, _ []Sum, _ []Event) error {
	c.closed = append(c.closed, day)
	return nil
}

// TestNoDayIsClosedByAClockThatWasSet sets the clock of a keeper that runs: what it tells is not believed for a day, counted by
// what really passes, and whatever it is set to meanwhile.
func TestNoDayIsClosedByAClockThatWasSet(t *testing.T) {
	const days = 60
	begun := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
	year := 366 * 24 * time.Hour
	for _, x := range []struct {
		what string
		off  []time.Duration // the clock is wrong by so much, each for a minute
		then time.Duration   // what passes afterwards until the next look
		want time.Duration   // how far days are closed, as the clock of a good hour tells; 0: no further than before
	}{
		{what: "the clock is right", off: []time.Duration{0}, then: time.Minute},
		{what: "a day passes", off: []time.Duration{0}, then: 24 * time.Hour, want: 24 * time.Hour},
		{what: "a year ahead", off: []time.Duration{year}, then: time.Minute},
		{what: "a year ahead, for almost a day", off: []time.Duration{year}, then: settle - 2*time.Minute},
		{what: "a year ahead and right again", off: []time.Duration{year, 0}, then: time.Minute},
		{what: "a year ahead, right again, and a day later", off: []time.Duration{year, 0}, then: 25 * time.Hour, want: 24 * time.Hour},
		{what: "a year ahead for good", off: []time.Duration{year}, then: settle + 2*time.Minute, want: year + settle},
		{what: "set again and again", off: []time.Duration{year, 2 * year, year}, then: settle - 2*time.Minute},
		{what: "a day back", off: []time.Duration{-24 * time.Hour}, then: time.Minute},
		{what: "corrected by half an hour", off: []time.Duration{30 * time.Minute}, then: 24 * time.Hour, want: 24 * time.Hour},
	} {
		var passed, off time.Duration
		archive := &closings{oldest: DayOf(begun) - 2*days}
		k := &Keeper{Archive: archive, Days: days, Elapsed: func() time.Duration { return passed }, Clock: func() time.Time { return begun.Add(passed + off) }}
		look := func() {
			t.Helper()
			if err := k.Tidy(t.Context()); err != nil {
				t.Fatal(err)
			}
			if today := DayOf(k.Clock()); !slices.Equal(archive.salts, []Day{today - 1, today + 1}) {
				t.Errorf("%s: salts of %v are kept", x.what, archive.salts)
			}
		}
		look()
		if len(archive.closed) > 0 {
			t.Errorf("%s: %v are closed by a clock that may just be set", x.what, archive.closed)
		}
		passed += warmUp
		look()
		before := archive.closed[len(archive.closed)-1]
		if before != DayOf(begun)-days-1 {
			t.Fatalf("%s: days are closed until %v", x.what, before)
		}
		for _, off = range x.off {
			passed += time.Minute
			look()
		}
		passed += x.then
		look()
		want := before
		if x.want > 0 {
			want = DayOf(begun.Add(x.want)) - days - 1
		}
		if got := archive.closed[len(archive.closed)-1]; got != want {
			t.Errorf("%s: days are closed until %v, not %v", x.what, got, want)
		}
	}
}

// TestSummerTimeIsNoDoubt goes through the night in which clocks change: the calendar does, and the clock below it does not.
func TestSummerTimeIsNoDoubt(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Date(2026, 3, 29, 1, 30, 0, 0, zone)
	var passed time.Duration
	archive := &closings{oldest: DayOf(begun) - 62}
	k := &Keeper{Archive: archive, Days: 60, Elapsed: func() time.Duration { return passed }, Clock: func() time.Time { return begun.Add(passed) }}
	for range 3 { // the first of them closes nothing yet
		if err := k.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		passed += 22 * time.Hour
	}
	if got := archive.closed[len(archive.closed)-1]; got != DayOf(begun.Add(44*time.Hour))-61 {
		t.Errorf("days are closed until %v", got)
	}
}
