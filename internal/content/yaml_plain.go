package content

import (
	"bytes"
	"strings"
)

// plainYAML reads the part of YAML that nearly all front matter is written in: keys with one-line values, lists and
// mappings, two levels deep. It is many times faster than a whole parser, which a start over thousands of files needs, and
// it gives up, saying nothing, at whatever it does not know. What it reads, the whole parser reads alike: a fuzz test
// compares them.
type plainYAML struct {
	lines []string
	at    int // index of the line to read
}

// readPlain returns the mapping in data; ok is false when it takes a whole parser.
func readPlain(data []byte) (node, bool) {
	if bytes.ContainsAny(data, "\t\\") || !isPrintable(data) {
		return node{}, false
	}
	y := &plainYAML{lines: strings.Split(strings.TrimRight(string(data), "\n"), "\n")}
	for i, line := range y.lines {
		y.lines[i] = strings.TrimRight(line, " ")
	}
	if !y.skip() {
		return node{}, false // nothing but blanks and comments
	}
	n, ok := y.mapping(0)
	return n, ok && y.at == len(y.lines)
}

// isPrintable reports whether data holds only characters that no parser treats in a way of its own.
func isPrintable(data []byte) bool {
	for _, r := range string(data) {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa1 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffd {
			return false
		}
	}
	return true
}

// skip moves to the next line that says something; false at the end.
func (y *plainYAML) skip() bool {
	for ; y.at < len(y.lines); y.at++ {
		if text := strings.TrimLeft(y.lines[y.at], " "); text != "" && text[0] != '#' {
			return true
		}
	}
	return false
}

// next returns the indentation and the text of the line to read; -1 at the end.
func (y *plainYAML) next() (indent int, text string) {
	if !y.skip() {
		return -1, ""
	}
	line := y.lines[y.at]
	text = strings.TrimLeft(line, " ")
	return len(line) - len(text), text
}

// mapping reads the lines "key: value" of one indentation.
func (y *plainYAML) mapping(indent int) (node, bool) {
	n := node{kind: nodeMapping, line: y.at + 1}
	for {
		in, text := y.next()
		if in < indent {
			return n, len(n.pairs) > 0
		}
		key, value, ok := cutKey(text)
		if in > indent || !ok || n.has(key) {
			return node{}, false
		}
		p := pair{key: key, line: y.at + 1}
		y.at++
		if value == "" {
			p.value, ok = y.below(indent, p.line)
		} else {
			p.value, ok = y.value(value, p.line)
			ok = ok && y.endsBefore(indent)
		}
		if !ok {
			return node{}, false
		}
		n.pairs = append(n.pairs, p)
	}
}

func (n *node) has(key string) bool {
	for i := range n.pairs {
		if n.pairs[i].key == key {
			return true
		}
	}
	return false
}

// endsBefore reports whether the next line is no continuation of a value at this indentation.
func (y *plainYAML) endsBefore(indent int) bool {
	in, _ := y.next()
	return in <= indent
}

// below reads what stands below a key: a list, a mapping, or nothing.
func (y *plainYAML) below(indent, line int) (node, bool) {
	in, text := y.next()
	switch {
	case strings.HasPrefix(text, "- ") && in >= indent:
		return y.list(in)
	case in > indent && indent == 0:
		return y.mapping(in)
	case in > indent:
		return node{}, false
	}
	return node{line: line}, false // nothing: the whole parser knows where that is
}

// list reads the lines "- value" of one indentation.
func (y *plainYAML) list(indent int) (node, bool) {
	n := node{kind: nodeList, line: y.at + 1}
	for {
		in, text := y.next()
		if in < indent || in == indent && !strings.HasPrefix(text, "-") {
			return n, true
		}
		rest, isItem := strings.CutPrefix(text, "- ")
		if in > indent || !isItem || strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "- ") {
			return node{}, false
		}
		var item node
		var ok bool
		if _, _, isKey := cutKey(rest); isKey {
			y.lines[y.at] = strings.Repeat(" ", indent+2) + rest
			item, ok = y.mapping(indent + 2)
		} else {
			item, ok = y.value(rest, y.at+1)
			y.at++
			ok = ok && y.endsBefore(indent)
		}
		if !ok {
			return node{}, false
		}
		n.items = append(n.items, item)
	}
}

// cutKey cuts a line into a key of letters, digits, blanks, hyphens and underscores, and what follows it.
func cutKey(text string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(text, ":")
	if !ok || !isWord(key) || value != "" && value[0] != ' ' {
		return "", "", false
	}
	return key, strings.TrimLeft(value, " "), true
}

// isWord reports whether s is a text for every parser: it begins with a letter, and no parser knows it as something else.
func isWord(s string) bool {
	for i, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || !(c >= '0' && c <= '9' || c == ' ' || c == '-' || c == '_')) {
			return false
		}
	}
	return s != "" && !isSpecial(s) && !strings.HasSuffix(s, " ")
}

// isSpecial reports whether some parser takes a word for no text.
func isSpecial(s string) bool {
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan":
		return true
	}
	return false
}

// value reads a value that ends with its line.
func (y *plainYAML) value(s string, line int) (node, bool) {
	if c := s[0]; c == '[' || c == '{' {
		f := flow{text: s, line: line}
		n, ok := f.value(0)
		return n, ok && f.rest() == ""
	}
	if n, rest, ok := quotedScalar(s, line); ok {
		return n, rest == ""
	}
	if strings.Contains(s, ": ") || strings.HasSuffix(s, ":") || strings.Contains(s, " #") {
		return node{}, false
	}
	return plainScalar(s, line)
}

// quotedScalar reads a text in quotes without escapes.
func quotedScalar(s string, line int) (n node, rest string, ok bool) {
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return node{}, "", false
	}
	text, rest, closed := strings.Cut(s[1:], s[:1])
	if !closed || strings.HasPrefix(rest, "'") {
		return node{}, "", false
	}
	return node{kind: nodeText, text: strings.TrimSpace(text), line: line}, rest, true
}

// plainScalar reads a text, a flag or a whole number without quotes.
func plainScalar(s string, line int) (node, bool) {
	switch c := s[0]; {
	case s == "true", s == "false":
		return node{kind: nodeFlag, text: s, line: line}, true
	case isSpecial(s):
		return node{}, false
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '/', isDate(s), isUUID(s):
		return node{kind: nodeText, text: s, line: line}, true
	case c >= '1' && c <= '9' && len(s) <= 9 && strings.Trim(s, "0123456789") == "":
		return node{kind: nodeInteger, text: s, line: line}, true
	}
	return node{}, false
}

// isDate reports whether s begins with a day: 2026-11-30.
func isDate(s string) bool {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	return strings.Trim(s[:4], "0123456789") == "" && strings.Trim(s[5:7]+s[8:], "0123456789:T+Z.- ") == ""
}

// isUUID reports whether s has the form of a UUID.
func isUUID(s string) bool {
	return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' && strings.Trim(s, "0123456789abcdef-") == ""
}

// flow reads lists and mappings in brackets on one line.
type flow struct {
	text string
	line int
}

func (f *flow) rest() string { return f.text }

// takes consumes a sign and the blanks after it.
func (f *flow) takes(sign byte) bool {
	if f.text == "" || f.text[0] != sign {
		return false
	}
	f.text = strings.TrimLeft(f.text[1:], " ")
	return true
}

func (f *flow) value(depth int) (node, bool) {
	switch {
	case depth > 3:
		return node{}, false
	case f.takes('['):
		return f.list(depth)
	case f.takes('{'):
		return f.mapping(depth)
	}
	if n, rest, ok := quotedScalar(f.text, f.line); ok {
		f.text = strings.TrimLeft(rest, " ")
		return n, true
	}
	end := strings.IndexAny(f.text, ",]}")
	if end <= 0 {
		return node{}, false
	}
	s := strings.TrimRight(f.text[:end], " ")
	f.text = f.text[end:]
	if s == "" || strings.ContainsAny(s, `:#[{"'&*!|>%@?`+"`") {
		return node{}, false
	}
	return plainScalar(s, f.line)
}

func (f *flow) list(depth int) (node, bool) {
	n := node{kind: nodeList, line: f.line}
	for {
		item, ok := f.value(depth + 1)
		if !ok {
			return node{}, false
		}
		n.items = append(n.items, item)
		if f.takes(']') {
			return n, true
		}
		if !f.takes(',') {
			return node{}, false
		}
	}
}

func (f *flow) mapping(depth int) (node, bool) {
	n := node{kind: nodeMapping, line: f.line}
	for {
		key, rest, ok := strings.Cut(f.text, ": ")
		if !ok || !isWord(key) || n.has(key) {
			return node{}, false
		}
		f.text = strings.TrimLeft(rest, " ")
		v, ok := f.value(depth + 1)
		if !ok {
			return node{}, false
		}
		n.pairs = append(n.pairs, pair{key, f.line, v})
		if f.takes('}') {
			return n, true
		}
		if !f.takes(',') {
			return node{}, false
		}
	}
}
