package edition

import (
	"sync"
	"sync/atomic"
	"time"
)

// Holder holds the current edition. Current is safe and cheap from any goroutine.
type Holder struct {
	clock   func() time.Time
	current atomic.Pointer[Edition]
	mu      sync.Mutex // one swap at a time
	onSwap  []func(*Edition)
}

// NewHolder returns a holder of first. clock is time.Now but for tests.
func NewHolder(first *Edition, clock func() time.Time) *Holder {
	h := &Holder{clock: clock}
	h.current.Store(first)
	return h
}

// Current returns the edition of this moment: a scheduled item is in it from its minute on.
func (h *Holder) Current() *Edition {
	e := h.current.Load()
	if e.holds(h.clock()) {
		return e
	}
	h.Update(func(e *Edition) *Edition { return e.At(h.clock()) })
	return h.current.Load()
}

// Update replaces the current edition by what change makes of it; updates wait for each other. The functions given to
// OnSwap run before Update returns when the edition is another one.
func (h *Holder) Update(change func(*Edition) *Edition) {
	h.mu.Lock()
	defer h.mu.Unlock()
	old := h.current.Load()
	next := change(old)
	if next == old {
		return
	}
	h.current.Store(next)
	for _, f := range h.onSwap {
		f(next)
	}
}

// Swap makes e the current edition.
func (h *Holder) Swap(e *Edition) { h.Update(func(*Edition) *Edition { return e }) }

// OnSwap calls f after each swap, in the order of registration. Register before serving.
func (h *Holder) OnSwap(f func(*Edition)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.onSwap = append(h.onSwap, f)
}
