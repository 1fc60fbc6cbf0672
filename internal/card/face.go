package card

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// The two faces, cut by static/fonts/cut.sh to Latin with its extensions.
var (
	//go:embed fonts/plate.ttf
	plateFile []byte
	//go:embed fonts/tag.ttf
	tagFile []byte
)

// fonts are read once, when the first card is drawn.
var fonts = sync.OnceValues(func() (struct{ plate, tag *sfnt.Font }, error) {
	var f struct{ plate, tag *sfnt.Font }
	var err error
	if f.plate, err = opentype.Parse(plateFile); err != nil {
		return f, fmt.Errorf("face of titles: %w", err)
	}
	if f.tag, err = opentype.Parse(tagFile); err != nil {
		return f, fmt.Errorf("face of tags: %w", err)
	}
	return f, nil
})

// face is a font in a size. It is not safe for concurrent use.
type face struct {
	font.Face
	size float64 // pixels to the em
}

func newFace(f *sfnt.Font, size float64) (face, error) {
	x, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	return face{x, size}, err
}

// width is how far a text reaches, in pixels.
func (f face) width(text string) float64 { return pixels(font.MeasureString(f, text)) }

func pixels(x fixed.Int26_6) float64 { return float64(x) / 64 }

// readable returns a text as a font can draw it, and false when it cannot: when it lacks a letter or a digit. Signs it lacks,
// such as emoji, are left out, for a text says the same without them; a letter that has a plain form is drawn so.
func readable(f *sfnt.Font, text string) (string, bool) {
	var out strings.Builder
	var buffer sfnt.Buffer
	has := func(r rune) bool { g, err := f.GlyphIndex(&buffer, r); return err == nil && g != 0 }
	for _, r := range norm.NFC.String(text) {
		switch {
		case unicode.IsSpace(r):
			out.WriteByte(' ')
		case unicode.IsControl(r):
		case has(r):
			out.WriteRune(r)
		default:
			plain := strings.Map(func(r rune) rune {
				if has(r) {
					return r
				}
				return -1
			}, norm.NFKD.String(string(r)))
			if plain == "" && (unicode.IsLetter(r) || unicode.IsNumber(r)) {
				return "", false
			}
			out.WriteString(plain)
		}
	}
	words := strings.Join(strings.Fields(out.String()), " ")
	return words, words != ""
}
