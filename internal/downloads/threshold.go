package downloads

import (
	"math/bits"
	"time"
)

// minute is how much sound makes a download.
const minute = time.Minute

// Threshold is how many bytes of the file make a download: what lies before the sound and one minute of it. A file that
// is shorter than a minute, or of unknown length, must go out whole.
func (f *File) Threshold() int64 {
	sound := f.Bytes - f.HeaderBytes
	if f.Duration <= minute || sound <= 0 {
		return max(f.Bytes, 1)
	}
	return f.HeaderBytes + share(sound, minute, f.Duration)
}

// share is n * part / whole, rounded up, for a part that is not larger than the whole.
func share(n int64, part, whole time.Duration) int64 {
	hi, lo := bits.Mul64(uint64(n), uint64(part))
	quotient, rest := bits.Div64(hi, lo, uint64(whole))
	if rest > 0 {
		quotient++
	}
	return int64(quotient)
}

// sent returns which parts of the file the event brought. What was cut is missing at the end: of the file, or of the
// ranges in the order asked.
func (e *Event) sent() []Span {
	left := e.Sent
	if e.Status != 206 {
		return []Span{{0, min(left, e.File.Bytes)}}
	}
	spans, _ := ParseRange(e.Range, e.File.Bytes)
	for i := range spans {
		n := min(spans[i].Len(), left)
		spans[i].End = spans[i].Start + n
		left -= n
	}
	return spans
}
