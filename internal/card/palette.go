package card

import (
	"image"
	"image/color"
)

// The colours of the light theme: a card is paper wherever it is shown.
var (
	paper = solid(0xF3F3EC)
	sheet = solid(0xFBFBF7)
	grid  = solid(0xD9E0D6)
	rule  = solid(0xBCC4BA)
	edge  = solid(0x6B7872)
	ink   = solid(0x17211E)
	ink2  = solid(0x46534E)
	it    = solid(0x0B5966)
	ot    = solid(0xAD3608)
)

func solid(rgb uint32) color.RGBA {
	return color.RGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}
}

// ramps are the pairs of colours that meet on a card, with how many steps there are from one to the other: smooth edges need
// shades, and no more shades than these keep a card small.
var ramps = []struct {
	from, to color.RGBA
	steps    int
}{
	{paper, ink, 16}, {paper, ink2, 12}, {paper, it, 10}, {paper, ot, 10}, {sheet, it, 12}, {sheet, ot, 12}, {sheet, edge, 10},
	{grid, it, 8}, {grid, ot, 8}, {grid, edge, 6}, {it, ot, 6}, {edge, it, 4}, {edge, ot, 4}, {ink, it, 4}, {ink, ot, 4}, {sheet, rule, 2},
}

// palette holds the colours of all ramps.
var palette = func() color.Palette {
	var p color.Palette
	seen := map[color.RGBA]bool{}
	for _, r := range ramps {
		for i := range r.steps + 1 {
			if c := between(r.from, r.to, i, r.steps); !seen[c] {
				seen[c] = true
				p = append(p, c)
			}
		}
	}
	return p
}()

func between(from, to color.RGBA, i, n int) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(n-i) + int(b)*i + n/2) / n) }
	return color.RGBA{R: mix(from.R, to.R), G: mix(from.G, to.G), B: mix(from.B, to.B), A: 0xff}
}

// reduced maps a drawing to the palette.
func reduced(from *image.RGBA) *image.Paletted {
	to := image.NewPaletted(from.Rect, palette)
	known := map[[3]byte]uint8{}
	for i := range to.Pix {
		key := [3]byte(from.Pix[4*i:])
		index, ok := known[key]
		if !ok {
			index = uint8(palette.Index(color.RGBA{R: key[0], G: key[1], B: key[2], A: 0xff}))
			known[key] = index
		}
		to.Pix[i] = index
	}
	return to
}
