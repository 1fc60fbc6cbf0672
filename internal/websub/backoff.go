package websub

import (
	"math/rand/v2"
	"time"
)

// delays are how long to wait after each try in vain; the last one repeats.
var delays = []time.Duration{
	5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour,
}

// backoff returns how long to wait after the try with the given number, 0 for the first: what the hub asked for when that is
// longer, but never longer than the last delay. A fifth is random, so that processes and shows do not return together.
func backoff(attempt int, asked time.Duration) time.Duration {
	d := delays[min(attempt, len(delays)-1)]
	d = d - d/10 + rand.N(d/5)
	return max(d, min(asked, delays[len(delays)-1]))
}
