package card

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"
)

// titleSizes are tried in turn until a title fits: large while it has two lines, then three lines as large as they go.
var titleSizes = []struct {
	size  float64
	lines int
	lead  float64 // from baseline to baseline, pixels
}{{104, 2, 97}, {72, 3, 70}, {60, 3, 62}, {52, 3, 58}, {44, 3, 52}}

// title is a title in lines that fit.
type title struct {
	face  face
	lines []string
	lead  float64
}

// fit sets a text in lines of a width. What does not fit in the smallest size ends in an ellipsis.
func fit(f *sfnt.Font, text string, width float64) (t title, err error) {
	for i, s := range titleSizes {
		if t.face, err = newFace(f, s.size); err != nil {
			return title{}, err
		}
		t.lead = s.lead
		lines, whole := wrap(t.face, text, width)
		if whole && len(lines) <= s.lines {
			t.lines = balance(t.face, text, width, lines)
			return t, nil
		}
		if i == len(titleSizes)-1 {
			t.lines = cut(t.face, lines, s.lines, width)
		}
	}
	return t, nil
}

// wrap breaks a text into lines. whole is false when a word had to be broken because it is longer than a line.
func wrap(f face, text string, width float64) (lines []string, whole bool) {
	whole = true
	line := ""
	for _, piece := range pieces(text) {
		if line == "" {
			line = strings.TrimLeft(piece, " ")
		} else if f.width(line+piece) <= width {
			line += piece
		} else {
			lines, line = append(lines, line), strings.TrimLeft(piece, " ")
		}
		for f.width(line) > width {
			whole = false
			n := longest(f, line, width)
			lines, line = append(lines, line[:n]), line[n:]
		}
	}
	return append(lines, line), whole
}

// pieces cuts a text where a line may break: before a blank, and behind a hyphen, dash or slash within a word unless a part
// is as short as those of "IT/OT".
func pieces(text string) []string {
	const short = 3 // letters
	var out []string
	for i, word := range strings.Split(text, " ") {
		if i > 0 {
			word = " " + word
		}
		for from := 0; ; {
			at := strings.IndexAny(word[from:], "-–—/")
			if at < 0 {
				break
			}
			_, size := utf8.DecodeRuneInString(word[from+at:])
			from += at + size
			if from-size > short && len(word)-from >= short {
				out, word, from = append(out, word[:from]), word[from:], 0
			}
		}
		out = append(out, word)
	}
	return out
}

// longest is how many bytes of a text fit, at least one character.
func longest(f face, text string, width float64) int {
	n := 0
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		if n > 0 && f.width(text[:end]) > width {
			break
		}
		n = end
	}
	return n
}

// balance makes lines about equally long, for as long as that needs no further line.
func balance(f face, text string, width float64, lines []string) []string {
	const step = 8 // pixels
	for narrower := width - step; narrower > width/2; narrower -= step {
		tried, whole := wrap(f, text, narrower)
		if !whole || len(tried) > len(lines) {
			break
		}
		lines = tried
	}
	return lines
}

// cut keeps the first lines and ends the last of them in an ellipsis when there are more.
func cut(f face, lines []string, most int, width float64) []string {
	if len(lines) <= most {
		return lines
	}
	lines = lines[:most]
	lines[most-1] = shortened(f, lines[most-1], width)
	return lines
}

// shortened ends a text in an ellipsis that fits too.
func shortened(f face, text string, width float64) string {
	const ellipsis = "…"
	n := longest(f, text, width-f.width(ellipsis))
	return strings.TrimRight(text[:n], " ,;:–—-/") + ellipsis
}
