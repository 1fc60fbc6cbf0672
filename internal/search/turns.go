package search

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"

	"insider/internal/fault"
)

const (
	patience   = 2 * time.Second // for a turn, and then for the search itself
	maxWaiting = 64              // searches that may wait for their turn
)

// turns lets only so many searches run at once that the rest of the site has half of the machine, and only so many wait.
type turns struct {
	running chan struct{}
	waiting atomic.Int64
}

func newTurns() *turns {
	return &turns{running: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))}
}

var errBusy = &fault.Error{Kind: fault.Unavailable, Sentence: "Very many are searching just now. Please try again in a moment.", RetryAfter: 5 * time.Second}

// take waits for a turn. Call release at its end.
func (t *turns) take(ctx context.Context) (release func(), err error) {
	release = func() { <-t.running }
	select {
	case t.running <- struct{}{}:
		return release, nil
	default:
	}
	if t.waiting.Add(1) > maxWaiting {
		t.waiting.Add(-1)
		return nil, errBusy
	}
	defer t.waiting.Add(-1)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case t.running <- struct{}{}:
		return release, nil
	case <-timer.C:
		return nil, errBusy
	case <-ctx.Done():
		return nil, errBusy
	}
}
