package site

import (
	"context"
	"html/template"

	"insider/internal/show"
	"insider/internal/web"
)

// personPage is templates/site/person.html.
type personPage struct {
	Base
	Name, Role string
	Pen        int
	Host       bool
	Picture    *show.Image
	Bio        template.HTML
	Links      []show.Link
	Rows       []row
	Pager      pager
	Feed       *MenuLink // nil when it would hold nothing
}

func (s *Site) person(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	p, ok := e.Person(r.Param("slug"))
	if !ok {
		return nil, errNoPage
	}
	bio, err := document(p.Bio)
	if err != nil {
		return nil, err
	}
	items, pager, err := paginate(e.ItemsBy(p.Slug), p.Path(), r.Page)
	if err != nil {
		return nil, err
	}
	data := personPage{
		Base: s.base(e, "", p.Name, firstBlock(p.Bio), pagePath(p.Path(), r.Page)), Name: p.Name, Role: p.Role,
		Pen: pen(e.Show, p), Picture: p.Picture, Bio: bio, Links: p.Links, Rows: s.rows(e, items), Pager: pager,
	}
	data.Host, data.OpenGraph = data.Pen > 0, openGraph{Type: "profile", Username: p.Slug}
	data.Before, data.After, data.Linked = pager.Previous, pager.Next, s.linkedPerson(p)
	data.Image = p.Picture
	if len(items) > 0 {
		data.Feed = data.withFeed("Feed of "+p.Name, p.Path())
	}
	return s.render("person", data)
}
