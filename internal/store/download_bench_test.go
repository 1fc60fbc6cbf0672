package store_test

import (
	"fmt"
	"log/slog"
	"net/netip"
	"testing"
	"time"

	"insider/internal/downloads"
	"insider/internal/store"
	"insider/internal/store/storetest"
)

// BenchmarkBatch is one transaction of so many events.
func BenchmarkBatch(b *testing.B) {
	for _, n := range []int{1, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := storetest.Open(b, store.Config{URL: storetest.SQLite(b), Migrate: true})
			events := make([]downloads.Event, n)
			for i := range events {
				events[i] = request(20000, i, uint64(i))
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := s.AppendEvents(b.Context(), 20000, events); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRecord is what one answer costs the media path.
func BenchmarkRecord(b *testing.B) {
	s := storetest.Open(b, store.Config{URL: storetest.SQLite(b), Migrate: true})
	r := downloads.NewRecorder(s, nil, time.Now, slog.New(slog.DiscardHandler))
	a := downloads.Answer{Event: request(20000, 1, 0), Client: netip.MustParseAddr("203.0.113.7")}
	b.ReportAllocs()
	for b.Loop() {
		r.Record(a)
	}
}
