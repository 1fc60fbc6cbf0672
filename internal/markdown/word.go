package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Words counts the words of a text without rendering it, markup and addresses left out. It may differ a little from the
// Words of the rendered document.
func Words(src []byte) int {
	n := 0
	for len(src) > 0 {
		if isASCIIGap(src[0]) {
			src = src[1:]
			continue
		}
		if skip := markup(src); skip > 0 {
			src = src[skip:]
			continue
		}
		word, size := wordAt(src)
		if word {
			n++
		}
		src = src[size:]
	}
	return n
}

// markup returns the length of an HTML tag, an address or a link's destination at the start of src, 0 otherwise.
func markup(src []byte) int {
	switch {
	case bytes.HasPrefix(src, []byte("](")):
		return through(src, ')')
	case bytes.HasPrefix(src, []byte("http://")), bytes.HasPrefix(src, []byte("https://")):
		if i := bytes.IndexAny(src, " \t\r\n)>]"); i > 0 {
			return i
		}
		return len(src)
	case src[0] == '<' && len(src) > 1 && (src[1] == '/' || src[1] == '!' || unicode.IsLetter(rune(src[1]))):
		return through(src, '>')
	}
	return 0
}

// through returns the length of src up to and with end, if that stands within the next 2,000 bytes of the same paragraph.
func through(src []byte, end byte) int {
	window := src[:min(len(src), 2000)]
	if i := bytes.IndexByte(window, end); i >= 0 && !bytes.Contains(window[:i], []byte("\n\n")) {
		return i + 1
	}
	return 0
}

// wordAt returns whether src starts with a word, and the length of that word or of the rune that is none. Apostrophes and
// hyphens inside belong to it.
func wordAt(src []byte) (word bool, size int) {
	for size < len(src) {
		if isASCIIWord(src[size]) { // most are: no table is asked
			word = true
			size++
			continue
		}
		r, n := utf8.DecodeRune(src[size:])
		inner := r == '\'' || r == '’' || r == '-'
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && (!inner || !word) {
			break
		}
		word = true
		size += n
	}
	if !word {
		_, size = utf8.DecodeRune(src)
	}
	return word, size
}

func isASCIIWord(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' }

// isASCIIGap reports whether neither a word nor markup begins with c.
func isASCIIGap(c byte) bool { return c < utf8.RuneSelf && !isASCIIWord(c) && c != ']' && c != '<' }
