package site

import (
	"context"
	"html/template"

	"insider/internal/edition"
	"insider/internal/markdown"
	"insider/internal/show"
	"insider/internal/web"
)

// contentsFrom is how many headings an article needs before it gets a list of them.
const contentsFrom = 3

// articlePage is templates/site/article.html.
type articlePage struct {
	Base
	Tag      tag
	Date     moment
	Updated  *moment
	Length   string
	Lead     string
	Draft    bool
	Cover    *show.Image
	Body     template.HTML
	Contents []show.Heading
	Authors  []credit
	Topics   []show.Topic
	Episode  *row // the episode it belongs to
	Story    *row // the reader's story it came from
	Share    []show.Link
	Turnpage *turnpage
	Related  []row
}

func (s *Site) article(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	a, ok := e.Article(r.Param("slug"))
	if !ok {
		return nil, errNoPage
	}
	doc, err := a.Body.Document()
	if err != nil {
		return nil, err
	}
	this := s.rows(e, []show.Item{a})[0]
	data := articlePage{
		Base: s.base(e, "articles", a.Title, a.Summary, a.Path()), Tag: this.Tag, Date: this.Date, Length: this.Note,
		Lead: a.Summary, Draft: this.Draft, Cover: a.Cover, Body: markdown.SideNotes(doc.HTML), Contents: contents(doc), Topics: a.Topics,
		Authors: authors(e.Show, a.Authors), Share: s.share(a.Title, a.Path()),
	}
	data.OpenGraph = s.openArticle(a, a.Updated, a.Authors)
	data.Card = s.card(e, a)
	data.Linked = s.linkedArticle(e, a, data.Card)
	if !a.Updated.IsZero() {
		updated := when(e, a.Updated)
		data.Updated = &updated
	}
	episode, story := origins(e, a)
	data.Episode, data.Story = s.row(e, episode), s.row(e, story)
	data.Turnpage, data.Related = data.turnpage(e, a), s.related(e, a, episode, story)
	return s.render("article", data)
}

// origins finds the episode an article belongs to and the story it came from; nil where there is none that is public.
func origins(e *edition.Edition, a *show.Article) (episode, story show.Item) {
	if ep, ok := e.Episode(a.Episode); ok {
		episode = ep
	}
	for _, st := range e.Stories {
		if a.Story != "" && st.Label() == a.Story {
			story = st
		}
	}
	return episode, story
}

// contents returns the headings of the second level when there are enough of them.
func contents(d *show.Document) []show.Heading {
	var out []show.Heading
	for _, h := range d.Headings {
		if h.Level == 2 {
			out = append(out, h)
		}
	}
	if len(out) < contentsFrom {
		return nil
	}
	return out
}
