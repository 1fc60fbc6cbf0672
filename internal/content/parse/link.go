package parse

import (
	"bytes"
	"net/url"
	"path"
	"strings"

	"insider/internal/content/mistake"
)

// destination is where a link or picture of the body leads.
type destination struct {
	line    int // of the body, from 1
	to      string
	picture bool
}

// destinations returns the relative destinations in a body, each once: of inline links and pictures, link definitions, and
// src and href of HTML. Code is passed over.
func destinations(body []byte) []destination {
	var out []destination
	seen := map[string]bool{}
	fence, n := "", 0
	for line := range bytes.Lines(body) {
		n++
		if fence = fenceAfter(line, fence); fence != "" || !bytes.ContainsAny(line, "]=") {
			continue
		}
		for to, isPicture := range lineDestinations(withoutCode(line)) {
			if name, ok := relative(to); ok && !seen[name] {
				seen[name] = true
				out = append(out, destination{n, name, isPicture})
			}
		}
	}
	return out
}

// fenceAfter returns the fence of code that is open after line, "" for none.
func fenceAfter(line []byte, open string) string {
	text := bytes.TrimLeft(line, " ")
	if open != "" {
		if bytes.HasPrefix(text, []byte(open)) && len(bytes.Trim(text, open[:1]+" \n")) == 0 {
			return ""
		}
		return open
	}
	for _, mark := range []string{"```", "~~~"} {
		if bytes.HasPrefix(text, []byte(mark)) {
			return string(text[:len(text)-len(bytes.TrimLeft(text, mark[:1]))])
		}
	}
	return ""
}

// withoutCode blanks the code spans of a line.
func withoutCode(line []byte) []byte {
	if bytes.Count(line, []byte("`")) < 2 {
		return line
	}
	parts := bytes.Split(line, []byte("`"))
	for i := 1; i < len(parts)-1; i += 2 {
		parts[i] = nil
	}
	return bytes.Join(parts, []byte(" "))
}

// lineDestinations yields what the links of a line lead to, and whether as a picture.
func lineDestinations(line []byte) func(yield func(string, bool) bool) {
	return func(yield func(string, bool) bool) {
		if text := bytes.TrimLeft(line, " "); len(text) > 0 && text[0] == '[' && !bytes.HasPrefix(text, []byte("[^")) {
			if _, to, ok := bytes.Cut(text, []byte("]:")); ok && !yield(firstWord(to, " \t\n"), false) {
				return
			}
		}
		for _, open := range []string{"](", `src="`, `href="`} {
			for rest := line; ; {
				before, after, ok := bytes.Cut(rest, []byte(open))
				if !ok {
					break
				}
				to, isPicture := firstWord(after, `"`), open == `src="`
				if open == "](" {
					to, isPicture = firstWord(after, " \t\n)"), opensPicture(before)
				}
				if !yield(to, isPicture) {
					return
				}
				rest = after
			}
		}
	}
}

func firstWord(text []byte, end string) string {
	text = bytes.TrimLeft(text, " \t")
	if i := bytes.IndexAny(text, end); i >= 0 {
		text = text[:i]
	}
	return string(bytes.Trim(text, "<>"))
}

// opensPicture reports whether the last bracket opened in text belongs to a picture.
func opensPicture(text []byte) bool {
	i := bytes.LastIndexByte(text, '[')
	return i > 0 && text[i-1] == '!'
}

// relative returns the file that a destination without scheme and leading slash names, without query and fragment.
func relative(to string) (string, bool) {
	if to == "" || to[0] == '/' || to[0] == '#' || strings.Contains(to, "://") {
		return "", false
	}
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" {
		return "", false
	}
	return strings.TrimPrefix(u.Path, "./"), true
}

// linked adds a file that the body shows or links. Pictures must be there, and so must anything with the extension of a
// file; other relative links are left alone.
func (p *parse) linked(d destination) {
	line := p.bodyLine + d.line - 1
	ext := strings.ToLower(path.Ext(d.to))
	if d.picture || IsPicture(d.to) || types[ext] != "" && !strings.Contains(d.to, "/") {
		p.beside(line, d.to, mistake.FileNotFound)
	}
}
