package markdown_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"insider/internal/markdown"
)

var void = []string{"br", "hr", "img", "input"}

// wellNested fails unless every element is closed in its order and nothing stands in document that may not.
func wellNested(t *testing.T, document string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(document))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		switch token := z.Token(); kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			safe(t, token)
			if !slices.Contains(void, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v in %s", token.Data, open, document)
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.DoctypeToken:
			t.Fatalf("%s stayed in %s", token, document)
		}
	}
	if len(open) > 0 {
		t.Fatalf("%v stay open in %s", open, document)
	}
}

var allowedTag = regexp.MustCompile(`^(a|abbr|b|blockquote|br|caption|cite|code|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|h[2-6]|hr|i|img|input|ins|kbd|li|mark|ol|p|pre|q|s|samp|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|ul|var)$`)

var allowedAttribute = regexp.MustCompile(`^(align|alt|aria-label|checked|class|colspan|datetime|dir|disabled|height|href|id|lang|loading|referrerpolicy|rel|role|rowspan|scope|sizes|src|srcset|start|tabindex|title|type|width)$`)

func safe(t *testing.T, token html.Token) {
	t.Helper()
	if !allowedTag.MatchString(token.Data) {
		t.Fatalf("<%s> stayed", token.Data)
	}
	for _, a := range token.Attr {
		if !allowedAttribute.MatchString(a.Key) {
			t.Fatalf("%s stayed on <%s>", a.Key, token.Data)
		}
		if a.Key == "href" || a.Key == "src" {
			u, err := url.Parse(a.Val)
			if err != nil || !slices.Contains([]string{"", "http", "https", "mailto"}, u.Scheme) || u.Scheme == "" && u.Host != "" {
				t.Fatalf("address %q stayed (%v)", a.Val, err)
			}
		}
		if a.Key == "src" && strings.Contains(a.Val, "://") && !quiet(token) {
			t.Fatalf("<%s> loads %q from elsewhere", token.Data, a.Val)
		}
	}
}

// quiet reports whether a picture tells its host nothing of the page it is on.
func quiet(token html.Token) bool {
	return token.Data == "img" && slices.Contains(token.Attr, html.Attribute{Key: "referrerpolicy", Val: "no-referrer"})
}

func FuzzRender(f *testing.F) {
	for _, seed := range []string{"# x\n\n[a](b)", "<div><a href='//x'>", "|a|b|\n|-|-|\n|1", "```go\nx\n", "![a](room.jpg \"t\")", "1:00 `2:00` <p>3:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		c := place()
		c.Length = 10 << 30
		doc, err := markdown.Render([]byte(src), c)
		if err != nil {
			return
		}
		wellNested(t, string(doc.HTML))
		wellNested(t, strings.NewReplacer(` loading="lazy"`, "").Replace(string(doc.HTML)))
	})
}

func FuzzRenderStory(f *testing.F) {
	for _, seed := range []string{"a *b*", "<script>", "![a](b)", "[x](javascript:y)", "- - -\n> x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := markdown.RenderStory(src)
		if err != nil {
			return
		}
		wellNested(t, string(doc.HTML))
		if strings.Contains(string(doc.HTML), "<img") || strings.Contains(string(doc.HTML), "<table") {
			t.Fatalf("%s", doc.HTML)
		}
	})
}
