package markdown

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// dropped are elements that neither feeds nor mails may carry, with all that is in them.
var dropped = []string{"script", "style", "iframe", "form", "noscript", "template", "object", "embed"}

// Absolute makes every link and media address of document absolute for a feed or a mail, and drops scripts, styles, frames,
// forms and attributes that only a page needs. base is the public address without trailing slash, page the path of the page within it ("/episodes/x").
func Absolute(document, base, page string) string {
	at, err := url.Parse(base + page)
	if err != nil {
		return ""
	}
	var out strings.Builder
	out.Grow(len(document) + len(document)/8)
	z := html.NewTokenizer(strings.NewReader(document))
	inside, depth := "", 0 // the dropped element that is open, and how often
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		raw := string(z.Raw())
		name, hasAttributes := z.TagName()
		switch {
		case inside != "":
			if string(name) == inside {
				depth += step(kind)
			}
			if depth == 0 {
				inside = ""
			}
		case kind == html.CommentToken || kind == html.DoctypeToken:
		case kind == html.TextToken:
			out.WriteString(strings.ReplaceAll(raw, "<", "&lt;")) // a stray one must not meet what follows
		case kind == html.EndTagToken && !slices.Contains(dropped, string(name)):
			out.WriteString("</" + string(name) + ">")
		case slices.Contains(dropped, string(name)):
			if kind == html.StartTagToken && string(name) != "embed" {
				inside, depth = string(name), 1
			}
		case hasAttributes:
			writeAbsolute(&out, string(name), kind, z, at)
		default:
			out.WriteString(raw)
		}
	}
	return out.String()
}

func step(kind html.TokenType) int {
	switch kind {
	case html.StartTagToken:
		return 1
	case html.EndTagToken:
		return -1
	}
	return 0
}

// writeAbsolute writes a start tag with its addresses resolved against at; those of other schemes than http, https and mailto
// are left out, and so is what only a page needs.
func writeAbsolute(out *strings.Builder, name string, kind html.TokenType, z *html.Tokenizer, at *url.URL) {
	out.WriteString("<" + name)
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		k, v := string(key), string(value)
		if ofPage(k) {
			continue
		}
		if k == "href" || k == "src" || k == "poster" {
			u, err := at.Parse(strings.TrimSpace(v))
			if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
				continue
			}
			v = u.String()
		}
		out.WriteString(" " + k + `="` + html.EscapeString(v) + `"`)
	}
	if kind == html.SelfClosingTagToken {
		out.WriteString(" /")
	}
	out.WriteString(">")
}

// ofPage reports whether an attribute has no use outside the page: event handlers, styles, roles.
func ofPage(key string) bool {
	return strings.HasPrefix(key, "on") || strings.HasPrefix(key, "aria-") ||
		slices.Contains([]string{"style", "class", "role", "tabindex", "loading", "rel", "srcset", "sizes", "referrerpolicy"}, key)
}
