package trace

// flat is how many straight lines stand for one curve: enough for a picture twice the size of the box.
const flat = 8

// polyline returns the points of a pen's line through its nodes.
func polyline(pen int, nodes []node) []Point {
	out := []Point{nodes[0].point()}
	if pen == 1 {
		for _, n := range nodes[1:] {
			out = append(out, n.point())
		}
		return out
	}
	for _, b := range bends(nodes) {
		for i := range flat {
			out = append(out, b.at(float64(i+1)/flat))
		}
	}
	return out
}

func (n node) point() Point { return Point{float64(n.x), float64(n.y)} }

// at is the point of a curve at a parameter from 0 to 1.
func (b bend) at(t float64) Point {
	from, to := b.from.point(), b.to.point()
	u := 1 - t
	start, first, second, end := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t // Bernstein's weights of the ends and handles
	return Point{
		X: start*from.X + first*(from.X+float64(b.out)) + second*(to.X-float64(b.in)) + end*to.X,
		Y: (start+first)*from.Y + (second+end)*to.Y,
	}
}
