package feed_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"
)

// element is a part of a feed as it was read back.
type element struct {
	name     string
	attr     map[string]string
	text     string
	children []*element
}

func (e *element) all(name string) []*element {
	var out []*element
	for _, c := range e.children {
		if c.name == name {
			out = append(out, c)
		}
	}
	return out
}

func (e *element) one(name string) string {
	if list := e.all(name); len(list) > 0 {
		return list[0].text
	}
	return ""
}

// tree reads a feed.
func tree(t *testing.T, data []byte) *element {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	stack := []*element{{}}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return stack[0].children[0]
		}
		if err != nil {
			t.Fatal(err)
		}
		top := stack[len(stack)-1]
		switch x := token.(type) {
		case xml.StartElement:
			e := &element{name: namespaces[x.Name.Space] + x.Name.Local, attr: map[string]string{}}
			for _, a := range x.Attr {
				if a.Name.Space != "xmlns" {
					e.attr[a.Name.Local] = a.Value
				}
			}
			top.children = append(top.children, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(x)
		}
	}
}
