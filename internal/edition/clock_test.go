package edition

import (
	"testing"
	"time"
)

func TestASteadyClockIsSetBackOnlyByDays(t *testing.T) {
	now := noon
	clock := Steady(func() time.Time { return now })
	const year = 366 * 24 * time.Hour
	for _, tc := range []struct{ set, want time.Duration }{ // from noon
		{0, 0}, {time.Hour, time.Hour}, {59 * time.Minute, time.Hour}, {-24 * time.Hour, time.Hour}, {2 * time.Hour, 2 * time.Hour},
		{year, year}, {3 * time.Hour, 3 * time.Hour}, {4 * time.Hour, 4 * time.Hour},
	} {
		now = noon.Add(tc.set)
		if got := clock(); !got.Equal(noon.Add(tc.want)) {
			t.Errorf("set to %v it says %v", tc.set, got.Sub(noon))
		}
	}
}

func TestWhatIsScheduledGoesWhenTheClockWasWrong(t *testing.T) {
	now := noon.Add(366 * 24 * time.Hour)
	h := NewHolder(New(source(), now), func() time.Time { return now })
	if _, ok := h.Current().Episode("later"); !ok {
		t.Fatal("a year later it is not public")
	}
	stories := len(h.Current().Stories)
	now = noon
	if _, ok := h.Current().Episode("later"); ok {
		t.Error("it is public before its hour")
	}
	if got := h.Current(); len(got.Stories) != stories || got != h.Current() {
		t.Errorf("%d stories of %d", len(got.Stories), stories)
	}
}
