package content

import (
	"fmt"
	"slices"
	"strings"

	"insider/internal/show"
)

// credits reads people: a list of {person, role, group}, or of slugs.
func (p *parse) credits(m *mapping) []creditFront {
	var out []creditFront
	for _, v := range m.list("people") {
		var c creditFront
		if v.isMapping() {
			x := v.mapping("an entry of people")
			c = creditFront{Person: x.text("person"), Role: p.role(x), Group: x.text("group")}
			x.need("person")
			x.done()
		} else {
			c.Person = v.text()
		}
		if c.Person != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// role returns the role of a person: one of the Podcast Taxonomy, in the group that stands beside it.
func (p *parse) role(m *mapping) string {
	role, group := m.short("role", maxLabel), ""
	if v, ok := m.pairs["group"]; ok {
		group = v.literal()
	}
	if _, ok := show.FindRole(group, role); ok || role == "" {
		return role
	}
	line, sentence, fix := m.line("role"), fmt.Sprintf("%q is no role of the Podcast Taxonomy.", role), "Write: role: "+strings.ToLower(show.NearestRole(role))
	if near := show.NearestGroup(group, role); near != "" {
		line, sentence = m.line("group"), fmt.Sprintf("%q is no group that has the role %q.", group, role)
		fix = "Write: group: " + strings.ToLower(near)
	}
	p.complain(line, ruleBadRole, sentence, fix)
	return role
}
