package markdown

import (
	"bytes"
	"fmt"
	"html/template"
	"runtime"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"insider/internal/fault"
	"insider/internal/show"
)

// What a reader's text may ask of the parser.
const (
	maxStory      = 10_000 // characters
	maxStoryDepth = 6      // lists and quotes inside each other
)

// reader parses readers' texts. It knows neither raw HTML nor headings, tables, notes or reference links: such signs stay
// text, so nothing that a reader typed is lost and pipes cost nothing.
var reader = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500),
		),
		parser.WithASTTransformers(util.Prioritized(pictures{}, 500)),
	)),
	goldmark.WithExtensions(
		extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
		extension.Typographer,
	),
	goldmark.WithRendererOptions(html.WithHardWraps()),
)

// pictures puts the words of a picture in its place: readers send none.
type pictures struct{}

// Transform implements parser.ASTTransformer.
func (pictures) Transform(doc *ast.Document, r text.Reader, _ parser.Context) {
	var found []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindImage && entering {
			found = append(found, n)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	for _, n := range found {
		n.Parent().ReplaceChild(n.Parent(), n, ast.NewString([]byte(plainText(n, r.Source()))))
	}
}

// desks bounds how many readers' texts are rendered at once: the parser cannot be stopped, only queued for.
var desks = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))

// RenderStory renders a reader's text: paragraphs, lists, quotes, emphasis, code and links to addresses elsewhere, nothing
// else. A few texts are rendered at a time; others wait. Errors are fault.Invalid and wrap an *Error.
func RenderStory(story string) (*show.Document, error) {
	if err := checkStory(story); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "%s %s", err.Sentence, err.Fix)
	}
	desks <- struct{}{}
	defer func() { <-desks }()
	src := []byte(story)
	var raw bytes.Buffer
	if err := reader.Convert(src, &raw); err != nil {
		return nil, err
	}
	f := finisher{reader: true}
	f.run(readers.SanitizeReader(&raw))
	plain := f.plain.String()
	return &show.Document{HTML: template.HTML(f.out.String()), Plain: plain, Words: Words([]byte(plain))}, nil
}

func checkStory(story string) *Error {
	if !utf8.ValidString(story) {
		return &Error{Sentence: "The story holds characters that cannot be read.", Fix: "Paste it again as plain text."}
	}
	if n := utf8.RuneCountInString(story); n > maxStory {
		return &Error{Sentence: fmt.Sprintf("The story has %d characters; %d are the most.", n, maxStory), Fix: "Shorten it."}
	}
	return scan([]byte(story), maxStoryDepth)
}
