package feed

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"insider/internal/markdown"
)

// FuzzDescribe holds every description to what apps take: known elements, well nested, not too long.
func FuzzDescribe(f *testing.F) {
	f.Add("# a\n\n- b\n  1. c <p>d\n\n> e\n\n|f|\n|-|\n|g|\n", 100)
	f.Add("[a](https://example.org/?b=1&c=2) `d`<br>e", 60)
	f.Fuzz(func(t *testing.T, source string, limit int) {
		limit = 50 + (limit&0xfff)%3950
		doc, err := markdown.Render([]byte(source), markdown.Context{})
		if err != nil {
			return
		}
		got := describe(string(doc.HTML), limit)
		if len(got) > limit {
			t.Fatalf("%d bytes, limit %d: %s", len(got), limit, got)
		}
		var open []string
		z := html.NewTokenizer(strings.NewReader(got))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			switch token := z.Token(); kind {
			case html.StartTagToken:
				if described[token.Data] != token.Data {
					t.Fatalf("<%s> in %s", token.Data, got)
				}
				open = append(open, token.Data)
			case html.EndTagToken:
				if len(open) == 0 || open[len(open)-1] != token.Data {
					t.Fatalf("</%s> closes %v in %s", token.Data, open, got)
				}
				open = open[:len(open)-1]
			}
		}
		if len(open) > 0 {
			t.Fatalf("%v stay open in %s", open, got)
		}
	})
}

// FuzzClean holds that any clean text survives XML unchanged.
func FuzzClean(f *testing.F) {
	f.Add("a\x0bb\x00c\xff\ufffe]]>e\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s)
		if clean(got) != got || !utf8.ValidString(got) {
			t.Fatalf("%q becomes %q, then %q", s, got, clean(got))
		}
		var out bytes.Buffer
		if err := xml.EscapeText(&out, []byte(got)); err != nil {
			t.Fatal(err)
		}
		var back struct {
			Text string `xml:",chardata"`
		}
		if err := xml.Unmarshal([]byte("<a>"+out.String()+"</a>"), &back); err != nil || back.Text != got {
			t.Fatalf("%q comes back as %q: %v", got, back.Text, err)
		}
	})
}
