package outbox

import (
	"math/rand/v2"
	"time"
)

// delays are how long to wait after each try in vain; the last one repeats.
var delays = []time.Duration{
	5 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute,
	20 * time.Minute, 30 * time.Minute,
}

// backoff returns how long to wait after the try with the given number, 0 for the first. A fifth of it is random, so
// that mails that failed together do not return together.
func backoff(attempt int) time.Duration {
	d := delays[min(attempt, len(delays)-1)]
	return d - d/10 + rand.N(d/5)
}
