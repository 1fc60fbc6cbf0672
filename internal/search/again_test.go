package search_test

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"insider/internal/edition"
	"insider/internal/search"
)

// broken is an index of a disk that fails for a while.
type broken struct {
	search.Index
	until time.Time
	tries int
}

func (b *broken) Open(context.Context) ([]search.Item, error) {
	b.tries++
	if time.Now().Before(b.until) {
		return nil, errors.New("disk I/O error")
	}
	return nil, nil
}

func (b *broken) Put(_ context.Context, entries iter.Seq[search.Entry]) error {
	for range entries {
	}
	return nil
}

// TestAfterAFaultTheIndexIsTriedAgainWithinSeconds lets the disk fail for a moment, then for an hour: a short fault is over within
// seconds, and a long one is tried once a minute.
func TestAfterAFaultTheIndexIsTriedAgainWithinSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for fault, within := range map[time.Duration]time.Duration{time.Second: 4 * time.Second, time.Hour: time.Hour + time.Minute} {
			index := &broken{until: time.Now().Add(fault)}
			s := search.New(index, time.Now, slog.New(slog.DiscardHandler))
			s.Follow(edition.New(source(), noon))
			ctx, stop := context.WithCancel(t.Context())
			began := time.Now()
			go func() { _ = s.Run(ctx, 0) }()
			time.Sleep(within)
			synctest.Wait()
			if state := s.State(); state.Failed || state.Building() || index.tries > 70 {
				t.Errorf("%v after a fault of %v: %+v after %d tries", time.Since(began), fault, state, index.tries)
			}
			stop()
			synctest.Wait()
		}
	})
}
