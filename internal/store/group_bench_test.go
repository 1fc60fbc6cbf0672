package store

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// BenchmarkSharedCommits lets 64 writers do small acts one after the other, in turns on a store that gathers those that wait and on
// one that commits each by itself.
func BenchmarkSharedCommits(b *testing.B) {
	const writers, each = 64, 10
	shared, single := sqliteStore(b), sqliteStore(b)
	single.group.most = 1
	round := func(s *Store) float64 {
		began := time.Now()
		var running sync.WaitGroup
		for w := range writers {
			running.Go(func() {
				for range each {
					if err := s.write(b.Context(), set(s, fmt.Sprint("writer ", w))); err != nil {
						b.Error(err)
					}
				}
			})
		}
		running.Wait()
		return writers * each / time.Since(began).Seconds()
	}
	var together, apart, gain []float64
	for b.Loop() {
		t, a := round(shared), round(single)
		together, apart, gain = append(together, t), append(apart, a), append(gain, t/a)
	}
	for name, values := range map[string][]float64{"shared/s": together, "single/s": apart, "gain": gain} {
		slices.Sort(values)
		b.ReportMetric(values[len(values)/2], name)
	}
}
