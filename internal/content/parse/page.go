package parse

import (
	"fmt"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

// page reads the keys of a page.
func (p *parse) page(m *mapping) *PageFront {
	if first := p.rec.Slug; show.IsReserved(first) {
		p.complain(0, mistake.ShadowedRoute, fmt.Sprintf("The site itself has something at /%s.", first), "Give the file another name.")
	}
	return &PageFront{Title: m.title("title"), Summary: m.text("summary"), Menu: m.short("menu", 30), Aliases: p.aliases(m)}
}
