package websub

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Store keeps what hubs have to be told. Its methods are transactions and safe for several processes at once.
type Store interface {
	// NoteFeed keeps the feed as it is now: each of its hubs has to be told, unless it was told of these bytes. Hubs it does
	// not name are forgotten. An older feed than the one that is known changes nothing.
	NoteFeed(ctx context.Context, f Feed) error
	// ClaimHubs leases every hub that is due to the holder until the given time. One whose lease ran out may be claimed
	// again.
	ClaimHubs(ctx context.Context, holder string, until time.Time) ([]Claim, error)
	// ReleaseHubs gives back what is leased to the holder.
	ReleaseHubs(ctx context.Context, holder string) error
	// FinishHub records what became of a hub that the holder claimed; when somebody else claimed it since, nothing is
	// changed. A feed that changed meanwhile stays to be told.
	FinishHub(ctx context.Context, holder string, o Outcome) error
}

// Teller tells hubs. Several may run at once, in several processes.
type Teller struct {
	Store  Store
	Feed   func() (f Feed, ok bool, err error) // of this moment, cheap while nothing changed; not ok: hubs are left alone
	Client *http.Client
	Clock  func() time.Time
	Log    *slog.Logger

	noted  Feed   // that rows know
	known  bool   // whether there is one
	unsure string // holder of the last claim when it failed: hubs may be leased that nobody tells
	tries  sync.WaitGroup

	mu      sync.Mutex
	unsaved []ended
}

// ended is a try whose outcome is to be kept.
type ended struct {
	Outcome
	holder string
}

// Run tells hubs until ctx ends. Tries that are on their way are broken off then, and belong to whoever runs next: a hub may
// hear twice of a change when the program stops at that moment, and never too little.
func (t *Teller) Run(ctx context.Context) error {
	defer t.tries.Wait()
	timer := time.NewTimer(0)
	defer timer.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		}
		err := t.work(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			t.Log.Error("hubs wait", "err", err)
		}
		failing = err != nil
		timer.Reset(poll)
	}
}

// work notes the feed when it changed and begins to tell every hub that is due.
func (t *Teller) work(ctx context.Context) error {
	f, ok, err := t.Feed()
	if err != nil || !ok {
		return err
	}
	if !t.known || !same(f, t.noted) {
		if err := t.Store.NoteFeed(ctx, f); err != nil {
			return err
		}
		t.noted, t.known = f, true
	}
	if len(f.Hubs) == 0 {
		return nil
	}
	if err := t.settle(ctx); err != nil {
		return err
	}
	holder := rand.Text() // of these claims alone
	claims, err := t.Store.ClaimHubs(ctx, holder, t.Clock().Add(lease))
	if err != nil {
		t.unsure = holder
		return err
	}
	t.begin(ctx, holder, claims)
	return nil
}

// settle keeps the outcomes that could not be kept before and gives back what a claim that failed may have leased.
func (t *Teller) settle(ctx context.Context) error {
	if t.unsure != "" {
		if err := t.Store.ReleaseHubs(ctx, t.unsure); err != nil {
			return err
		}
		t.unsure = ""
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.unsaved) > 0 {
		if err := t.Store.FinishHub(ctx, t.unsaved[0].holder, t.unsaved[0].Outcome); err != nil {
			return err
		}
		t.unsaved = t.unsaved[1:]
	}
	return nil
}

// begin tells hubs, those of one host one by one.
func (t *Teller) begin(ctx context.Context, holder string, claims []Claim) {
	hosts := map[string][]Claim{}
	for _, c := range claims {
		host := hostOf(c.Hub)
		hosts[host] = append(hosts[host], c)
	}
	for _, claims := range hosts {
		t.tries.Go(func() {
			for _, c := range claims {
				t.finish(ctx, ended{t.try(ctx, c), holder})
			}
		})
	}
}

func same(a, b Feed) bool {
	return a.URL == b.URL && a.Hash == b.Hash && a.Changed.Equal(b.Changed) && slices.Equal(a.Hubs, b.Hubs)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Hostname()
}

// try tells one hub. When ctx ends first, there was no try.
func (t *Teller) try(ctx context.Context, c Claim) Outcome {
	if ctx.Err() != nil {
		return Outcome{Claim: c, At: t.Clock(), Due: t.Clock()}
	}
	err := publish(ctx, t.Client, c.Hub, c.Feed)
	o := Outcome{Claim: c, At: t.Clock(), Due: t.Clock()}
	var r *refusal
	switch {
	case err == nil:
		o.Told = true
		t.Log.Info("hub told", "hub", hostOf(c.Hub))
	case ctx.Err() != nil:
	case errors.As(err, &r):
		o.Sentence = r.sentence
		o.Due = o.At.Add(backoff(c.Attempts, r.wait))
		o.GaveUp = o.At.Sub(c.Noted) >= Life
		t.Log.Warn("hub not told", "hub", hostOf(c.Hub), "attempt", c.Attempts+1, "why", o.Sentence, "gave_up", o.GaveUp)
	}
	return o
}

// finish keeps an outcome, also after ctx ended. What cannot be kept is kept before the next claim.
func (t *Teller) finish(ctx context.Context, e ended) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := t.Store.FinishHub(ctx, e.holder, e.Outcome); err != nil {
		t.Log.Error("hub told, but not noted yet", "err", err)
		t.mu.Lock()
		defer t.mu.Unlock()
		t.unsaved = append(t.unsaved, e)
	}
}
