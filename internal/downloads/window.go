package downloads

import "time"

// Window says how long requests of one listener for one episode are one download (IAB 2.3 names these three).
type Window string

// The windows. The product counts by first touch; the others are there for the public vectors.
const (
	FirstTouch  Window = "first-touch"  // 24 hours from the first request
	LastTouch   Window = "last-touch"   // until 24 hours pass without a request
	CalendarDay Window = "calendar-day" // until midnight, UTC
)

const windowLength = 24 * time.Hour

// late is how much later than it was made a request may become an event: it does when its answer ends.
const late = 6 * time.Hour

// visit is one window of one listener and one episode.
type visit struct {
	start, last time.Time
	opener      uint64 // Listener of the first request
	day         Day    // of the first request
	item        string
	app         App
	country     string
	files       []fileCoverage
	whole       bool // the threshold of one file was reached
	keys        []visitKey
	requests    int
	events      []Event // only while somebody wants verdicts
}

// visitKey finds a visit by one of its listener's hashes.
type visitKey struct {
	listener uint64
	item     string
}

// fileCoverage is what the listener has of one version of the episode's file.
type fileCoverage struct {
	file *File
	coverage
}

// end is when the window closes.
func (v *visit) end(w Window) time.Time {
	switch w {
	case CalendarDay:
		return (DayOf(v.start) + 1).Start()
	case LastTouch:
		return v.last.Add(windowLength)
	}
	return v.start.Add(windowLength)
}

// holds says whether a request at t belongs to the visit. One that became an event late may be from before its start.
func (v *visit) holds(t time.Time, w Window) bool {
	if t.Before(v.start) {
		return v.start.Sub(t) <= late && (w != CalendarDay || DayOf(t) == DayOf(v.start))
	}
	return t.Before(v.end(w))
}

// take joins what the event brought.
func (v *visit) take(e *Event) {
	if e.At.Before(v.start) {
		v.start = e.At
	}
	if e.At.After(v.last) {
		v.last = e.At
	}
	if v.whole {
		return
	}
	c := v.coverageOf(e.File)
	for _, s := range e.sent() {
		c.add(s)
	}
	if v.whole = c.bytes >= e.File.Threshold(); v.whole {
		v.files = nil
	}
}

func (v *visit) coverageOf(f *File) *coverage {
	for i := range v.files {
		if v.files[i].file.Hash == f.Hash {
			return &v.files[i].coverage
		}
	}
	v.files = append(v.files, fileCoverage{file: f})
	return &v.files[len(v.files)-1].coverage
}
