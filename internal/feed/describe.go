package feed

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// described maps elements to what stands for them in a description, where apps know only p, ol, ul, li and a. Others
// vanish, their text stays.
var described = map[string]string{
	"p": "p", "ol": "ol", "ul": "ul", "li": "li", "a": "a", "h2": "p", "h3": "p", "h4": "p", "h5": "p", "h6": "p", "pre": "p",
	"figcaption": "p", "caption": "p", "tr": "p", "dt": "p", "dd": "p", "summary": "p",
}

// describe reduces well-nested HTML to what apps show as a description, in at most limit bytes. Longer text is cut after
// the last whole block; a first block that is too long alone is cut between words.
func describe(document string, limit int) string {
	d := describer{limit: limit}
	z := html.NewTokenizer(strings.NewReader(document))
	kind := z.Next()
	for ; kind != html.ErrorToken && d.out.Len() <= limit; kind = z.Next() {
		switch token := z.Token(); kind {
		case html.TextToken:
			d.text(token.Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			d.start(token)
		case html.EndTagToken:
			d.end(token.Data)
		}
	}
	switch {
	case kind == html.ErrorToken && d.out.Len() <= limit:
		return strings.TrimSpace(d.out.String())
	case d.whole > 0:
		return strings.TrimSpace(d.out.String()[:d.whole]) + d.tail
	}
	return d.cut()
}

type describer struct {
	limit int
	out   strings.Builder
	plain strings.Builder // the text alone
	open  []element
	whole int    // bytes up to the last whole block that fits
	tail  string // what closes the lists that are open there
}

// element is an open element and what stands for it, "" when it vanished.
type element struct{ name, as string }

var childless = []string{"br", "hr", "img", "input"}

func (d *describer) text(s string) {
	if strings.TrimSpace(s) == "" && strings.HasSuffix(d.out.String(), "\n") {
		return
	}
	d.plain.WriteString(s)
	d.out.WriteString(html.EscapeString(s))
}

func (d *describer) start(t html.Token) {
	as := described[t.Data]
	if as == "p" && slices.ContainsFunc(d.open, func(e element) bool { return e.as == "p" }) {
		as = ""
	}
	if t.Data == "br" || t.Data == "td" || t.Data == "th" {
		d.text(" ")
	}
	if as != "" {
		d.out.WriteString("<" + as + href(t) + ">")
	}
	if !slices.Contains(childless, t.Data) {
		d.open = append(d.open, element{t.Data, as})
	}
}

func href(t html.Token) string {
	i := slices.IndexFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "href" })
	if t.Data != "a" || i < 0 {
		return ""
	}
	return ` href="` + html.EscapeString(t.Attr[i].Val) + `"`
}

func (d *describer) end(name string) {
	last := len(d.open) - 1
	if last < 0 || d.open[last].name != name {
		return
	}
	as := d.open[last].as
	d.open = d.open[:last]
	if as == "" {
		return
	}
	d.out.WriteString("</" + as + ">")
	if tail := d.closing(); as != "a" && d.out.Len()+len(tail) <= d.limit {
		d.whole, d.tail = d.out.Len(), tail
	}
}

// closing returns the end tags of what is open.
func (d *describer) closing() string {
	var b strings.Builder
	for _, e := range slices.Backward(d.open) {
		if e.as != "" {
			b.WriteString("</" + e.as + ">")
		}
	}
	return b.String()
}

// cut returns as many words as fit in one paragraph.
func (d *describer) cut() string {
	for n := d.limit; ; n -= 100 {
		s := "<p>" + html.EscapeString(prose(d.plain.String(), max(n, 10))) + "</p>"
		if len(s) <= d.limit || n <= 10 {
			return s
		}
	}
}
