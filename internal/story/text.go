package story

import (
	"strconv"
	"strings"
	"unicode"
)

// clean takes away space around a line and makes any space within it one blank.
func clean(line string) string { return strings.Join(strings.Fields(line), " ") }

// blank reports whether a text shows nothing: only space, marks and invisible characters.
func blank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// excerpt returns the beginning of a plain text, cut after a sentence or between words, in at most n characters.
func excerpt(plain string, n int) string {
	line := clean(plain)
	runes := []rune(line)
	if end := sentenceEnd(runes, n); end > 0 {
		return string(runes[:end])
	}
	if len(runes) <= n {
		return line
	}
	cut := n - 1
	for i := cut; i > n/2; i-- {
		if runes[i] == ' ' {
			cut = i
			break
		}
	}
	return strings.TrimRightFunc(string(runes[:cut]), func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) }) + "…"
}

// sentenceEnd returns where the first sentence ends within n characters, or 0.
func sentenceEnd(runes []rune, n int) int {
	for i := 1; i < len(runes) && i < n; i++ {
		last := i+1 == len(runes)
		if strings.ContainsRune(".!?", runes[i]) && (last || runes[i+1] == ' ') && i >= 20 {
			return i + 1
		}
	}
	return 0
}

// slugLike reports whether s is letters and digits without capitals, joined by single hyphens.
func slugLike(s string) bool {
	for part := range strings.SplitSeq(s, "-") {
		if part == "" {
			return false
		}
		for _, r := range part {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) || unicode.IsUpper(r) || r == unicode.ReplacementChar {
				return false
			}
		}
	}
	return true
}

// thousands writes a number as people read it: 10,000.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
