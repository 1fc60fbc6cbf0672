package parse

import (
	"fmt"
	"slices"
	"strings"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

// credits reads people: a list of {person, role, group}, or of slugs.
func (p *parse) credits(m *mapping) []CreditFront {
	var out []CreditFront
	for _, v := range m.list("people") {
		var c CreditFront
		if v.isMapping() {
			x := v.mapping("an entry of people")
			c = CreditFront{Person: x.text("person"), Role: p.role(x), Group: x.text("group")}
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
	p.complain(line, mistake.BadRole, sentence, fix)
	return role
}
