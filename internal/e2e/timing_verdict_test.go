package e2e

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// verdict is what the times of answers tell about near guesses. They are compared at their tenth, where a busy machine disturbs
// least, and in the middle.
type verdict struct {
	gap    time.Duration // by which near ones are later, where the chance is smallest
	at     float64       // quantile
	chance float64       // of a gap as large if what is near made no difference
	noise  time.Duration // gap at the same quantile between guesses that are both wrong
	usual  time.Duration // time of a wrong guess
}

// shuffles are how often the answers of each turn change places by chance, to see what gaps come of nothing.
const shuffles = 1000

// judge compares answers that were asked for in turns; near, far and further of one index belong to one turn.
func judge(near, far, further []time.Duration) verdict {
	var least verdict
	for _, at := range []float64{.1, .5} {
		v := verdict{gap: quantile(near, at) - quantile(far, at), at: at, noise: quantile(further, at) - quantile(far, at), usual: quantile(far, at)}
		if v.chance = 1; v.isLarge() {
			v.chance = chance(near, far, at, v.gap)
		}
		if at == .1 || v.chance < least.chance {
			least = v
		}
	}
	return least
}

// tells says that the gap is not by chance, more than the machine shows between two wrong guesses, and more than a tenth of the time: what a row that
// is found costs over one that is not is less.
func (v verdict) tells() bool {
	return v.chance <= 1./shuffles && v.isLarge()
}

func (v verdict) isLarge() bool {
	return v.gap.Abs() > 2*v.noise.Abs() && v.gap.Abs() > v.usual/10
}

func (v verdict) String() string {
	return fmt.Sprintf("%v of %v at %v, chance %.3f, two wrong ones %v", v.gap, v.usual, v.at, v.chance, v.noise)
}

// chance is how often swapping a and b of a turn, or not, at random shows a gap as large.
func chance(a, b []time.Duration, at float64, gap time.Duration) float64 {
	random := rand.New(rand.NewPCG(1, 2))
	x, y := slices.Clone(a), slices.Clone(b)
	as := 0
	for range shuffles {
		copy(x, a)
		copy(y, b)
		for i := range x {
			if random.Uint32()&1 == 0 {
				x[i], y[i] = y[i], x[i]
			}
		}
		if (quantile(x, at) - quantile(y, at)).Abs() >= gap.Abs() {
			as++
		}
	}
	return float64(as) / shuffles
}

// quantile leaves the order of values as it is.
func quantile(values []time.Duration, at float64) time.Duration {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(at*float64(len(sorted)))]
}

// TestVerdictSeesWhatIsNotByChance judges made-up times with the noise of a busy machine: a millisecond, half of them longer, some
// much longer.
func TestVerdictSeesWhatIsNotByChance(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	times := func(more time.Duration) []time.Duration {
		list := make([]time.Duration, 500)
		for i := range list {
			list[i] = time.Millisecond + more + time.Duration(random.ExpFloat64()*float64(600*time.Microsecond))
		}
		return list
	}
	alarms := 0
	for range 10 {
		if v := judge(times(150*time.Microsecond), times(0), times(0)); !v.tells() {
			t.Errorf("a gap of 0.15 ms is not seen: %v", v)
		}
		if judge(times(0), times(0), times(0)).tells() {
			alarms++
		}
	}
	if alarms > 0 {
		t.Errorf("%d of 10 times something is seen where nothing is", alarms)
	}
}
