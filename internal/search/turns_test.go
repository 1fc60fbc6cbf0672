package search

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"insider/internal/fault"
)

func TestOnlySoManyWaitForTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := &turns{running: make(chan struct{}, 1)}
		release, err := turns.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		begun := time.Now()
		for range maxWaiting {
			wg.Go(func() {
				if _, err := turns.take(t.Context()); !fault.Is(err, fault.Unavailable) || time.Since(begun) != patience {
					t.Errorf("after %v: %v", time.Since(begun), err)
				}
			})
		}
		synctest.Wait()
		if _, err := turns.take(t.Context()); !fault.Is(err, fault.Unavailable) || time.Since(begun) != 0 {
			t.Errorf("one more waits for %v: %v", time.Since(begun), err)
		}
		wg.Wait()
		release()
		gone, leave := context.WithCancel(t.Context())
		leave()
		if release, err := turns.take(t.Context()); err != nil {
			t.Error(err)
		} else if _, err := turns.take(gone); !fault.Is(err, fault.Unavailable) {
			t.Errorf("somebody who left: %v", err)
		} else {
			release()
		}
	})
}
