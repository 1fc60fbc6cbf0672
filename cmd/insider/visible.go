package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// tell writes lines for people. What they name, such as files, may come from anywhere.
func tell(w io.Writer, lines ...string) {
	for _, line := range lines {
		fmt.Fprintln(w, visible(line))
	}
}

// visible is text as a terminal can be given it: what would steer one or turn the order of letters stands in it as "\u001b".
func visible(text string) string {
	if !strings.ContainsFunc(text, steers) {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if steers(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

func steers(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}
