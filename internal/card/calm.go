package card

import (
	"crypto/sha256"
	"math"
)

// Calm returns two lines for what nobody speaks, in a box: one climbs in steps while the other falls in a curve, or the
// other way round, so that they cross once. How they run depends on the seed alone.
func Calm(seed string, box Box) []Line {
	dice := sha256.Sum256([]byte(seed))
	at := func(x, y float64) Point { return Point{x * box.Width, box.Height * (.12 + .72*y)} }
	if dice[0]%2 == 1 {
		at = func(x, y float64) Point { return Point{x * box.Width, box.Height * (.84 - .72*y)} }
	}
	return []Line{{Pen: 1, Points: stairs(dice[2:], 4+int(dice[1]%4), at)}, {Pen: 2, Points: slope(dice[20:], at)}}
}

// stairs leads from 0 to 1 in steps; the dice say how long and how high each is.
func stairs(dice []byte, steps int, at func(x, y float64) Point) []Point {
	var points []Point
	wide, high := parts(dice, steps), parts(dice[steps:], steps-1)
	x, y := 0.0, 0.0
	for i := range steps {
		points = append(points, at(x, y))
		x += wide[i]
		points = append(points, at(x, y))
		if i < len(high) {
			y += high[i]
		}
	}
	return points
}

// parts cuts 1 into parts none of which is more than twice another.
func parts(dice []byte, n int) []float64 {
	out, sum := make([]float64, n), 0.0
	for i := range out {
		out[i] = 1 + float64(dice[i])/255
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// slope leads from 1 to 0 in one smooth curve; the dice say where and how fast it falls.
func slope(dice []byte, at func(x, y float64) Point) []Point {
	middle, pace := .3+.4*float64(dice[0])/255, 6+14*float64(dice[1])/255
	logistic := func(x float64) float64 { return 1 / (1 + math.Exp(pace*(x-middle))) }
	first, last := logistic(0), logistic(1)
	const n = 120
	points := make([]Point, n+1)
	for i := range points {
		x := float64(i) / n
		points[i] = at(x, (logistic(x)-last)/(first-last))
	}
	return points
}
