package markdown

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"insider/internal/show"
)

// headingsKey holds the []show.Heading of the text that is being parsed.
var headingsKey = parser.NewContextKey()

// headings gives each heading its anchor and collects the contents. The title of a page is its only level 1, so a heading
// of that level in a text counts as level 2.
type headings struct{}

// Transform implements parser.ASTTransformer.
func (headings) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	ids := newAnchors()
	var found []show.Heading
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		h, ok := n.(*ast.Heading)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		h.Level = max(h.Level, 2)
		title := plainText(h, reader.Source())
		id := ids.next(title)
		h.SetAttributeString("id", []byte(id))
		found = append(found, show.Heading{Level: h.Level, ID: id, Text: title})
		return ast.WalkSkipChildren, nil
	})
	pc.Set(headingsKey, found)
}

// plainText returns the text of an inline container without markup.
func plainText(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(src))
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
}
