package site

import (
	"context"
	"html/template"
	"strings"

	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/web"
)

// storyPage is templates/site/story.html.
type storyPage struct {
	Base
	Tag    tag
	Date   moment
	Lead   string
	Body   template.HTML
	Credit string // the exact line the reader agreed to, "" when not named
	Where  string // industry and country, "" when not told
	Share  []show.Link

	Turnpage *turnpage
	Related  []row
}

func (s *Site) story(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	st, ok := e.Story(r.Param("slug"))
	switch {
	case !ok && e.Gone(r.Param("slug")):
		return nil, fault.New(fault.Gone, "Whoever sent this story has taken it back.")
	case !ok:
		return nil, errNoPage
	}
	data := storyPage{
		Base: s.base(e, "stories", st.Title, st.Excerpt, st.Path()), Tag: tagOf(e.Show, st), Date: when(e, st.Date),
		Lead: st.Excerpt, Body: st.HTML, Credit: st.Credit, Where: where(st), Share: s.share(st.Title, st.Path()),
	}
	data.OpenGraph = s.openArticle(st, st.Updated, nil)
	data.Card = s.card(e, st)
	data.Linked = s.linkedStory(e, st, data.Card)
	data.Turnpage, data.Related = data.turnpage(e, st), s.related(e, st)
	return s.render("story", data)
}

func where(st *show.Story) string {
	var parts []string
	for _, p := range []string{st.Industry, st.Country} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}
