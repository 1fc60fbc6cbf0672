// Package limit counts what comes from one network, and what comes in all, and says when it is too much.
//
// Counts live in memory and are lost at a restart. Networks are kept only as hashes under a key that is drawn when the
// process starts, so that no address can be read from its memory or written anywhere.
package limit

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"
)

// maxKeys bounds the memory of a limiter: 65,536 keys of 20 moments are about 15 MB.
const maxKeys = 1 << 16

// Limiter admits a number of acts per key within any window of time. It is safe for concurrent use.
type Limiter struct {
	count  int
	window time.Duration
	clock  func() time.Time
	secret []byte

	mu    sync.Mutex
	acts  map[hash][]time.Time // of each key within the window, oldest first
	sweep time.Time            // when to forget what is over
}

type hash [16]byte

// New returns a limiter of count acts per key in any window. clock is time.Now but for tests.
func New(count int, window time.Duration, clock func() time.Time) *Limiter {
	secret := make([]byte, 32)
	rand.Read(secret)
	return &Limiter{count: count, window: window, clock: clock, secret: secret, acts: map[hash][]time.Time{}}
}

// Take counts one act of the key. When the limit is reached it counts nothing and returns how long to wait.
func (l *Limiter) Take(key string) (wait time.Duration, ok bool) {
	h, now := l.hash(key), l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	acts := within(l.acts[h], now.Add(-l.window))
	if len(acts) >= l.count || len(acts) == 0 && len(l.acts) >= maxKeys {
		return l.wait(acts, now), false
	}
	l.acts[h] = append(acts, now)
	return 0, true
}

// GiveBack takes the newest act of the key back: it was refused by another limit.
func (l *Limiter) GiveBack(key string) {
	h := l.hash(key)
	l.mu.Lock()
	defer l.mu.Unlock()
	if acts := l.acts[h]; len(acts) > 1 {
		l.acts[h] = acts[:len(acts)-1]
	} else {
		delete(l.acts, h)
	}
}

func (l *Limiter) wait(acts []time.Time, now time.Time) time.Duration {
	if len(acts) < max(l.count, 1) {
		return l.window
	}
	return acts[len(acts)-l.count].Add(l.window).Sub(now)
}

// forget drops keys without an act within the window, once per window.
func (l *Limiter) forget(now time.Time) {
	if now.Before(l.sweep) {
		return
	}
	l.sweep = now.Add(l.window)
	for h, acts := range l.acts {
		if len(within(acts, now.Add(-l.window))) == 0 {
			delete(l.acts, h)
		}
	}
}

// within returns the acts after a moment.
func within(acts []time.Time, after time.Time) []time.Time {
	for len(acts) > 0 && !acts[0].After(after) {
		acts = acts[1:]
	}
	return acts
}

func (l *Limiter) hash(key string) (h hash) {
	mac := hmac.New(sha256.New, l.secret)
	mac.Write([]byte(key))
	copy(h[:], mac.Sum(nil))
	return h
}

// Network returns the network an address belongs to as far as limits go: an IPv4 address is one, and so are the 2^64
// addresses of an IPv6 /64, which one subscriber has. An invalid address (a unix socket's) is a network of its own.
func Network(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		prefix, _ := addr.Prefix(64) // cannot fail: every IPv6 address has 64 bits
		return prefix.String()
	}
	return addr.String()
}
