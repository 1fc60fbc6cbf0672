package parse

// person reads the keys of a person.
func (p *parse) person(m *mapping) *PersonFront {
	return &PersonFront{
		Name:    m.title("name"),
		Role:    m.short("role", maxLabel),
		Links:   m.links("links"),
		Picture: p.picture(m, "picture"),
		Aliases: p.aliases(m),
	}
}
