package content

import (
	"fmt"

	"insider/internal/show"
)

// page reads the keys of a page.
func (p *parse) page(m *mapping) *pageFront {
	if first := p.rec.Slug; show.IsReserved(first) {
		p.complain(0, ruleShadowedRoute, fmt.Sprintf("The site itself has something at /%s.", first), "Give the file another name.")
	}
	return &pageFront{Title: m.title("title"), Summary: m.text("summary"), Menu: m.short("menu", 30), Aliases: p.aliases(m)}
}
