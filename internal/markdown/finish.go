package markdown

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// maxOpen bounds how many elements of raw HTML may be open at once; further start tags are dropped.
const maxOpen = 100

// finisher takes sanitised HTML and makes it ready for a page in one pass: it balances tags, leads links and pictures to
// their place, links times, makes what scrolls focusable, and collects the plain text. What it adds comes from the Context
// and from constants only, so the result is as safe as its input.
type finisher struct {
	context Context
	reader  bool // a reader's text: links only to addresses elsewhere
	out     strings.Builder
	plain   plain
	open    []element
	tables  int
	origins []string // of pictures from elsewhere
}

// element is an open element and what holds inside it.
type element struct {
	name, end                    string // end is what closes it, "" when its start was dropped
	pre, code, link, table, mute bool
}

// blockNames are the elements that part blocks in the plain text.
var blockNames = []string{"p", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "pre", "figure",
	"figcaption", "table", "caption", "tr", "details", "summary", "div", "hr"}

// selfEnding are elements that a sibling of the same name ends.
var selfEnding = []string{"p", "li", "dt", "dd", "tr", "td", "th"}

func (f *finisher) run(r io.Reader) {
	z := html.NewTokenizer(r)
	for {
		switch z.Next() {
		case html.ErrorToken:
			f.closeTo(0)
			return
		case html.TextToken:
			raw := string(z.Raw())
			f.text(raw, string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			f.start(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			f.end(string(name))
		}
	}
}

// inside returns what holds at this point.
func (f *finisher) inside() element {
	if len(f.open) == 0 {
		return element{}
	}
	return f.open[len(f.open)-1]
}

func (f *finisher) text(raw, text string) {
	in := f.inside()
	if !in.mute {
		f.plain.text(text, in.pre)
	}
	if f.context.Length > 0 && !in.code && !in.link {
		linkTimes(&f.out, raw, f.context.Length)
		return
	}
	f.out.WriteString(raw)
}

func (f *finisher) start(t html.Token) {
	if f.inside().name == t.Data && slices.Contains(selfEnding, t.Data) {
		f.closeTo(len(f.open) - 1)
	}
	f.partPlain(t.Data)
	switch t.Data {
	case "br", "hr":
		f.out.WriteString("<" + t.Data + ">")
		return
	case "img":
		f.image(t.Attr)
		return
	case "input":
		f.checkbox(t.Attr)
		return
	}
	if len(f.open) >= maxOpen {
		return
	}
	e := f.inside()
	e.name, e.end = t.Data, "</"+t.Data+">"
	switch t.Data {
	case "a":
		f.anchor(&e, t.Attr)
	case "pre":
		e.pre, e.code = true, true
		f.tag("pre", t.Attr, ` tabindex="0"`)
	case "code", "kbd", "samp":
		e.code = true
		f.tag(t.Data, t.Attr, "")
	case "table":
		f.table(&e, t.Attr)
	case "td", "th":
		f.tag(t.Data, aligned(t.Attr), "")
	case "blockquote":
		f.quote(t.Attr)
	default:
		f.tag(t.Data, t.Attr, "")
	}
	f.open = append(f.open, e)
}

func (f *finisher) end(name string) {
	f.partPlain(name)
	for i := len(f.open) - 1; i >= 0; i-- {
		if f.open[i].name == name {
			f.closeTo(i)
			return
		}
	}
}

// closeTo closes open elements, the innermost first, until n are left.
func (f *finisher) closeTo(n int) {
	for len(f.open) > n {
		f.out.WriteString(f.inside().end)
		f.open = f.open[:len(f.open)-1]
	}
}

func (f *finisher) partPlain(name string) {
	switch {
	case name == "br":
		f.plain.part("\n")
	case name == "td" || name == "th":
		f.plain.part(" ")
	case slices.Contains(blockNames, name):
		f.plain.part("\n\n")
	}
}

// tag writes a start tag with its sanitised attributes and extra ones.
func (f *finisher) tag(name string, attributes []html.Attribute, extra string) {
	f.out.WriteString("<" + name)
	for _, a := range attributes {
		f.out.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
	}
	f.out.WriteString(extra + ">")
}

// table puts an outer table into a region that keyboards can scroll.
func (f *finisher) table(e *element, attributes []html.Attribute) {
	if !e.table {
		f.tables++
		f.out.WriteString(`<div class="table" role="region" aria-label="Table ` + strconv.Itoa(f.tables) + `" tabindex="0">`)
		e.end += "</div>"
	}
	e.table = true
	f.tag("table", attributes, "")
}

// aligned puts a class in the place of align, which HTML no longer has.
func aligned(attributes []html.Attribute) []html.Attribute {
	for i, a := range attributes {
		if a.Key == "align" {
			attributes[i].Key = "class"
		}
	}
	return attributes
}

// quote writes a quotation, which may run from right to left where the text around it does not.
func (f *finisher) quote(attributes []html.Attribute) {
	extra := ` dir="auto"`
	if slices.ContainsFunc(attributes, func(a html.Attribute) bool { return a.Key == "dir" }) {
		extra = ""
	}
	f.tag("blockquote", attributes, extra)
}

// checkbox writes a task's box: shown with its state as a name, never to be changed.
func (f *finisher) checkbox(attributes []html.Attribute) {
	if slices.ContainsFunc(attributes, func(a html.Attribute) bool { return a.Key == "checked" }) {
		f.out.WriteString(`<input type="checkbox" disabled checked aria-label="done">`)
		return
	}
	f.out.WriteString(`<input type="checkbox" disabled aria-label="open">`)
}
