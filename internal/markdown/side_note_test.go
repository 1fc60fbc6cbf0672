package markdown_test

import (
	"html/template"
	"regexp"
	"strings"
	"testing"

	"insider/internal/markdown"
)

const noted = `First, a claim.[^a]

- One[^b]
- Two, and the first again.[^a]

Nothing here.

[^a]: The *source*.

    - with a list
[^b]: Another.
`

func TestSideNotes(t *testing.T) {
	doc, err := markdown.Render([]byte(noted), markdown.Context{})
	if err != nil {
		t.Fatal(err)
	}
	got := string(markdown.SideNotes(doc.HTML))
	wellNested(t, strings.ReplaceAll(got, ` class="note"`, ""))
	blocks := regexp.MustCompile(`<div class="note" id="fn:\d"|<p>First|<ul>|<p>Nothing`).FindAllString(got, -1)
	if want := `<div class="note" id="fn:1" <p>First <div class="note" id="fn:2" <ul> <p>Nothing`; strings.Join(blocks, " ") != strings.Replace(want, "<p>First", "<ul> <p>First", 1) {
		t.Errorf("the order is %s", blocks)
	}
	for _, want := range []string{`role="doc-footnote"><span class="mono">1</span>`, "<em>source</em>", "<li>with a list</li>", `href="#fnref:1"`, `href="#fn:1"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Contains(got, "doc-endnotes") || strings.Count(got, `id="fn:1"`) != 1 {
		t.Error(got)
	}
	for _, plain := range []template.HTML{"", "<p>Nothing</p>", `<p>x</p><div class="footnotes" role="doc-endnotes"><div class="footnotes" role="doc-endnotes"></div></div>`} {
		if got := markdown.SideNotes(plain); got != plain {
			t.Errorf("%q became %q", plain, got)
		}
	}
}
