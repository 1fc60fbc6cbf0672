package content

// person reads the keys of a person.
func (p *parse) person(m *mapping) *personFront {
	return &personFront{
		Name:    m.title("name"),
		Role:    m.short("role", maxLabel),
		Links:   m.links("links"),
		Picture: p.picture(m, "picture"),
		Aliases: p.aliases(m),
	}
}
