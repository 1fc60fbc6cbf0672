package markdown

import (
	"html"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// maxHighlight is the longest code that is coloured; longer code is shown plain.
const maxHighlight = 64 << 10 // bytes

// blocks keeps highlighted code between renderings: colouring is most of the time a text takes.
var blocks = newCache(4 << 20)

// code renders fenced and indented code.
type code struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (code) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			language := string(n.(*ast.FencedCodeBlock).Language(src))
			writeCode(w, strings.ToLower(language), string(n.Lines().Value(src)))
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(ast.KindCodeBlock, func(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			writeCode(w, "", string(n.Lines().Value(src)))
		}
		return ast.WalkSkipChildren, nil
	})
}

func writeCode(w util.BufWriter, language, text string) {
	lexer := lexers[language]
	w.WriteString("<pre><code")
	if lexer != nil {
		w.WriteString(` class="language-` + html.EscapeString(language) + `"`)
	}
	w.WriteString(">")
	if lexer == nil || len(text) > maxHighlight {
		w.WriteString(html.EscapeString(text))
	} else {
		w.WriteString(blocks.get(language, text, func() string { return highlight(lexer, text) }))
	}
	w.WriteString("</code></pre>\n")
}

// highlight returns text as HTML with spans of the classes in class. Text that a lexer gives up on stays plain.
func highlight(lexer chroma.Lexer, text string) (coloured string) {
	defer func() {
		if recover() != nil { // the library's way to tell of a pattern that ran too long
			coloured = html.EscapeString(text)
		}
	}()
	tokens, err := lexer.Tokenise(nil, text)
	if err != nil {
		return html.EscapeString(text)
	}
	var b strings.Builder
	open := ""
	for t := range tokens.Stdlib() {
		c := class(t.Type)
		if strings.TrimSpace(t.Value) == "" {
			c = open // a space needs no colour of its own
		}
		if c != open {
			if open != "" {
				b.WriteString("</span>")
			}
			if c != "" {
				b.WriteString(`<span class="` + c + `">`)
			}
			open = c
		}
		b.WriteString(html.EscapeString(t.Value))
	}
	if open != "" {
		b.WriteString("</span>")
	}
	return b.String()
}

// class returns the style class of a token: keyword k, string s, number or date m, comment c, function or type nf, attribute or key
// na, tag nt, inserted gi, deleted gd, heading gh, prompt gp; most of a text has none.
func class(t chroma.TokenType) string {
	switch t {
	case chroma.NameFunction, chroma.NameClass, chroma.NameBuiltin, chroma.NameDecorator:
		return "nf"
	case chroma.NameAttribute, chroma.NameVariable, chroma.NameProperty:
		return "na"
	case chroma.NameTag:
		return "nt"
	case chroma.GenericInserted:
		return "gi"
	case chroma.GenericDeleted:
		return "gd"
	case chroma.GenericHeading:
		return "gh"
	case chroma.GenericPrompt:
		return "gp"
	}
	switch {
	case t.InCategory(chroma.Keyword):
		return "k"
	case t.InSubCategory(chroma.LiteralString):
		return "s"
	case t.InCategory(chroma.Literal):
		return "m"
	case t.InCategory(chroma.Comment):
		return "c"
	}
	return ""
}
