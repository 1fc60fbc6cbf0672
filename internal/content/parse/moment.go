package parse

import (
	"fmt"
	"strings"
	"time"

	"insider/internal/content/mistake"
)

// Moment is a date as it is written: a point in time, or a wall clock whose zone is the show's.
type Moment struct {
	Unix int64 // seconds; of the wall clock read as UTC when Wall
	Wall bool
	Set  bool
}

// In returns the point in time, zero when nothing is written.
func (m Moment) In(zone *time.Location) time.Time {
	switch {
	case !m.Set:
		return time.Time{}
	case m.Wall:
		return shownAt(m.Unix, zone)
	}
	return time.Unix(m.Unix, 0).In(zone)
}

// shownAt returns when the clocks of a zone show what a clock of UTC shows at unix: of an hour that comes twice in a night the first,
// and of one that is left out as long after its beginning, when clocks already show an hour more.
func shownAt(unix int64, zone *time.Location) time.Time {
	offset := func(days int64) int64 {
		_, seconds := time.Unix(unix+days*24*60*60, 0).In(zone).Zone()
		return int64(seconds)
	}
	before, after := offset(-1), offset(1)
	first, second := time.Unix(unix-before, 0).In(zone), time.Unix(unix-after, 0).In(zone)
	if _, is := first.Zone(); int64(is) == before {
		return first
	}
	if _, is := second.Zone(); int64(is) == after {
		return second
	}
	return first
}

var wallForms = []string{"2006-01-02 15:04", "2006-01-02", "2006-01-02T15:04", "2006-01-02 15:04:05"}

func parseMoment(s string) (Moment, bool) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return Moment{Unix: t.Unix(), Set: true}, inRange(t)
	}
	for _, form := range wallForms {
		if t, err := time.Parse(form, s); err == nil {
			return Moment{Unix: t.Unix(), Wall: true, Set: true}, inRange(t)
		}
	}
	return Moment{}, false
}

func inRange(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 2200 }

func (m *mapping) moment(key string) Moment {
	v, ok := m.get(key)
	if !ok {
		return Moment{}
	}
	s := v.literal()
	if s == "" {
		v.wrongType("a date", key+": 2026-11-30 09:00")
		return Moment{}
	}
	at, ok := parseMoment(s)
	if !ok {
		m.r.complain(v.at, mistake.BadDate, fmt.Sprintf("%s is %q, which is no date.", key, s),
			fmt.Sprintf("Write it like %s: 2026-11-30 09:00 (in the show's zone), 2026-11-30 or 2026-11-30T09:00:00+01:00.", key))
	}
	return at
}

// duration returns a length of time, 0 when the key is not written.
func (m *mapping) duration(key string) time.Duration {
	v, ok := m.get(key)
	if !ok {
		return 0
	}
	d, ok := parseClock(v.literal())
	if !ok {
		m.r.complain(v.at, mistake.BadDuration, fmt.Sprintf("%s is %q.", key, v.literal()), "Write seconds, or a time like 1:02:03 or 12:30.")
	}
	return d
}

// parseClock reads seconds (754, 754.5) or a time (12:34, 1:02:03, 1:02:03.5); minutes and seconds after a colon are below 60.
func parseClock(s string) (time.Duration, bool) {
	whole, fraction, hasFraction := strings.Cut(s, ".")
	parts := strings.Split(whole, ":")
	if len(parts) > 3 {
		return 0, false
	}
	var total time.Duration
	for i, p := range parts {
		n, ok := digits(p, i == 0)
		if !ok || i > 0 && (len(p) != 2 || n > 59) {
			return 0, false
		}
		total = total*60 + time.Duration(n)
	}
	total *= time.Second
	if hasFraction {
		part, ok := parseFraction(fraction)
		if !ok {
			return 0, false
		}
		total += part
	}
	return total, total <= 1000*time.Hour
}

func parseFraction(s string) (time.Duration, bool) {
	if len(s) == 0 || len(s) > 9 {
		return 0, false
	}
	n, ok := digits(s+strings.Repeat("0", 9-len(s)), false)
	return time.Duration(n), ok
}

// digits reads a number of ASCII digits; long allows seven of them, otherwise the caller bounds the length.
func digits(s string, long bool) (int64, bool) {
	if s == "" || len(s) > 9 || long && len(s) > 7 {
		return 0, false
	}
	n := int64(0)
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// clock writes a time as people do: 0:05, 12:30, 1:02:03.
func clock(d time.Duration) string {
	s := int64(d / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
