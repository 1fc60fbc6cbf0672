package site

import (
	"context"
	"html/template"

	"insider/internal/web"
)

// aboutSlug is the page that presents the hosts with their pens.
const aboutSlug = "about"

// textPage is templates/site/page.html: a page such as /about.
type textPage struct {
	Base
	Lead  string
	Body  template.HTML
	Hosts []host    // on /about only
	Press *pressKit // on /about only
	Facts []facts   // on /privacy only
}

func (s *Site) page(_ context.Context, r *web.Request) (*web.Response, error) {
	p, ok := r.Edition.Page(r.Param("page"))
	if r.Path == privacyPath {
		p, ok = privacyOf(r.Edition), true
	}
	if !ok {
		return nil, errNoPage
	}
	body, err := document(p.Body)
	if err != nil {
		return nil, err
	}
	data := textPage{Base: s.base(r.Edition, p.Slug, p.Title, p.Summary, p.Path()), Lead: p.Summary, Body: body}
	switch p.Slug {
	case aboutSlug:
		data.Hosts, data.Press = hostsOf(r.Edition.Show), newPressKit(r.Edition.Show)
	case privacySlug:
		data.Facts = s.privacyFacts(r.Edition)
	}
	return s.render("page", data)
}
