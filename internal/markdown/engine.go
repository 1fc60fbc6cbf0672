package markdown

import (
	"bytes"
	"html/template"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"insider/internal/show"
)

// editor parses and writes editors' texts. Raw HTML passes it: the policy for editors comes after.
var editor = goldmark.New(
	goldmark.WithExtensions(
		extension.Strikethrough,
		extension.TaskList,
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
		extension.NewFootnote(extension.WithFootnoteBacklinkHTML("↩"), extension.WithFootnoteBacklinkTitle("Back to the text")),
		extension.Typographer,
	),
	goldmark.WithParserOptions(parser.WithASTTransformers(
		util.Prioritized(headings{}, 500),
		util.Prioritized(figures{}, 600),
	)),
	goldmark.WithRendererOptions(
		html.WithUnsafe(),
		renderer.WithNodeRenderers(util.Prioritized(code{}, 200), util.Prioritized(figures{}, 200)),
	),
)

// Render renders an editor's text. Errors are *Error and come from the guards of Check.
func Render(src []byte, c Context) (*show.Document, error) {
	if err := Check(src); err != nil {
		return nil, err
	}
	src = bytes.ToValidUTF8(src, []byte("\uFFFD"))
	pc := parser.NewContext()
	doc := editor.Parser().Parse(text.NewReader(src), parser.WithContext(pc))
	if err := checkAddresses(doc, len(src)); err != nil {
		return nil, err
	}
	var raw bytes.Buffer
	if err := editor.Renderer().Render(&raw, src, doc); err != nil {
		return nil, err
	}
	f := finisher{context: c}
	f.run(editors.SanitizeReader(&raw))
	found, _ := pc.Get(headingsKey).([]show.Heading)
	plain := f.plain.String()
	return &show.Document{HTML: template.HTML(f.out.String()), Headings: found, Plain: plain, Words: Words([]byte(plain)), Origins: f.origins}, nil
}

// checkAddresses refuses a text whose reference links repeat long addresses: a small file could grow without bound.
func checkAddresses(doc ast.Node, size int) error {
	total := 0
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *ast.Link:
				total += len(n.Destination) + len(n.Title)
			case *ast.Image:
				total += len(n.Destination) + len(n.Title)
			}
		}
		return ast.WalkContinue, nil
	})
	if total > 4*size+64<<10 {
		return &Error{Sentence: "Its links repeat long addresses too often.", Fix: "Shorten the addresses, or link fewer times."}
	}
	return nil
}
