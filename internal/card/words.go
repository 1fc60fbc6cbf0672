package card

import (
	"image"
	"image/color"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// Where words stand, in pixels.
const (
	textLeft  = 232
	textWidth = Width - margin - textLeft
	titleTop  = 72
	capHeight = .7 // of Plate, in em
	notesDrop = 76 // from the last line of the title to the notes
	notesSize = 27

	tagSize     = 29
	tagWidth    = 88 // room for a line within the circle
	lettersDrop = -16
	numberDrop  = 35 // from the middle of the tag
)

// instrument draws the tag: a circle cut by a line, letters above, a number below.
func (p *picture) instrument(letters, number string) error {
	const width = 4
	area := image.Rect(margin, margin, margin+tagSide, margin+tagSide)
	b := newBrush(p.RGBA, area)
	b.ring(Point{middle, middle}, tagSide/2-width/2, width)
	b.paint(ink)
	p.fill(image.Rect(margin+1, middle-width/2, margin+tagSide-1, middle+width/2), ink)
	if number == "" {
		number = "–"
	}
	if err := p.centred(letters, middle+lettersDrop); err != nil {
		return err
	}
	return p.centred(number, middle+numberDrop)
}

// centred writes a line of the tag, smaller when it is much.
func (p *picture) centred(text string, baseline float64) error {
	text, ok := readable(p.tag, text)
	if !ok {
		return nil
	}
	f, err := newFace(p.tag, tagSize)
	if err != nil {
		return err
	}
	if w := f.width(text); w > tagWidth {
		if f, err = newFace(p.tag, tagSize*tagWidth/w); err != nil {
			return err
		}
	}
	p.write(f, text, middle-f.width(text)/2, baseline, ink)
	return nil
}

// words writes the title and the notes under it.
func (p *picture) words(c Card) error {
	text, ok := readable(p.plate, c.Title)
	notes := c.Notes
	if !ok {
		text, ok = readable(p.plate, c.Show)
	} else if c.Show != c.Title {
		notes = append([]string{c.Show}, notes...)
	}
	baseline := float64(titleTop)
	if ok {
		t, err := fit(p.plate, text, textWidth)
		if err != nil {
			return err
		}
		baseline += capHeight*t.face.size - t.lead
		for _, line := range t.lines {
			baseline += t.lead
			p.write(t.face, line, textLeft, baseline, ink)
		}
	}
	f, err := newFace(p.tag, notesSize)
	if err != nil {
		return err
	}
	p.write(f, p.joined(f, notes), textLeft, baseline+notesDrop, ink2)
	return nil
}

// joined joins the notes that can be drawn, as many from the first on as there is room for. A long first one is shortened to
// half of the room before another is left out.
func (p *picture) joined(f face, notes []string) string {
	var texts []string
	for _, note := range notes {
		if text, ok := readable(p.tag, note); ok {
			texts = append(texts, text)
		}
	}
	for n := len(texts); n > 0; n-- {
		rest := ""
		if n > 1 {
			rest = ", " + strings.Join(texts[1:n], ", ")
		}
		room := textWidth - f.width(rest)
		if f.width(texts[0]) <= room {
			return texts[0] + rest
		}
		if n == 1 || room >= textWidth/2 {
			return shortened(f, texts[0], room) + rest
		}
	}
	return ""
}

func (p *picture) write(f face, text string, x, baseline float64, c color.Color) {
	d := font.Drawer{Dst: p.RGBA, Src: image.NewUniform(c), Face: f, Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(baseline * 64)}}
	d.DrawString(text)
}
