package feedcheck

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of a feed that is read.
const (
	MaxFeed     = 32 << 20 // bytes
	maxDepth    = 32
	maxElements = 500_000
)

// ParseError says why a feed cannot be read.
type ParseError struct {
	Line     int // 0: the whole
	Sentence string
}

func (e *ParseError) Error() string {
	if e.Line == 0 {
		return e.Sentence
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Sentence)
}

// Parse reads an RSS feed. An error is a *ParseError.
func Parse(data []byte) (*Feed, error) {
	if len(data) > MaxFeed {
		return nil, &ParseError{Sentence: fmt.Sprintf("The feed is larger than %d MiB.", MaxFeed>>20)}
	}
	if begin := strings.ToLower(string(bytes.TrimSpace(data[:min(len(data), 200)]))); strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html") {
		return nil, &ParseError{Sentence: "This is a web page, no feed."}
	}
	p := parser{decoder: xml.NewDecoder(bytes.NewReader(data))}
	p.decoder.CharsetReader = func(name string, _ io.Reader) (io.Reader, error) {
		return nil, &ParseError{1, fmt.Sprintf("The feed says it is written in %s; it must be UTF-8.", name)}
	}
	root, err := p.root()
	if err != nil {
		return nil, p.explain(err)
	}
	channel := root.Child("channel")
	if root.Name != "rss" || channel == nil {
		return nil, &ParseError{Sentence: "This is no RSS feed: it has no <rss> with a <channel>."}
	}
	f := &Feed{Version: root.Attrs["version"], Namespaces: p.declared, Channel: channel}
	f.Items = channel.All("item")
	return f, nil
}

type parser struct {
	decoder  *xml.Decoder
	declared map[string]string
	elements int
}

// root reads the outermost element and makes sure that nothing follows it.
func (p *parser) root() (root *Element, err error) {
	for {
		token, err := p.decoder.Token()
		if errors.Is(err, io.EOF) && root != nil {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		start, isStart := token.(xml.StartElement)
		if !isStart {
			continue
		}
		if root != nil {
			return nil, p.wrong("A second element follows the first.")
		}
		p.declared = declarations(start)
		if root, err = p.element(start, 1); err != nil {
			return nil, err
		}
	}
}

func (p *parser) element(start xml.StartElement, depth int) (*Element, error) {
	if p.elements++; depth > maxDepth || p.elements > maxElements {
		return nil, p.wrong("The feed is nested too deeply or has too many elements.")
	}
	e := &Element{Name: nameOf(start.Name.Space, start.Name.Local)}
	for _, a := range start.Attr {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			continue
		}
		if e.Attrs == nil {
			e.Attrs = make(map[string]string, len(start.Attr))
		}
		e.Attrs[nameOf(a.Name.Space, a.Name.Local)] = a.Value
	}
	var text strings.Builder
	for {
		token, err := p.decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			child, err := p.element(token, depth+1)
			if err != nil {
				return nil, err
			}
			e.Children = append(e.Children, child)
		case xml.EndElement:
			e.Text = text.String()
			return e, nil
		}
	}
}

// declarations returns the namespaces that an element declares.
func declarations(start xml.StartElement) map[string]string {
	m := map[string]string{}
	for _, a := range start.Attr {
		if a.Name.Space == "xmlns" {
			m[a.Name.Local] = a.Value
		}
	}
	return m
}

func (p *parser) wrong(sentence string) error {
	line, _ := p.decoder.InputPos()
	return &ParseError{line, sentence}
}

// explain makes any error of reading a *ParseError.
func (p *parser) explain(err error) error {
	var ours *ParseError
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &ours):
		return ours
	case errors.As(err, &syntax):
		return &ParseError{syntax.Line, "This is no well-formed XML: " + syntax.Msg + "."}
	case errors.Is(err, io.EOF):
		return &ParseError{Sentence: "The feed is empty."}
	}
	return p.wrong("This is no well-formed XML: " + err.Error() + ".")
}
