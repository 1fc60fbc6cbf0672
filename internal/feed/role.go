package feed

import (
	"strings"

	"insider/internal/show"
)

// person writes a credit. A role outside the taxonomy is a guest: without a role, apps would take everybody for a host.
func (b *Builder) person(c show.Credit) person {
	role, ok := show.FindRole(c.Group, c.Role)
	if !ok {
		role, _ = show.FindRole("", "guest")
	}
	p := c.Person
	return person{Role: strings.ToLower(role.Name), Group: strings.ToLower(role.Group), Picture: b.picture(p.Picture), Page: b.absolute(p.Path()), Name: line(p.Name, 128)}
}
