package card

import (
	"cmp"
	"errors"
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Wordmark is the mark, with a name beside it unless Text is "".
type Wordmark struct {
	Text string
	Dark bool // for a dark ground
}

// The wordmark's proportions: a mark of 48, the distance to its text, and the size of that. Capitals stand in the middle.
const (
	markSide = 48
	markGap  = 14.4
	em       = fixed.Int26_6(1843) // 28.8 in 64ths
)

// The colours on a dark ground.
var (
	onBand = solid(0xF3F3EC)
	itDark = solid(0x66C9D3)
	otDark = solid(0xFF8D55)
)

// SVG returns the wordmark as a drawing that needs no font; false when the face lacks a letter of it.
func (w Wordmark) SVG() ([]byte, bool) {
	line, first, second := ink, it, ot
	if w.Dark {
		line, first, second = onBand, itDark, otDark
	}
	text, err := outlined(w.Text)
	if err != nil {
		return nil, false
	}
	width := float64(markSide)
	if w.Text != "" {
		width += markGap + text.at
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%d" viewBox="0 0 %s %d" fill="none">`,
		short(2*width), 2*markSide, short(width), markSide)
	fmt.Fprintf(&b, `<path stroke="%s" stroke-width="2.5" d="M1.5 1.5h45v45h-45z"/><circle cx="24" cy="24" r="22.5" stroke="%[1]s" stroke-width="2.5"/>`, hex6(line))
	fmt.Fprintf(&b, `<path stroke="%s" stroke-width="4" d="M2 24h8.5v-9H21v9h3"/>`, hex6(first))
	fmt.Fprintf(&b, `<path stroke="%s" stroke-width="4" d="M24 24c5 0 4.5 11 9.5 11S38 24 46 24"/>`, hex6(second))
	if w.Text != "" {
		fmt.Fprintf(&b, `<path fill="%s" d="%s"/>`, hex6(line), text.path.String())
	}
	b.WriteString("</svg>\n")
	return []byte(b.String()), true
}

// outline is text set in Plate, as path data.
type outline struct {
	font     *sfnt.Font
	buffer   sfnt.Buffer
	baseline float64
	path     strings.Builder
	at       float64         // how far the text reaches
	last     sfnt.GlyphIndex // 0 at the beginning
}

var errNoGlyph = errors.New("the face lacks a letter")

// outlined sets a text beside the mark.
func outlined(text string) (*outline, error) {
	fonts, err := fonts()
	if err != nil {
		return nil, err
	}
	o := &outline{font: fonts.plate}
	metrics, err := o.font.Metrics(&o.buffer, em, font.HintingNone)
	if err != nil {
		return nil, err
	}
	o.baseline = (markSide + pixels(metrics.CapHeight)) / 2
	for _, r := range text {
		if err := o.add(r); err != nil {
			return nil, err
		}
	}
	return o, nil
}

func (o *outline) add(r rune) error {
	glyph, err := o.font.GlyphIndex(&o.buffer, r)
	if err != nil || glyph == 0 {
		return cmp.Or(err, errNoGlyph)
	}
	if kern, err := o.font.Kern(&o.buffer, o.last, glyph, em, font.HintingNone); err == nil && o.last != 0 {
		o.at += pixels(kern)
	}
	segments, err := o.font.LoadGlyph(&o.buffer, glyph, em, nil)
	if err != nil {
		return err
	}
	o.draw(segments)
	advance, err := o.font.GlyphAdvance(&o.buffer, glyph, em, font.HintingNone)
	o.at, o.last = o.at+pixels(advance), glyph
	return err
}

// commands are the letters of path data, with how many points each takes.
var commands = map[sfnt.SegmentOp]struct {
	letter string
	points int
}{sfnt.SegmentOpMoveTo: {"M", 1}, sfnt.SegmentOpLineTo: {"L", 1}, sfnt.SegmentOpQuadTo: {"Q", 2}, sfnt.SegmentOpCubeTo: {"C", 3}}

func (o *outline) draw(segments sfnt.Segments) {
	for i, s := range segments {
		if i > 0 && s.Op == sfnt.SegmentOpMoveTo {
			o.path.WriteByte('Z')
		}
		command := commands[s.Op]
		o.path.WriteString(command.letter)
		for n, p := range s.Args[:command.points] {
			if n > 0 {
				o.path.WriteByte(' ')
			}
			o.path.WriteString(short(markSide+markGap+o.at+pixels(p.X)) + " " + short(o.baseline+pixels(p.Y)))
		}
	}
	if len(segments) > 0 {
		o.path.WriteByte('Z')
	}
}

func short(x float64) string { return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) }

func hex6(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
