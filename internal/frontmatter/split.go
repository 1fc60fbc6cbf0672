// Package frontmatter cuts a content file into its keys and its text, and reads the keys as YAML.
//
// It owns the encoding of a text file, the lines that enclose front matter, how much of YAML is read, and the mistakes in
// all that, with the line to write. It knows no key: what a file may say is the business of package content.
package frontmatter

import "bytes"

const maxFront = 64 << 10 // bytes of front matter

// File is a Markdown file cut in two. Line ends are LF and there is no byte order mark.
type File struct {
	YAML     []byte
	YAMLLine int // line of the file on which YAML begins
	Body     []byte
	BodyLine int // line of the file on which Body begins
}

// Split cuts a Markdown file into front matter and body.
func Split(data []byte) (File, *Mistake) {
	text, wrong := Clean(data)
	if wrong != nil {
		return File{}, wrong
	}
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	if string(bytes.TrimRight(first, " \t")) != "---" {
		return File{}, &Mistake{1, RuleNoFrontMatter, "The file does not begin with front matter.",
			"Write --- on the first line, then keys such as title: ..., then --- on a line of its own."}
	}
	f := File{YAMLLine: 2, BodyLine: 2}
	for line := range bytes.Lines(rest) {
		f.BodyLine++
		if mark := bytes.TrimRight(line, " \t\n"); string(mark) == "---" || string(mark) == "..." {
			f.Body = rest[len(f.YAML)+len(line):]
			return f, checkSize(f.YAML)
		}
		f.YAML = rest[:len(f.YAML)+len(line)]
	}
	return File{}, &Mistake{1, RuleOpenFrontMatter, "The front matter that begins here does not end.",
		"Write --- on a line of its own after its last key."}
}

// Whole returns a file that is YAML from its first line to its last, such as show.yaml.
func Whole(data []byte) (File, *Mistake) {
	text, wrong := Clean(data)
	if wrong == nil {
		wrong = checkSize(text)
	}
	return File{YAML: text, YAMLLine: 1}, wrong
}

func checkSize(yaml []byte) *Mistake {
	if len(yaml) > maxFront {
		return &Mistake{1, RuleFileTooLarge, "The front matter has more than 64 KiB.", "Move text from it into the body."}
	}
	return nil
}
