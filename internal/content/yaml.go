package content

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// parseYAML reads a mapping. first is the line of the file on which data begins. An empty document is an empty mapping.
func parseYAML(data []byte, first int) (node, *complaint) {
	if n, ok := readPlain(data); ok {
		return n, nil
	}
	if wrong := findTab(data, first); wrong != nil {
		return node{}, wrong
	}
	file, err := parseAST(straighten(data))
	if err != nil {
		return node{}, explainSyntax(data, first, err)
	}
	if len(file.Docs) > 1 {
		return node{}, &complaint{first, ruleBadYAML, "There is more than one YAML document here.", "Delete the lines --- between them."}
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return node{kind: nodeMapping}, nil
	}
	switch body := file.Docs[0].Body.(type) {
	case *ast.MappingNode:
		return convert(body), nil
	case *ast.CommentGroupNode:
		return node{kind: nodeMapping}, nil
	}
	return node{}, &complaint{first, ruleBadYAML, "Here are no keys.", "Write one key a line, e.g. title: The first one"}
}

// parseAST guards the parser: it recurses on nesting, and a defect in it must not take the site down.
func parseAST(data []byte) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the parser gave up: %v", p)
		}
	}()
	if depth := bytes.Count(data, []byte("[")) + bytes.Count(data, []byte("{")); depth > 4000 {
		return nil, errors.New("too many brackets")
	}
	for line := range bytes.Lines(data) {
		marks := line[:len(line)-len(bytes.TrimLeft(line, " -?"))]
		if bytes.Count(marks, []byte("- "))+bytes.Count(marks, []byte("? ")) > 20 {
			return nil, errors.New("lists nested too deep")
		}
	}
	return parser.ParseBytes(data, 0)
}

func findTab(data []byte, first int) *complaint {
	if bytes.IndexByte(data, '\t') < 0 {
		return nil
	}
	n := first
	for line := range strings.Lines(string(data)) {
		if fixed, ok := untab(strings.TrimRight(line, "\n")); ok {
			return &complaint{n, ruleTab, "The line is indented by a tab.", "Write it with blanks: " + fixed}
		}
		n++
	}
	return nil
}

// explainSyntax turns a parser's error into the line to write, if it can be guessed.
func explainSyntax(data []byte, first int, err error) *complaint {
	var se *yaml.SyntaxError
	if !errors.As(err, &se) || se.Token == nil || se.Token.Position == nil {
		return &complaint{first, ruleBadYAML, "The front matter cannot be read: " + err.Error() + ".", "Put texts with special signs in double quotes."}
	}
	n := se.Token.Position.Line
	line := lineOf(data, n)
	if key, ok := strings.CutPrefix(se.Message, "mapping key "); ok {
		key, _, _ = strings.Cut(key, " already")
		return &complaint{first + n - 1, ruleDuplicateKey, "The key " + key + " stands here a second time.", "Delete one of the two lines."}
	}
	for _, at := range []int{n, n - 1, n + 1} {
		if fixed, ok := quoteColon(lineOf(data, at)); ok {
			return &complaint{first + at - 1, ruleUnquotedColon, "The text holds a colon and stands without quotes.", "Write: " + fixed}
		}
	}
	fix := "Put the text in double quotes."
	if key, value, ok := strings.Cut(line, ": "); ok && strings.TrimSpace(value) != "" {
		fix = "If it is meant as text, write: " + key + ": " + quoted(strings.TrimSpace(value))
	}
	return &complaint{first + n - 1, ruleBadYAML, "YAML does not allow this line: " + se.Message + ".", fix}
}

// lineOf returns line n of data, from 1; "" when there is none.
func lineOf(data []byte, n int) string {
	for line := range bytes.Lines(data) {
		if n--; n == 0 {
			return string(bytes.TrimRight(line, "\n"))
		}
	}
	return ""
}
