package edition

import (
	"sync/atomic"
	"time"
)

const (
	believed = 48 * time.Hour   // a clock that is set back by less was right before
	noted    = time.Millisecond // one that is asked often does not note every answer
)

// Steady returns a clock that does not follow another one when that is set back by up to two days: what was public stays so until
// the hour comes again. What is set back further was wrong before, and is followed.
func Steady(clock func() time.Time) func() time.Time {
	var last atomic.Int64 // nanoseconds of Unix time
	return func() time.Time {
		for {
			now, known := clock(), last.Load()
			on := now.Round(0).Sub(time.Unix(0, known))
			switch {
			case on < 0 && on >= -believed:
				return time.Unix(0, known)
			case on >= 0 && on < noted, last.CompareAndSwap(known, now.UnixNano()):
				return now
			}
		}
	}
}
