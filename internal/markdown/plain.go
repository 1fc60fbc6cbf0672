package markdown

import "strings"

// plain collects the text of a document: spaces collapsed, blocks parted by a blank line.
type plain struct {
	b   strings.Builder
	gap string // what goes before the next text: "", " ", "\n" or "\n\n"
}

// part asks for at least the gap before the next text.
func (p *plain) part(gap string) {
	if len(gap) > len(p.gap) || p.gap == " " {
		p.gap = gap
	}
}

// text adds s. Verbatim text keeps its spaces and line ends.
func (p *plain) text(s string, verbatim bool) {
	if verbatim {
		if trimmed := strings.TrimRight(s, "\n"); trimmed != "" {
			p.flush()
			p.b.WriteString(trimmed)
		}
		p.part(strings.Repeat("\n", min(len(s)-len(strings.TrimRight(s, "\n")), 2)))
		return
	}
	fields := strings.Fields(s)
	if s != "" && (len(fields) == 0 || !strings.HasPrefix(s, fields[0])) && p.gap == "" {
		p.gap = " "
	}
	for i, field := range fields {
		if i > 0 {
			p.gap = " "
		}
		p.flush()
		p.b.WriteString(field)
	}
	if len(fields) > 0 && !strings.HasSuffix(s, fields[len(fields)-1]) {
		p.gap = " "
	}
}

func (p *plain) flush() {
	if p.b.Len() > 0 {
		p.b.WriteString(p.gap)
	}
	p.gap = ""
}

// String returns the text so far.
func (p *plain) String() string { return p.b.String() }
