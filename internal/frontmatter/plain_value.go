package frontmatter

import "strings"

// value reads a value that ends with its line.
func (y *plainYAML) value(s string, line int) (Node, bool) {
	if c := s[0]; c == '[' || c == '{' {
		f := flow{text: s, line: line}
		n, ok := f.value(0)
		return n, ok && f.text == ""
	}
	if n, rest, ok := quotedScalar(s, line); ok {
		return n, rest == ""
	}
	if strings.Contains(s, ": ") || strings.HasSuffix(s, ":") || strings.Contains(s, " #") {
		return Node{}, false
	}
	return plainScalar(s, line)
}

// quotedScalar reads a text in quotes without escapes.
func quotedScalar(s string, line int) (n Node, rest string, ok bool) {
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return Node{}, "", false
	}
	text, rest, closed := strings.Cut(s[1:], s[:1])
	if !closed || strings.HasPrefix(rest, "'") {
		return Node{}, "", false
	}
	return Node{Kind: Text, Text: strings.TrimSpace(text), Line: line}, rest, true
}

// plainScalar reads a text, a flag or a whole number without quotes.
func plainScalar(s string, line int) (Node, bool) {
	switch c := s[0]; {
	case s == "true", s == "false":
		return Node{Kind: Flag, Text: s, Line: line}, true
	case isSpecial(s):
		return Node{}, false
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '/', isDate(s), isUUID(s):
		return Node{Kind: Text, Text: s, Line: line}, true
	case c >= '1' && c <= '9' && len(s) <= 9 && strings.Trim(s, "0123456789") == "":
		return Node{Kind: Integer, Text: s, Line: line}, true
	}
	return Node{}, false
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

// takes consumes a sign and the blanks after it.
func (f *flow) takes(sign byte) bool {
	if f.text == "" || f.text[0] != sign {
		return false
	}
	f.text = strings.TrimLeft(f.text[1:], " ")
	return true
}

func (f *flow) value(depth int) (Node, bool) {
	switch {
	case depth > 3:
		return Node{}, false
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
		return Node{}, false
	}
	s := strings.TrimRight(f.text[:end], " ")
	f.text = f.text[end:]
	if s == "" || strings.ContainsAny(s, `:#[{"'&*!|>%@?`+"`") {
		return Node{}, false
	}
	return plainScalar(s, f.line)
}

func (f *flow) list(depth int) (Node, bool) {
	n := Node{Kind: List, Line: f.line}
	for {
		item, ok := f.value(depth + 1)
		if !ok {
			return Node{}, false
		}
		n.Items = append(n.Items, item)
		if f.takes(']') {
			return n, true
		}
		if !f.takes(',') {
			return Node{}, false
		}
	}
}

func (f *flow) mapping(depth int) (Node, bool) {
	n := Node{Kind: Mapping, Line: f.line}
	for {
		key, rest, ok := strings.Cut(f.text, ": ")
		if !ok || !isWord(key) || n.has(key) {
			return Node{}, false
		}
		f.text = strings.TrimLeft(rest, " ")
		v, ok := f.value(depth + 1)
		if !ok {
			return Node{}, false
		}
		n.Pairs = append(n.Pairs, Pair{key, f.line, v})
		if f.takes('}') {
			return n, true
		}
		if !f.takes(',') {
			return Node{}, false
		}
	}
}
