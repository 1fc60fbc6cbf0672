package trace

import "strconv"

// pathData writes the line of a pen through its nodes.
func pathData(pen int, nodes []node) string {
	d := append([]byte{'M'}, strconv.Itoa(nodes[0].x)...)
	d = numbers(d, nodes[0].y)
	if pen == 1 {
		return string(stepData(d, nodes))
	}
	return string(curveData(d, nodes))
}

// stepData joins corners by level and upright lines. What stays at one level is one line.
func stepData(d []byte, nodes []node) []byte {
	at := nodes[0]
	for _, n := range nodes[1:] {
		if n.y != at.y {
			d = numbers(append(d, 'h'), n.x-at.x)
			d = numbers(append(d, 'v'), n.y-at.y)
			at = n
		}
	}
	return numbers(append(d, 'h'), nodes[len(nodes)-1].x-at.x)
}

// curveData joins nodes by the command "s", which takes the first handle from the one before: it mirrors it. Without one
// before, at the level first stretch, it needs none.
func curveData(d []byte, nodes []node) []byte {
	d = append(d, 's')
	for _, c := range bends(nodes) {
		x, y := c.to.x-c.from.x, c.to.y-c.from.y
		d = numbers(d, x-c.in, y, x, y)
	}
	return d
}

// numbers appends numbers with blanks only where nothing else tells them apart.
func numbers(d []byte, list ...int) []byte {
	for _, n := range list {
		if last := d[len(d)-1]; n >= 0 && '0' <= last && last <= '9' {
			d = append(d, ' ')
		}
		d = strconv.AppendInt(d, int64(n), 10)
	}
	return d
}

// bend is one cubic curve between two nodes. Its handles are level; out and in are their lengths.
type bend struct {
	from, to node
	out, in  int
}

// bends joins nodes by curves that have turned half way between two nodes. What stays at one level is one curve.
func bends(nodes []node) []bend {
	var list []bend
	from, handle := nodes[0], 0
	for i, n := range nodes[1:] {
		if n.y == from.y && i+2 < len(nodes) && nodes[i+2].y == n.y {
			continue
		}
		b := bend{from: from, to: n, out: handle, in: (n.x - nodes[i].x) / 2}
		list = append(list, b)
		from, handle = n, b.in
	}
	return list
}
