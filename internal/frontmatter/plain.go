package frontmatter

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
func readPlain(data []byte) (Node, bool) {
	if bytes.ContainsAny(data, "\t\\") || !isPrintable(data) {
		return Node{}, false
	}
	y := &plainYAML{lines: strings.Split(strings.TrimRight(string(data), "\n"), "\n")}
	for i, line := range y.lines {
		y.lines[i] = strings.TrimRight(line, " ")
	}
	if !y.skip() {
		return Node{}, false // nothing but blanks and comments
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
func (y *plainYAML) mapping(indent int) (Node, bool) {
	n := Node{Kind: Mapping, Line: y.at + 1}
	for {
		in, text := y.next()
		if in < indent {
			return n, len(n.Pairs) > 0
		}
		key, value, ok := cutKey(text)
		if in > indent || !ok || n.has(key) {
			return Node{}, false
		}
		p := Pair{Key: key, Line: y.at + 1}
		y.at++
		if value == "" {
			p.Value, ok = y.below(indent, p.Line)
		} else {
			p.Value, ok = y.value(value, p.Line)
			ok = ok && y.endsBefore(indent)
		}
		if !ok {
			return Node{}, false
		}
		n.Pairs = append(n.Pairs, p)
	}
}

func (n *Node) has(key string) bool {
	for i := range n.Pairs {
		if n.Pairs[i].Key == key {
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

// below reads what stands below a Key: a list, a mapping, or nothing.
func (y *plainYAML) below(indent, line int) (Node, bool) {
	in, text := y.next()
	switch {
	case strings.HasPrefix(text, "- ") && in >= indent:
		return y.list(in)
	case in > indent && indent == 0:
		return y.mapping(in)
	case in > indent:
		return Node{}, false
	}
	return Node{Line: line}, false // nothing: the whole parser knows where that is
}

// list reads the lines "- value" of one indentation.
func (y *plainYAML) list(indent int) (Node, bool) {
	n := Node{Kind: List, Line: y.at + 1}
	for {
		in, text := y.next()
		if in < indent || in == indent && !strings.HasPrefix(text, "-") {
			return n, true
		}
		rest, isItem := strings.CutPrefix(text, "- ")
		if in > indent || !isItem || strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "- ") {
			return Node{}, false
		}
		var item Node
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
			return Node{}, false
		}
		n.Items = append(n.Items, item)
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
