package content

import (
	"bytes"
	"unicode/utf8"
)

const (
	maxText  = 1 << 20  // bytes of a Markdown file, show.yaml or a chapters file
	maxFront = 64 << 10 // bytes of front matter
)

// front is a file cut in two. Line ends are LF and there is no byte order mark.
type front struct {
	yaml     []byte
	yamlLine int // line of the file on which yaml begins
	body     []byte
	bodyLine int // line of the file on which body begins
}

// complaint is a mistake without the name of its file.
type complaint struct {
	line                int
	rule, sentence, fix string
}

// splitFront cuts a Markdown file into front matter and body.
func splitFront(data []byte) (front, *complaint) {
	text, wrong := cleanText(data)
	if wrong != nil {
		return front{}, wrong
	}
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	if string(bytes.TrimRight(first, " \t")) != "---" {
		return front{}, &complaint{1, ruleNoFrontMatter, "The file does not begin with front matter.",
			"Write --- on the first line, then keys such as title: ..., then --- on a line of its own."}
	}
	f := front{yamlLine: 2, bodyLine: 2}
	for line := range bytes.Lines(rest) {
		f.bodyLine++
		if mark := bytes.TrimRight(line, " \t\n"); string(mark) == "---" || string(mark) == "..." {
			f.body = rest[len(f.yaml)+len(line):]
			return f, checkFront(f.yaml)
		}
		f.yaml = rest[:len(f.yaml)+len(line)]
	}
	return front{}, &complaint{1, ruleOpenFrontMatter, "The front matter that begins here does not end.",
		"Write --- on a line of its own after its last key."}
}

func checkFront(yaml []byte) *complaint {
	if len(yaml) > maxFront {
		return &complaint{1, ruleFileTooLarge, "The front matter has more than 64 KiB.", "Move text from it into the body."}
	}
	return nil
}

// cleanText returns a text file with LF line ends and without byte order mark, or why it is no text.
func cleanText(data []byte) ([]byte, *complaint) {
	if len(data) > maxText {
		return nil, &complaint{0, ruleFileTooLarge, "The file has more than 1 MiB.", "Part it into several files."}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return nil, &complaint{lineAt(data, i), ruleNUL, "The line holds a zero byte.", "Delete it, or save the file as UTF-8 (not UTF-16)."}
	}
	if i := invalidUTF8(data); i >= 0 {
		return nil, &complaint{lineAt(data, i), ruleBadUTF8, "The line is not UTF-8.", "Save the file with the encoding UTF-8."}
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

func lineAt(data []byte, offset int) int { return 1 + bytes.Count(data[:offset], []byte("\n")) }
