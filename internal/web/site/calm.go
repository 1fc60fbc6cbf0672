package site

import (
	"crypto/sha256"
	"math"

	"insider/internal/trace"
)

// calm returns two lines for what nobody speaks: one climbs in steps while the other falls in a curve, or the other way
// round, so that they cross once. How they run depends on the seed alone.
func calm(seed string) *trace.Trace {
	const bins, low, high = 48, 120, 900
	dice := sha256.Sum256([]byte(seed))
	treads := stairs(4+int(dice[0]%4), dice[2:])
	bend, middle := 7+float64(dice[20]%5), .35+.3*float64(dice[21])/255
	t := &trace.Trace{Bins: make([]trace.Bin, bins), Voices: []trace.Voice{{Pen: 1}, {Pen: 2}}}
	for i := range t.Bins {
		x := (float64(i) + .5) / bins
		rise := func(y float64) int { return low + int(math.Round(y*(high-low))) }
		up, down := treads(x), 1/(1+math.Exp(bend*2*(x-middle)))
		if dice[1]%2 == 1 {
			up, down = 1-up, 1-down
		}
		t.Bins[i] = trace.Bin{First: rise(up), Second: rise(down)}
	}
	return t
}

// stairs returns a function that climbs from 0 to 1 in equal steps; the dice say how long each tread is.
func stairs(steps int, dice []byte) func(x float64) float64 {
	ends := make([]float64, steps)
	sum := 0.0
	for i := range ends {
		sum += 1 + float64(dice[i])/128
		ends[i] = sum
	}
	return func(x float64) float64 {
		for i, end := range ends {
			if x*sum < end {
				return float64(i) / float64(steps-1)
			}
		}
		return 1
	}
}
