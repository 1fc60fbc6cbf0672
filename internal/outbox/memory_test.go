package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"insider/internal/mail"
)

// memory is a Store in memory: the sender's own goroutines are tested on it, under the race detector too. That rows keep
// the same promises is tested with the store.
type memory struct {
	mu    sync.Mutex
	clock func() time.Time
	mails map[int64]*entry
	sent  time.Time // when a mail went out last
	fail  bool      // whether outcomes can be saved
	lose  bool      // whether the answer to the next claim is lost
	wake  chan struct{}
}

type entry struct {
	Claim
	state  State
	due    time.Time
	holder string
	until  time.Time
	tried  time.Time
	relay  bool
}

func newMemory() *memory {
	return &memory{clock: time.Now, mails: map[int64]*entry{}, wake: make(chan struct{}, 1)}
}

func (m *memory) add(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for range n {
		id := int64(len(m.mails) + 1)
		now := m.clock()
		m.mails[id] = &entry{Claim: Claim{ID: id, MessageID: fmt.Sprint(id), Created: now}, state: Waiting, due: now}
	}
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

func (m *memory) ClaimMails(_ context.Context, holder string, n int, until time.Time) (claims []Claim, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock()
	for id := int64(1); id <= int64(len(m.mails)) && len(claims) < n; id++ {
		if e := m.mails[id]; e.state == Waiting && !e.due.After(now) && !e.until.After(now) {
			e.holder, e.until = holder, until
			claims = append(claims, e.Claim)
		}
	}
	if m.lose && len(claims) > 0 {
		m.lose = false
		return nil, errors.New("nobody knows what became of it")
	}
	return claims, nil
}

func (m *memory) ReleaseMails(_ context.Context, holder string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.mails {
		if e.state == Waiting && e.holder == holder {
			e.until = time.Time{}
		}
	}
	return nil
}

func (m *memory) HurryMails(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.mails {
		if e.state == Waiting && e.relay {
			e.due = m.clock()
		}
	}
	return nil
}

func (m *memory) FinishMails(_ context.Context, holder string, outcomes []Outcome) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail {
		return errors.New("disk full")
	}
	for _, o := range outcomes {
		if e := m.mails[o.ID]; e.holder == holder {
			e.state, e.due, e.until, e.relay = o.State, o.Due, time.Time{}, o.Relay
			if o.Sentence != "" {
				e.Attempts, e.tried = e.Attempts+1, o.At
			}
			if o.State == Sent {
				m.sent = o.At
			}
		}
	}
	return nil
}

func (m *memory) PruneMails(context.Context, time.Time, time.Time) error { return nil }

func (m *memory) OutboxCounts(context.Context) (c Counts, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.mails {
		switch e.state {
		case Waiting:
			c.Waiting++
			c.Failing += min(e.Attempts, 1)
			c.Slow = c.Slow || e.relay && e.tried.After(m.sent)
		case Failed:
			c.Failed++
		}
	}
	return c, nil
}

func (m *memory) set(fail bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail = fail
}

// way is a transport that remembers what it took.
type way struct {
	mu    sync.Mutex
	from  string
	took  []string
	tries int
	fail  error
}

func (w *way) Send(_ context.Context, m mail.Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tries++
	if w.fail == nil {
		w.took = append(w.took, m.ID)
	}
	return w.fail
}

func (w *way) sender() mail.Mailbox {
	w.mu.Lock()
	defer w.mu.Unlock()
	address, _ := mail.ParseAddress(w.from) // "" is none
	return mail.Mailbox{Address: address}
}

func (w *way) taken() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Sorted(slices.Values(w.took))
}

func newWay() *way { return &way{from: "show@insider.example"} }

func start(t *testing.T, m *memory, w *way) *Sender {
	t.Helper()
	s := &Sender{
		Store: m, Transport: w, From: w.sender, Host: "insider.example", Clock: time.Now,
		Log: slog.New(slog.DiscardHandler), Wake: m.wake,
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestSeveralSendersShareTheWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, w := newMemory(), newWay()
		for range 3 {
			start(t, m, w)
		}
		for range 5 {
			m.add(40)
			time.Sleep(3 * time.Second)
		}
		if took := w.taken(); len(took) != 200 || len(slices.Compact(took)) != 200 {
			t.Fatalf("%d mails went out", len(took))
		}
	})
}

func TestWhatWasSentIsNotSentAgainWhileTheDiskIsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, w := newMemory(), newWay()
		m.set(true)
		start(t, m, w)
		m.add(40)
		time.Sleep(time.Hour) // far beyond the lease
		if n := len(w.taken()); n != batch {
			t.Fatalf("%d mails were sent without a place to say so", n)
		}
		m.set(false)
		time.Sleep(10 * time.Second)
		if took := w.taken(); len(took) != 40 || len(slices.Compact(took)) != 40 {
			t.Fatalf("%d mails went out", len(took))
		}
	})
}

// TestAClaimWhoseAnswerWasLostHoldsNothingUp leases mails without telling so.
func TestAClaimWhoseAnswerWasLostHoldsNothingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, w := newMemory(), newWay()
		m.lose = true
		start(t, m, w)
		m.add(3)
		time.Sleep(5 * time.Second) // far below the lease
		if took := w.taken(); len(took) != 3 {
			t.Fatalf("%d mails went out", len(took))
		}
	})
}

func TestAMailIsTriedForADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, w := newMemory(), &way{from: "show@insider.example", fail: &mail.SendError{Sentence: "away", Relay: true, Err: errors.New("away")}}
		s := start(t, m, w)
		m.add(1)
		time.Sleep(time.Minute)
		if !s.Slow() {
			t.Error("nobody is told that mail is slow")
		}
		time.Sleep(23 * time.Hour)
		if c, _ := m.OutboxCounts(t.Context()); c.Waiting != 1 {
			t.Fatal("given up within a day")
		}
		time.Sleep(2 * time.Hour)
		if c, _ := m.OutboxCounts(t.Context()); c.Failed != 1 || w.tries < 40 || w.tries > 80 {
			t.Fatalf("%+v after %d tries", c, w.tries)
		}
		if s.Slow() {
			t.Error("slow for ever")
		}
	})
}

func TestWhenTheRelayIsBackNothingWaitsForItsNextTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, w := newMemory(), &way{from: "show@insider.example", fail: &mail.SendError{Sentence: "away", Relay: true, Err: errors.New("away")}}
		s := start(t, m, w)
		m.add(40)
		time.Sleep(10*time.Hour + 10*time.Second)
		w.mu.Lock()
		w.fail = nil
		w.mu.Unlock()
		m.add(1) // somebody signs up
		time.Sleep(2 * poll)
		if n := len(w.taken()); n != 41 || s.Slow() {
			t.Fatalf("%d mails went out, slow: %v", n, s.Slow())
		}
	})
}

func TestAMailOfAnotherProcessIsFoundWithinSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, w := newMemory(), newWay()
		start(t, m, w)
		time.Sleep(time.Hour)
		m.add(1)
		select {
		case <-m.wake: // as if this process had not written it
		default:
		}
		time.Sleep(2 * poll)
		if len(w.taken()) != 1 {
			t.Fatal("not found")
		}
	})
}

func TestWithoutASenderMailsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, w := newMemory(), &way{}
		s := start(t, m, w)
		m.add(1)
		time.Sleep(time.Hour)
		if w.tries != 0 || !s.Slow() {
			t.Fatalf("%d tries", w.tries)
		}
		w.mu.Lock()
		w.from = "show@insider.example"
		w.mu.Unlock()
		time.Sleep(time.Hour)
		if len(w.taken()) != 1 {
			t.Fatal("it waits for ever")
		}
	})
}
