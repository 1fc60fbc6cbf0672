package content

import (
	"strings"

	"insider/internal/frontmatter"
)

// lineIn returns the line of a key in the file of a record, or of the place below it that holds value; 0 when the file
// changed meanwhile.
func (v *sight) lineIn(r *record, key, value string) int {
	data, f, err := v.text(r.Source, frontmatter.MaxText)
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
