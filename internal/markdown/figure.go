package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var kindFigure = ast.NewNodeKind("Figure")

// figure is a picture with a caption: an image with a title that stands alone in its paragraph.
type figure struct {
	ast.BaseBlock
	caption []byte
}

// Kind implements ast.Node.
func (*figure) Kind() ast.NodeKind { return kindFigure }

// Dump implements ast.Node.
func (f *figure) Dump(src []byte, level int) {
	ast.DumpHelper(f, src, level, map[string]string{"Caption": string(f.caption)}, nil)
}

// figures makes figures of such paragraphs and writes them.
type figures struct{}

// Transform implements parser.ASTTransformer.
func (figures) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var found []*ast.Image
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if p, ok := n.(*ast.Paragraph); ok && entering && p.ChildCount() == 1 {
			if image, ok := p.FirstChild().(*ast.Image); ok && len(image.Title) > 0 {
				found = append(found, image)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, image := range found {
		p := image.Parent()
		f := &figure{caption: image.Title}
		image.Title = nil
		p.Parent().ReplaceChild(p.Parent(), p, f)
		f.AppendChild(f, image)
	}
}

// RegisterFuncs implements renderer.NodeRenderer.
func (figures) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindFigure, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			w.WriteString("<figure>")
		} else {
			w.WriteString("<figcaption>")
			w.Write(util.EscapeHTML(util.UnescapePunctuations(n.(*figure).caption)))
			w.WriteString("</figcaption></figure>\n")
		}
		return ast.WalkContinue, nil
	})
}
