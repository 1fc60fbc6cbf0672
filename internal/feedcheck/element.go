package feedcheck

import (
	"strings"
)

// Feed is a podcast feed as it was read.
type Feed struct {
	Version    string            // of RSS
	Namespaces map[string]string // address by prefix, as the root declares them
	Channel    *Element
	Items      []*Element
}

// Element is an element of a feed.
type Element struct {
	Name     string // with the usual prefix of its namespace: "title", "itunes:image"; "?:x" in an unknown one
	Attrs    map[string]string
	Text     string // of its own, with the spaces around it
	Children []*Element
}

// Child returns the first child with the name, nil without one.
func (e *Element) Child(name string) *Element {
	for _, c := range e.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// All returns the children with the name.
func (e *Element) All(name string) (all []*Element) {
	for _, c := range e.Children {
		if c.Name == name {
			all = append(all, c)
		}
	}
	return all
}

// Value returns the text of the first child with the name, "" without one. Spaces around it are cut.
func (e *Element) Value(name string) string {
	if c := e.Child(name); c != nil {
		return strings.TrimSpace(c.Text)
	}
	return ""
}

// Attr returns an attribute of the first child with the name.
func (e *Element) Attr(name, attr string) string {
	if c := e.Child(name); c != nil {
		return c.Attrs[attr]
	}
	return ""
}

// The namespaces of podcast feeds by their usual prefix.
var namespaces = map[string]string{
	"itunes":  "http://www.itunes.com/dtds/podcast-1.0.dtd",
	"podcast": "https://podcastindex.org/namespace/1.0",
	"atom":    "http://www.w3.org/2005/Atom",
	"content": "http://purl.org/rss/1.0/modules/content/",
	"spotify": "http://www.spotify.com/ns/rss",
	"psc":     "http://podlove.org/simple-chapters",
	"media":   "http://search.yahoo.com/mrss/",
	"dc":      "http://purl.org/dc/elements/1.1/",
}

// prefixes are the usual prefixes by namespace, in lower case, for elements of a namespace that is written wrongly.
var prefixes = func() map[string]string {
	m := map[string]string{"https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast"}
	for prefix, address := range namespaces {
		m[strings.ToLower(address)] = prefix
	}
	return m
}()

// nameOf returns the name of an element or attribute. A prefix that nobody declared stands for itself.
func nameOf(space, local string) string {
	if space == "" {
		return local
	}
	prefix, known := prefixes[strings.ToLower(space)]
	if _, usual := namespaces[space]; usual && !known {
		prefix, known = space, true
	}
	if !known {
		prefix = "?"
	}
	return prefix + ":" + local
}
