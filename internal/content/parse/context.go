package parse

import (
	"net/url"
	"strings"

	"insider/internal/content/folder"
	"insider/internal/frontmatter"
)

// Context is what content files are read with.
type Context struct {
	*folder.View
	Keep func(hash string, data []byte) error // keeps the bytes of a good text by their fingerprint
	GUID func() string                        // a fresh one to propose to an author
	Base *url.URL                             // public address, nil when it is not known
}

// IsCurrent reports whether a record is made of the files as they are.
func (v *Context) IsCurrent(r *Record) bool {
	if f, err := v.Fact(r.Source); err != nil || f.Hash != r.Hash {
		return false
	}
	for i := range r.Files {
		if f, err := v.Fact(r.Files[i].Source); err != nil || f.Hash != r.Files[i].Hash {
			return false
		}
	}
	return v.hasCopy(r)
}

// LineIn returns the line of a key in the file of a record, or of the place below it that holds value; 0 when the file
// changed meanwhile.
func (v *Context) LineIn(r *Record, key, value string) int {
	data, f, err := v.Text(r.Source, frontmatter.MaxText)
	if err != nil || f.Hash != r.Hash {
		return 0
	}
	p := &parse{reader: &reader{file: r.Source, first: 1}, v: v, rec: r}
	m := p.open(data)
	if m == nil {
		return 0
	}
	held, ok := m.pairs[key]
	if !ok {
		return 0
	}
	if value != "" {
		for n := held.at; n < held.at+200; n++ {
			if line := frontmatter.Line(data, n); strings.Contains(line, value) {
				return n
			}
		}
	}
	return held.at
}
