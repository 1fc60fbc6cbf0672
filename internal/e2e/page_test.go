package e2e

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// node is a node of a page.
type node = html.Node

// page is an answer read as a browser reads it.
type page struct{ root *node }

// read parses an HTML answer.
func (a *answer) read(t testing.TB) page {
	t.Helper()
	root, err := html.Parse(strings.NewReader(a.Body))
	if err != nil {
		t.Fatal(err)
	}
	return page{root}
}

// find returns the first element that the condition holds for, nil for none.
func (p page) find(condition func(*node) bool) *node {
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && condition(n) {
			return n
		}
	}
	return nil
}

// byID returns the element with an id, nil for none.
func (p page) byID(id string) *node {
	return p.find(func(n *node) bool { return attr(n, "id") == id })
}

// typed returns what stands in the field of a form that would be sent under the name.
func (p page) typed(name string) string {
	n := p.find(func(n *node) bool {
		if attr(n, "name") != name {
			return false
		}
		kind := attr(n, "type")
		return kind != "radio" && kind != "checkbox" || has(n, "checked")
	})
	switch {
	case n == nil:
		return ""
	case n.Data == "textarea":
		return text(n)
	case attr(n, "type") == "checkbox":
		return "on"
	}
	return attr(n, "value")
}

// wrong returns the message beside the field with an id, "" for none.
func (p page) wrong(id string) string { return text(p.byID(id + "-error")) }

// title is the page's title.
func (p page) title() string {
	return text(p.find(func(n *node) bool { return n.Data == "title" }))
}

// summary returns the focused list of mistakes, nil for none.
func (p page) summary() *node {
	return p.find(func(n *node) bool {
		return attr(n, "class") == "summary" && has(n, "autofocus") && attr(n, "role") == "alert"
	})
}

// text is all text in a node; nil has none.
func text(n *node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func attr(n *node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
