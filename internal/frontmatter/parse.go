package frontmatter

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Parse reads a mapping. first is the line of the file on which data begins. An empty document is an empty mapping.
func Parse(data []byte, first int) (Node, *Mistake) {
	if n, ok := readPlain(data); ok {
		return n, nil
	}
	if wrong := findTab(data, first); wrong != nil {
		return Node{}, wrong
	}
	file, err := parseAST(straighten(data))
	if err != nil {
		return Node{}, explainSyntax(data, first, err)
	}
	if len(file.Docs) > 1 {
		return Node{}, &Mistake{first, RuleBadYAML, "There is more than one YAML document here.", "Delete the lines --- between them."}
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return Node{Kind: Mapping}, nil
	}
	switch body := file.Docs[0].Body.(type) {
	case *ast.MappingNode:
		return convert(body), nil
	case *ast.CommentGroupNode:
		return Node{Kind: Mapping}, nil
	}
	return Node{}, &Mistake{first, RuleBadYAML, "Here are no keys.", "Write one key a line, e.g. title: The first one"}
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

func findTab(data []byte, first int) *Mistake {
	if bytes.IndexByte(data, '\t') < 0 {
		return nil
	}
	n := first
	for line := range strings.Lines(string(data)) {
		if fixed, ok := untab(strings.TrimRight(line, "\n")); ok {
			return &Mistake{n, RuleTab, "The line is indented by a tab.", "Write it with blanks: " + fixed}
		}
		n++
	}
	return nil
}

// explainSyntax turns a parser's error into the line to write, if it can be guessed.
func explainSyntax(data []byte, first int, err error) *Mistake {
	var se *yaml.SyntaxError
	if !errors.As(err, &se) || se.Token == nil || se.Token.Position == nil {
		return &Mistake{first, RuleBadYAML, "The front matter cannot be read: " + err.Error() + ".", "Put texts with special signs in double quotes."}
	}
	n := se.Token.Position.Line
	line := Line(data, n)
	if key, ok := strings.CutPrefix(se.Message, "mapping key "); ok {
		key, _, _ = strings.Cut(key, " already")
		return &Mistake{first + n - 1, RuleDuplicateKey, "The key " + key + " stands here a second time.", "Delete one of the two lines."}
	}
	for _, at := range []int{n, n - 1, n + 1} {
		if fixed, ok := quoteColon(Line(data, at)); ok {
			return &Mistake{first + at - 1, RuleUnquotedColon, "The text holds a colon and stands without quotes.", "Write: " + fixed}
		}
	}
	fix := "Put the text in double quotes."
	if key, value, ok := strings.Cut(line, ": "); ok && strings.TrimSpace(value) != "" {
		fix = "If it is meant as text, write: " + key + ": " + Quote(strings.TrimSpace(value))
	}
	return &Mistake{first + n - 1, RuleBadYAML, "YAML does not allow this line: " + se.Message + ".", fix}
}
