package markdown

import (
	"html/template"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// SideNotes takes the footnotes of a rendered text from its end and puts each in front of the block that refers to it first,
// where a page can show it beside the text: <div class="note" id="fn:1" role="doc-footnote">. Numbers and links stay. A text
// without footnotes comes back as it is.
func SideNotes(document template.HTML) template.HTML {
	text, notes := cutNotes(string(document))
	if notes == nil {
		return document
	}
	var out, block strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	for depth, kind := 0, z.Next(); kind != html.ErrorToken; kind = z.Next() {
		block.Write(z.Raw())
		switch token := z.Token(); {
		case kind == html.EndTagToken:
			depth--
		case kind == html.StartTagToken && !slices.Contains(voidNames, token.Data):
			depth++
			if to, _, _ := cut(token.Attr, "href"); notes[to] != "" {
				out.WriteString(notes[to] + "\n")
				delete(notes, to)
			}
		}
		if depth == 0 {
			out.WriteString(block.String())
			block.Reset()
		}
	}
	return template.HTML(out.String())
}

// voidNames are the elements that have no end.
var voidNames = []string{"br", "hr", "img", "input"}

// What goldmark writes around footnotes and each of them.
const (
	notesStart = `<div class="footnotes" role="doc-endnotes">`
	noteStart  = `<li id="fn:`
	noteEnd    = "</li>"
)

// cutNotes parts a document from its footnotes, which come by the address that leads to them; nil when there are none.
func cutNotes(document string) (text string, notes map[string]string) {
	text, end, found := strings.Cut(document, notesStart)
	if !found || strings.Contains(end, notesStart) {
		return document, nil
	}
	notes = map[string]string{}
	for part := range strings.SplitSeq(end, noteStart) {
		number, body, ok := strings.Cut(part, `">`)
		if !ok || !strings.Contains(text, `href="#fn:`+number+`"`) {
			continue // what stands before the first
		}
		body = strings.TrimSpace(body[:max(0, strings.LastIndex(body, noteEnd))])
		notes["#fn:"+number] = `<div class="note" id="fn:` + number + `" role="doc-footnote"><span class="mono">` + number + "</span> <div>" + body + "</div></div>"
	}
	return text, notes
}
