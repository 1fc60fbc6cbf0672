package limit

import (
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"insider/internal/fault"
)

// clock is a clock that tests move.
type clock struct{ now time.Time }

func (c *clock) read() time.Time { return c.now }

func newClock() *clock { return &clock{time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)} }

func TestTakeAdmitsSoManyInAnyWindow(t *testing.T) {
	c := newClock()
	l := New(3, 10*time.Minute, c.read)
	for i := range 3 {
		if _, ok := l.Take("a"); !ok {
			t.Fatalf("act %d was refused", i+1)
		}
		c.now = c.now.Add(time.Minute)
	}
	if wait, ok := l.Take("a"); ok || wait != 7*time.Minute {
		t.Fatalf("the fourth: %v, %v", wait, ok)
	}
	if _, ok := l.Take("b"); !ok {
		t.Fatal("another key was refused")
	}
	c.now = c.now.Add(7 * time.Minute)
	if _, ok := l.Take("a"); !ok {
		t.Fatal("refused after the wait it was told")
	}
	if wait, ok := l.Take("a"); ok || wait != time.Minute {
		t.Fatalf("the window slides: %v, %v", wait, ok)
	}
}

func TestRefusalsDoNotCount(t *testing.T) {
	c := newClock()
	l := New(1, time.Minute, c.read)
	l.Take("a")
	for range 50 {
		c.now = c.now.Add(time.Second)
		l.Take("a")
	}
	c.now = c.now.Add(10 * time.Second)
	if _, ok := l.Take("a"); !ok {
		t.Fatal("whoever presses again and again must not wait longer")
	}
}

func TestZeroAdmitsNothing(t *testing.T) {
	c := newClock()
	if wait, ok := New(0, time.Minute, c.read).Take("a"); ok || wait != time.Minute {
		t.Fatal(wait, ok)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	c := newClock()
	l := New(2, time.Minute, c.read)
	for i := range maxKeys {
		if _, ok := l.Take(fmt.Sprint(i)); !ok {
			t.Fatalf("key %d was refused", i)
		}
	}
	if _, ok := l.Take("one more"); ok || len(l.acts) != maxKeys {
		t.Fatalf("%d keys are kept", len(l.acts))
	}
	if _, ok := l.Take("7"); !ok {
		t.Fatal("a known key was refused")
	}
	c.now = c.now.Add(2 * time.Minute)
	if _, ok := l.Take("one more"); !ok || len(l.acts) != 1 {
		t.Fatalf("%d keys are kept after the window", len(l.acts))
	}
}

func TestManyAtOnce(t *testing.T) {
	l := New(20, time.Hour, time.Now)
	var admitted atomic.Int64
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for range 10 {
				if _, ok := l.Take("a"); ok {
					admitted.Add(1)
				}
			}
		})
	}
	group.Wait()
	if admitted.Load() != 20 {
		t.Fatalf("%d were admitted", admitted.Load())
	}
}

func TestNetwork(t *testing.T) {
	same := [][2]string{
		{"192.0.2.1", "::ffff:192.0.2.1"},
		{"2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"},
		{"fe80::1%eth0", "fe80::2"},
	}
	for _, pair := range same {
		if a, b := Network(netip.MustParseAddr(pair[0])), Network(netip.MustParseAddr(pair[1])); a != b {
			t.Errorf("%v: %q and %q", pair, a, b)
		}
	}
	different := [][2]string{{"192.0.2.1", "192.0.2.2"}, {"2001:db8:1:2::1", "2001:db8:1:3::1"}}
	for _, pair := range different {
		if a, b := Network(netip.MustParseAddr(pair[0])), Network(netip.MustParseAddr(pair[1])); a == b {
			t.Errorf("%v: both %q", pair, a)
		}
	}
	if Network(netip.Addr{}) == "" {
		t.Error("a unix socket has no network of its own")
	}
}

func TestGateCountsOnlyWhatGotIn(t *testing.T) {
	c := newClock()
	all := New(3, time.Minute, c.read)
	gate := &Gate{Network: New(2, 10*time.Minute, c.read), All: all}
	one, two, three := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("192.0.2.3")
	enter := func(a netip.Addr, wait time.Duration) {
		t.Helper()
		err := gate.Enter(a)
		var f *fault.Error
		switch {
		case wait == 0 && err != nil:
			t.Fatalf("refused: %v", err)
		case wait > 0 && (!errors.As(err, &f) || f.Kind != fault.TooMany || f.RetryAfter != wait):
			t.Fatalf("got %v, want to wait %v", err, wait)
		}
	}
	enter(one, 0)
	enter(one, 0)
	enter(one, 10*time.Minute)
	enter(two, 0)
	enter(three, time.Minute) // in all
	c.now = c.now.Add(time.Minute)
	enter(three, 0)
	enter(three, 0) // its refusal was given back
	enter(three, 10*time.Minute)
}
