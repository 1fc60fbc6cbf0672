package parse

import (
	"fmt"
	"regexp"

	"insider/internal/content/mistake"
)

var storyForm = regexp.MustCompile(`^ST-[1-9][0-9]{0,8}$`)

// article reads the keys of an article.
func (p *parse) article(m *mapping) *ArticleFront {
	a := &ArticleFront{
		Draft:   m.flag("draft", false),
		Title:   m.title("title"),
		Number:  m.number("number"),
		Summary: m.text("summary"),
		Authors: m.slugs("authors"),
		Topics:  m.topics(),
		Cover:   p.picture(m, "cover"),
		Aliases: p.aliases(m),
		Episode: m.text("episode"),
	}
	a.Date, a.Updated = p.dates(m, a.Draft)
	p.tooLong(m, "summary", a.Summary)
	if v, ok := m.get("story"); ok {
		a.Story = v.literal()
	}
	if m.has("story") && !storyForm.MatchString(a.Story) {
		p.complain(m.line("story"), mistake.BadNumber, fmt.Sprintf("story is %q.", a.Story), "Write the story's number, e.g. ST-12.")
	}
	return a
}
