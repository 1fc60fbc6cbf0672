package markdown

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// Values that attributes may have, whole.
var (
	slugValue      = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*$`) // a bound would repeat its sets: 4 MB
	noteValue      = regexp.MustCompile(`^fn(ref\d{0,4})?:\d{1,4}$`)
	noteLinkClass  = regexp.MustCompile(`^footnote-(ref|backref)$`)
	noteLinkRole   = regexp.MustCompile(`^doc-(noteref|backlink)$`)
	notesClass     = regexp.MustCompile(`^footnotes$`)
	notesRole      = regexp.MustCompile(`^doc-endnotes$`)
	tokenClass     = regexp.MustCompile(`^(k|s|m|c|nf|na|nt|gi|gd|gh|gp)$`)
	languageClass  = regexp.MustCompile(`^language-[a-z0-9+#-]{1,24}$`)
	languageValue  = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
	directionValue = regexp.MustCompile(`^(ltr|rtl|auto)$`)
	alignValue     = regexp.MustCompile(`^(left|center|right)$`)
	spanValue      = regexp.MustCompile(`^[1-9]\d?$`)
	scopeValue     = regexp.MustCompile(`^(row|col)$`)
	numberValue    = regexp.MustCompile(`^\d{1,4}$`)
	checkboxValue  = regexp.MustCompile(`^checkbox$`)
	emptyValue     = regexp.MustCompile(`^$`)
	timeValue      = regexp.MustCompile(`^[\dTZPHMS:+.-]{1,40}$`)
)

// editors is what stays of the HTML of an editor's text.
var editors = editorsPolicy()

func editorsPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "em", "strong", "i", "b", "s", "del", "ins", "mark", "small",
		"sub", "sup", "abbr", "kbd", "samp", "var", "code", "pre", "q", "cite", "dfn", "blockquote", "ul", "ol", "li", "dl", "dt", "dd",
		"figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary", "div", "span", "time")
	p.AllowAttrs("lang").Matching(languageValue).Globally()
	p.AllowAttrs("dir").Matching(directionValue).Globally()
	p.AllowAttrs("title").OnElements("a", "abbr", "dfn")
	p.AllowAttrs("id").Matching(slugValue).OnElements("h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("id").Matching(noteValue).OnElements("sup", "li")
	p.AllowAttrs("class").Matching(notesClass).OnElements("div")
	p.AllowAttrs("role").Matching(notesRole).OnElements("div")
	p.AllowAttrs("class").Matching(noteLinkClass).OnElements("a")
	p.AllowAttrs("role").Matching(noteLinkRole).OnElements("a")
	p.AllowAttrs("class").Matching(tokenClass).OnElements("span")
	p.AllowAttrs("class").Matching(languageClass).OnElements("code")
	p.AllowAttrs("align").Matching(alignValue).OnElements("td", "th")
	p.AllowAttrs("colspan", "rowspan").Matching(spanValue).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(scopeValue).OnElements("th")
	p.AllowAttrs("start").Matching(numberValue).OnElements("ol")
	p.AllowAttrs("datetime").Matching(timeValue).OnElements("time")
	p.AllowAttrs("type").Matching(checkboxValue).OnElements("input")
	p.AllowAttrs("checked", "disabled").Matching(emptyValue).OnElements("input")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src").OnElements("img")
	p.AllowAttrs("alt", "title").OnElements("img")
	p.AllowAttrs("width", "height").Matching(numberValue).OnElements("img")
	allowSchemes(p)
	return p
}

// readers is what stays of the HTML of a reader's text.
var readers = readersPolicy()

func readersPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "em", "strong", "code", "blockquote", "ul", "ol", "li")
	p.AllowAttrs("start").Matching(numberValue).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	allowSchemes(p)
	return p
}

func allowSchemes(p *bluemonday.Policy) {
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowURLSchemes("http", "https", "mailto")
}
