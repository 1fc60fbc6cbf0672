package site

import (
	"context"
	"html/template"
	"slices"
	"strings"

	"insider/internal/edition"
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
	Answer template.HTML
	Hosts  string // who answers: "Ada and Bo", or the show
	Used   []row  // what came of the story: articles, and the episodes they belong to
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
	used := usedIn(e, st)
	data.Answer, data.Hosts, data.Used = st.Answer, answering(e.Show), s.rows(e, used)
	data.OpenGraph = s.openArticle(st, st.Updated, nil)
	data.Card = s.card(e, st)
	data.Linked = s.linkedStory(e, st, data.Card)
	data.Turnpage, data.Related = data.turnpage(e, st), s.related(e, st, used...)
	return s.render("story", data)
}

// usedIn returns the articles that came from a story, each with its episode.
func usedIn(e *edition.Edition, st *show.Story) []show.Item {
	var out []show.Item
	for _, a := range e.Articles {
		if a.Story != st.Label() {
			continue
		}
		out = append(out, a)
		if ep, ok := e.Episode(a.Episode); ok && !slices.Contains(out, show.Item(ep)) {
			out = append(out, ep)
		}
	}
	return out
}

// answering names who answers: the hosts, or the show when it has none.
func answering(s *show.Show) string {
	var names []string
	for _, h := range s.Hosts {
		names = append(names, h.Name)
	}
	if len(names) == 0 {
		return s.Title
	}
	return enumerate(names)
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
