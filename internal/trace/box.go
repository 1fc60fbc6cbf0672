package trace

// The box that a trace is drawn in: x runs from the left, y from the top. Pictures stretch it to the size they need.
const (
	Width  = 1000
	Height = 128
)

// box is paper for the lines. A voice that says nothing lies on its floor, one that speaks alone rises above it; the floors
// lie a little apart, so that voices that rest do not hide each other.
type box struct {
	width, rise int
	floor       [pens]int
}

var (
	strip     = box{width: Width, rise: 78, floor: [pens]int{110, 106, 102}} // leaves room for chapter numbers above
	miniature = box{width: MiniWidth, rise: 22, floor: [pens]int{29, 27, 25}}
)

// node is where a line turns.
type node struct{ x, y int }

// nodes are those of one pen's line through equally long bins.
func (b box) nodes(pen int, bins []shares) []node {
	levels := make([]int, len(bins))
	for i, s := range bins {
		levels[i] = s[pen]
	}
	if pen == 1 {
		return b.stepped(pen, levels)
	}
	return b.curved(pen, smooth(levels))
}

// stepped returns the corners of a line that keeps each level for its bin.
func (b box) stepped(pen int, levels []int) []node {
	nodes := make([]node, 0, 2*len(levels))
	for i, l := range levels {
		y := b.y(pen, l)
		nodes = append(nodes, node{b.x(2*i, len(levels)), y}, node{b.x(2*i+2, len(levels)), y})
	}
	return nodes
}

// curved returns both ends of a line and the centre of each bin.
func (b box) curved(pen int, levels []int) []node {
	nodes := make([]node, 0, len(levels)+2)
	nodes = append(nodes, node{0, b.y(pen, levels[0])})
	for i, l := range levels {
		nodes = append(nodes, node{b.x(2*i+1, len(levels)), b.y(pen, l)})
	}
	return append(nodes, node{b.width, nodes[len(nodes)-1].y})
}

// x is where the given half of a bin begins, of n bins.
func (b box) x(half, n int) int { return (half*b.width + n) / (2 * n) }

// y is where a share of that many thousandths lies.
func (b box) y(pen, level int) int { return b.floor[pen] - (level*b.rise+500)/1000 }

// smooth weighs each level against its neighbours, 1-2-1.
func smooth(levels []int) []int {
	out := make([]int, len(levels))
	last := len(levels) - 1
	for i, l := range levels {
		out[i] = (levels[max(i-1, 0)] + 2*l + levels[min(i+1, last)] + 2) / 4
	}
	return out
}
