package markdown

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"insider/internal/show"
)

// target is where a link or picture leads.
type target struct {
	address  string
	external bool
	file     *show.File // set when it is a file beside the text
}

// resolve finds the target of an address as written; ok is false for one that must not be followed.
func (f *finisher) resolve(address string) (t target, ok bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return target{}, false
	}
	switch u.Scheme {
	case "http", "https":
		elsewhere := !strings.EqualFold(u.Host, f.context.Site)
		return target{address: u.String(), external: elsewhere}, u.Hostname() != ""
	case "mailto":
		return target{address: u.String()}, true
	case "":
		return f.local(u), u.Host == "" && !f.reader
	}
	return target{}, false
}

// local leads a relative address to its place on this site.
func (f *finisher) local(u *url.URL) target {
	if strings.HasPrefix(u.Path, "/") {
		return target{address: f.context.Root + u.String()}
	}
	name := path.Clean(u.Path)
	if f.context.File == nil || u.Path == "" {
		return target{address: u.String()}
	}
	file, ok := f.context.File(name)
	if !ok {
		return target{address: u.String()}
	}
	address := f.context.Root + f.context.Media + url.PathEscape(name)
	if u.Fragment != "" {
		address += "#" + u.EscapedFragment()
	}
	return target{address: address, file: file}
}

// anchor writes the start of a link. A link in a link, or one that leads nowhere, keeps only its text.
func (f *finisher) anchor(e *element, attributes []html.Attribute) {
	href, rest, has := cut(attributes, "href")
	t, ok := f.resolve(href)
	if !ok || !has || e.link {
		e.end = ""
		return
	}
	e.link = true
	if role, _, _ := cut(attributes, "role"); role != "" {
		e.mute = true // a note's number is no word of the text
	}
	if !t.external {
		f.tag("a", append([]html.Attribute{{Key: "href", Val: t.address}}, rest...), "")
		return
	}
	_, rest, _ = cut(rest, "class")
	rel := "external noopener"
	if f.reader {
		rel = "external nofollow ugc noopener"
	}
	f.tag("a", append([]html.Attribute{{Key: "class", Val: "external"}, {Key: "href", Val: t.address}}, rest...), ` rel="`+rel+`"`)
}

// image writes a picture: of this site in the widths that pages offer, or from elsewhere, for its host is named to readers
// and allowed by the policy of pages. One that leads nowhere keeps only its text.
func (f *finisher) image(attributes []html.Attribute) {
	src, rest, has := cut(attributes, "src")
	alt, rest, _ := cut(rest, "alt")
	t, ok := f.resolve(src)
	switch {
	case !ok || !has || strings.HasPrefix(t.address, "mailto:") || t.external && show.Origin(t.address) == "":
		f.pictureLink(t, ok && has, alt)
	case t.external:
		f.keepOrigin(show.Origin(t.address))
		f.tag("img", append(pair("src", t.address, "alt", alt), rest...), ` loading="lazy" referrerpolicy="no-referrer"`)
	default:
		f.ownImage(t, alt, rest)
	}
}

func (f *finisher) ownImage(t target, alt string, rest []html.Attribute) {
	if t.file == nil || t.file.Width <= 0 || t.file.Height <= 0 {
		f.tag("img", append(pair("src", t.address, "alt", alt), rest...), ` loading="lazy"`)
		return
	}
	_, rest, _ = cut(rest, "width")
	_, rest, _ = cut(rest, "height")
	attributes := f.sources(t)
	attributes = append(attributes, pair("alt", alt, "width", strconv.Itoa(t.file.Width), "height", strconv.Itoa(t.file.Height))...)
	f.tag("img", append(attributes, rest...), ` loading="lazy"`)
}

// sources are the addresses of a picture in its widths; the file itself when there is nothing to choose.
func (f *finisher) sources(t target) []html.Attribute {
	forms := t.file.Widths()
	if len(forms) == 0 {
		return pair("src", t.address)
	}
	src := pair("src", f.context.Root+forms[len(forms)-1].Path)
	if len(forms) == 1 {
		return src
	}
	set := make([]string, len(forms))
	for i, form := range forms {
		set[i] = f.context.Root + form.Path + " " + strconv.Itoa(form.Width) + "w"
	}
	return append(src, pair("srcset", strings.Join(set, ", "), "sizes", show.PictureSizes)...)
}

func (f *finisher) keepOrigin(origin string) {
	if !slices.Contains(f.origins, origin) {
		f.origins = append(f.origins, origin)
	}
}

// pair makes attributes of keys and values.
func pair(keysAndValues ...string) (out []html.Attribute) {
	for i := 0; i < len(keysAndValues); i += 2 {
		out = append(out, html.Attribute{Key: keysAndValues[i], Val: keysAndValues[i+1]})
	}
	return out
}

func (f *finisher) pictureLink(t target, ok bool, alt string) {
	if alt == "" {
		alt = "Picture"
	}
	e := f.inside()
	if !ok || e.link {
		f.out.WriteString(html.EscapeString(alt))
		return
	}
	f.anchor(&e, []html.Attribute{{Key: "href", Val: t.address}})
	f.out.WriteString(html.EscapeString(alt) + "</a>")
}

// cut returns the value of an attribute and the others.
func cut(attributes []html.Attribute, key string) (value string, rest []html.Attribute, found bool) {
	for _, a := range attributes {
		if a.Key == key {
			value, found = a.Val, true
		} else {
			rest = append(rest, a)
		}
	}
	return value, rest, found
}
