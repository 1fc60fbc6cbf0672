package parse

import (
	"fmt"
	"net/mail"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"insider/internal/content/mistake"

	_ "time/tzdata"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"insider/internal/markdown"
	"insider/internal/show"
)

// zones are known on machines that have no list of them

// What directories take: Apple allows 255 characters for a title and 4,000 bytes for a description.
const (
	maxTitle       = 255
	maxDescription = 4000
	maxLabel       = 128 // of podcast:funding, podcast:location and podcast:soundbite
)

// short returns a text as one line; more than most characters are a mistake.
func (m *mapping) short(key string, most int) string {
	s := strings.Join(strings.Fields(m.text(key)), " ")
	if n := len([]rune(s)); n > most {
		m.r.complain(m.line(key), mistake.TooLong, fmt.Sprintf("%s has %d characters.", key, n), fmt.Sprintf("Shorten it to %d.", most))
	}
	return s
}

// title returns a title; it must be there.
func (m *mapping) title(key string) string {
	_, written := m.pairs[key]
	before := len(m.r.mistakes)
	s := m.short(key, maxTitle)
	if s == "" && m.lacks(key) && len(m.r.mistakes) == before {
		sentence := "There is no " + key + "."
		if written {
			sentence = key + " is empty."
		}
		m.r.complain(m.line(key), mistake.MissingTitle, sentence, "Add the line: "+key+": ...")
	}
	return s
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const maxSlug = 100

// slugOf returns the slug of a file or folder name without extension: without a leading date.
func slugOf(name string) string {
	if len(name) > 11 && name[10] == '-' {
		if _, err := time.Parse("2006-01-02", name[:10]); err == nil {
			return name[11:]
		}
	}
	return name
}

func validSlug(s string) bool { return len(s) <= maxSlug && slugForm.MatchString(s) }

// asciiSlug proposes a slug for a name: accents dropped, lower case, hyphens for the rest.
func asciiSlug(s string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		if r > unicode.MaxASCII {
			return '-'
		}
		return r
	}, norm.NFD.String(s))
	slug := markdown.Slug(strings.ReplaceAll(plain, "_", "-"))
	return strings.Trim(slug[:min(len(slug), maxSlug)], "-")
}

var fileNameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// validFileName reports whether name can stand in a media path that every directory takes.
func validFileName(name string) bool {
	return len(name) <= 200 && fileNameForm.MatchString(name) && !strings.HasSuffix(name, ".")
}

// asciiFileName proposes a name for a file.
func asciiFileName(name string) string {
	ext := path.Ext(name)
	base := asciiSlug(strings.TrimSuffix(name, ext))
	if base == "" {
		base = "file"
	}
	return base + strings.ToLower(ext)
}

// webURL reports whether s is an absolute http or https address without credentials.
func webURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && len(s) <= 2000 &&
		!strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f })
}

// address returns an http or https address, "" when it is not written.
func (m *mapping) address(key string) string {
	s := m.text(key)
	if s != "" && !webURL(s) {
		m.r.complain(m.line(key), mistake.BadURL, fmt.Sprintf("%s is %q.", key, s), "Write an address that begins with https:// or http://.")
		return ""
	}
	return s
}

// mailAddress reports whether s is a plain address such as name@example.com.
func mailAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == "" && len(s) <= 254 && !strings.ContainsAny(s, "\"<>()[] ") && strings.Contains(s[strings.LastIndexByte(s, '@'):], ".")
}

func (m *mapping) mail(key string) string {
	s := m.text(key)
	if s != "" && !mailAddress(s) {
		m.r.complain(m.line(key), mistake.BadMail, fmt.Sprintf("%s is %q.", key, s), "Write a mail address like name@example.com.")
		return ""
	}
	return s
}

// links returns a list of {name, url}.
func (m *mapping) links(key string) []show.Link {
	var links []show.Link
	for _, v := range m.list(key) {
		x := v.mapping("an entry of " + key)
		if x == nil {
			continue
		}
		l := show.Link{Name: x.short("name", maxLabel), URL: x.address("url")}
		x.need("name", "url")
		x.done()
		links = append(links, l)
	}
	return links
}

// need complains of keys that are not written.
func (m *mapping) need(keys ...string) {
	for _, key := range keys {
		if m.lacks(key) {
			m.r.complain(m.at, mistake.MissingKey, fmt.Sprintf("%s is missing in %s.", key, m.of), "Add the line: "+key+": ...")
		}
	}
}

// topics returns the topics of an item, each once.
func (m *mapping) topics() []show.Topic {
	var topics []show.Topic
	for _, v := range m.list("topics") {
		before := len(m.r.mistakes)
		name := strings.Join(strings.Fields(v.text()), " ")
		t := show.Topic{Slug: markdown.Slug(name), Name: name}
		switch {
		case len(m.r.mistakes) > before:
		case t.Slug == "":
			m.r.complain(v.at, mistake.EmptyTopic, fmt.Sprintf("The topic %q has neither letters nor digits.", name), "Delete it, or name the topic.")
		case !slices.ContainsFunc(topics, func(o show.Topic) bool { return o.Slug == t.Slug }):
			topics = append(topics, t)
		}
	}
	return topics
}

// slugs returns a list of slugs of people, as written.
func (m *mapping) slugs(key string) []string {
	var out []string
	for _, v := range m.list(key) {
		if s := v.text(); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
