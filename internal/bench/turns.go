package main

import (
	"fmt"
	"slices"
	"time"
)

// target is a server and what is asked of it.
type target struct {
	process *process
	request request
}

const (
	turns     = 61                    // rounds of a comparison: the median of their ratios is steady on a busy machine
	turnCPU   = 30 * time.Millisecond // what one target uses in one round, about
	warmUpOps = 500
)

// inTurns asks each target again and again, one after the other, and returns the cost of a request in microseconds of
// processor time, by target, then by round. All targets get the same number of requests.
func inTurns(targets ...target) ([][]float64, error) {
	n := 0
	for _, t := range targets {
		per, err := cpuPerOp(t.process, t.request, warmUpOps)
		if err != nil {
			return nil, err
		}
		n = max(n, min(2000, int(turnCPU/max(per, time.Microsecond))))
	}
	cost := make([][]float64, len(targets))
	for range turns {
		for i, t := range targets {
			per, err := cpuPerOp(t.process, t.request, n)
			if err != nil {
				return nil, fmt.Errorf("target %d: %w", i, err)
			}
			cost[i] = append(cost[i], float64(per.Nanoseconds())/1e3)
		}
	}
	return cost, nil
}

// ratios divides round by round.
func ratios(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] / b[i]
	}
	return out
}

// format writes the median of values.
func format(values []float64, verb string) string { return fmt.Sprintf(verb, median(values)) }

// median returns the middle of values, which stay in their order.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
