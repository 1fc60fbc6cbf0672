package downloads

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// journal is a journal in memory that can be made to fail or to hang.
type journal struct {
	mu     sync.Mutex
	broken bool
	hang   chan struct{} // nil: it answers
	events []Event
	days   []Day
}

func (j *journal) Salts(_ context.Context, day Day) (Salts, error) {
	return Salts{Day: day, Today: []byte(day.String()), Before: []byte((day - 1).String())}, nil
}

func (j *journal) AppendEvents(_ context.Context, day Day, events []Event) error {
	if j.hang != nil {
		<-j.hang
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.broken {
		return errors.New("away")
	}
	j.events = append(j.events, events...)
	j.days = append(j.days, day)
	return nil
}

func (j *journal) count() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.events)
}

func (j *journal) fail(yes bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.broken = yes
}

// recording runs a recorder until stop is called, which waits for it.
func recording(t *testing.T, j *journal) (r *Recorder, stop func()) {
	t.Helper()
	r = NewRecorder(j, func(netip.Addr) string { return "BE" }, time.Now, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- r.Run(ctx) }()
	return r, func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func answer(agent, client string) Answer {
	return Answer{Event: Event{At: time.Now(), Kind: Media, Item: "x", Agent: agent}, Client: netip.MustParseAddr(client)}
}

func TestEventsAreWrittenWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		r, stop := recording(t, &j)
		defer stop()
		for range 3 {
			r.Record(answer("a", "203.0.113.7"))
		}
		time.Sleep(time.Second)
		if j.count() != 3 {
			t.Fatalf("%d events after a second", j.count())
		}
	})
}

func TestAStopLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		r, stop := recording(t, &j)
		for range batchLength + 10 {
			r.Record(answer("a", "203.0.113.7"))
		}
		r.Begin() // an answer is under way
		go func() {
			time.Sleep(3 * time.Second)
			a := answer("late", "203.0.113.7")
			r.End(&a)
		}()
		stop()
		if j.count() != batchLength+11 || r.Lost() != 0 {
			t.Fatalf("%d events, %d lost", j.count(), r.Lost())
		}
	})
}

func TestAStopDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := journal{broken: true}
		r, stop := recording(t, &j)
		r.Record(answer("a", "203.0.113.7"))
		r.Begin()
		start := time.Now()
		stop()
		if took := time.Since(start); took > lastWrite+time.Second {
			t.Fatal(took)
		}
		r.End(nil)
	})
}

func TestTheMediaPathNeverWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := journal{hang: make(chan struct{})}
		r, stop := recording(t, &j)
		start := time.Now()
		r.Record(answer("a", "203.0.113.7"))
		time.Sleep(time.Second) // the first batch hangs
		for range queueLength + 100 {
			r.Record(answer("a", "203.0.113.7"))
		}
		if time.Since(start) != time.Second || r.Lost() != 100 {
			t.Fatalf("%v, %d lost", time.Since(start), r.Lost())
		}
		close(j.hang)
		stop()
		if j.count() != queueLength+1 {
			t.Fatalf("%d events", j.count())
		}
	})
}

func TestABrokenDatabaseIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := journal{broken: true}
		r, stop := recording(t, &j)
		r.Record(answer("a", "203.0.113.7"))
		time.Sleep(5 * time.Second)
		r.Record(answer("b", "203.0.113.7"))
		j.fail(false)
		time.Sleep(time.Second)
		stop()
		if j.count() != 2 || r.Lost() != 0 {
			t.Fatalf("%d events, %d lost", j.count(), r.Lost())
		}
	})
}

func TestListenersAreFoundAgainOnTheNextDayOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		r, stop := recording(t, &j)
		for range 3 {
			r.Record(answer("a", "2001:db8::1"))
			r.Record(answer("a", "2001:db8::2"))
			r.Record(answer("b", "2001:db8::1"))
			time.Sleep(24 * time.Hour)
		}
		stop()
		e := j.events
		if len(e) != 9 || e[0].Listener != e[1].Listener || e[0].Listener == e[2].Listener {
			t.Fatal("a listener is a network and an agent")
		}
		if e[3].Listener == e[0].Listener || e[3].Before != e[0].Listener || e[6].Before != e[3].Listener || e[6].Before == e[0].Listener {
			t.Fatal("yesterday's hash finds a listener, and no other")
		}
		if e[0].Country != "BE" || len(j.days) != 3 || j.days[0]+2 != j.days[2] {
			t.Fatal(e[0].Country, j.days)
		}
	})
}

func TestAgentsAreBounded(t *testing.T) {
	long := make([]byte, 5000)
	for i := range long {
		long[i] = 'x'
	}
	long[maxAgent-1] = 0xe2 // the begin of a rune that is cut
	if got := cleanAgent(string(long)); len(got) != maxAgent-1 {
		t.Fatal(len(got))
	}
	if got := cleanAgent("a\x00b\xff"); got != "ab" {
		t.Fatalf("%q", got)
	}
}
