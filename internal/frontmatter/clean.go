package frontmatter

import (
	"bytes"
	"unicode/utf8"
)

// MaxText is how many bytes a text file may have.
const MaxText = 1 << 20

// Clean returns a text file with LF line ends and without byte order mark, or why it is no text.
func Clean(data []byte) ([]byte, *Mistake) {
	if len(data) > MaxText {
		return nil, &Mistake{0, RuleFileTooLarge, "The file has more than 1 MiB.", "Part it into several files."}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return nil, &Mistake{LineAt(data, i), RuleNUL, "The line holds a zero byte.", "Delete it, or save the file as UTF-8 (not UTF-16)."}
	}
	if i := invalidUTF8(data); i >= 0 {
		return nil, &Mistake{LineAt(data, i), RuleBadUTF8, "The line is not UTF-8.", "Save the file with the encoding UTF-8."}
	}
	return data, nil
}

func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
