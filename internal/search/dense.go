package search

import (
	"strings"
	"unicode"
)

// joint stands between the characters of scripts that are written without spaces, so that the index takes each for a word and
// finds a word as a phrase. It has no width, and no text has it otherwise.
const joint = "\u200b"

// part puts joints into a text.
func part(text string) string {
	if !strings.ContainsFunc(text, dense) {
		return text
	}
	var b strings.Builder
	before := false
	for _, r := range text {
		now := dense(r)
		if now && before {
			b.WriteString(joint)
		}
		b.WriteRune(r)
		before = now
	}
	return b.String()
}

// dense reports whether a character is of a script without spaces in which each can be looked for by itself.
func dense(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

// join takes the joints out again.
func join(text string) string { return strings.ReplaceAll(text, joint, "") }
