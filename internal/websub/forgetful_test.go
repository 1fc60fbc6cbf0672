package websub_test

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"insider/internal/store"
	"insider/internal/websub"
)

// forgetful is a store that loses what comes back from claims, or outcomes, for a while.
type forgetful struct {
	*store.Store
	claims, outcomes atomic.Int32 // to lose
}

var errLost = errors.New("the connection was lost")

func (f *forgetful) ClaimHubs(ctx context.Context, holder string, until time.Time) ([]websub.Claim, error) {
	claims, err := f.Store.ClaimHubs(ctx, holder, until)
	if len(claims) > 0 && f.claims.Add(-1) >= 0 {
		return nil, errLost
	}
	return claims, err
}

func (f *forgetful) FinishHub(ctx context.Context, holder string, o websub.Outcome) error {
	if f.outcomes.Add(-1) >= 0 {
		return errLost
	}
	return f.Store.FinishHub(ctx, holder, o)
}

// TestWhatTheDatabaseLosesWaitsForNoLease lets no time pass: no lease ends by itself.
func TestWhatTheDatabaseLosesWaitsForNoLease(t *testing.T) {
	hub := newHub(t, status(http.StatusOK))
	h := newHouse(t, hub.URL)
	rows := &forgetful{Store: h.open()}
	rows.claims.Store(2)
	rows.outcomes.Store(3)
	h.tellBy(rows, websub.NewClient())
	eventually(t, "the hub hears of the feed", func() bool { return hub.count(t) == 1 })
	eventually(t, "rows say so", func() bool { return !h.statuses()[0].Waiting })
	if n := hub.count(t); n != 1 {
		t.Errorf("told %d times", n)
	}
}
