package site

import (
	"context"
	"strconv"

	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

// listPage is templates/site/list.html: a log of one kind, topic or season.
type listPage struct {
	Base
	Kicker  string // what kind of list, "" when the title says it
	Heading string
	Lead    string
	Rows    []row
	Empty   string // what to say instead of rows
	Pager   pager
	Filters []filter
	Feed    *MenuLink
	Story   bool // ends with the call to send one
}

// filter is a row of links that narrow the list.
type filter struct {
	Name  string
	Links []MenuLink
}

func (s *Site) episodes(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	b := s.base(e, "episodes", "Episodes", "Every episode of "+e.Show.Title+", newest first.", "")
	b.Linked = s.linkedEpisodes(e)
	return s.renderList(r, "/episodes", itemsOf(e.Episodes), listPage{
		Base: b, Lead: e.Show.Tagline,
		Empty:   "The first episode is on its way. It appears here and in the podcast feed.",
		Filters: append(seasonFilter(e, r.Path), topicFilter(e, show.Episodes, r.Path)...),
		Feed:    &MenuLink{Name: "Podcast feed", Path: "/podcast.xml"},
	})
}

func (s *Site) articles(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	return s.renderList(r, "/articles", itemsOf(e.Articles), listPage{
		Base:    s.base(e, "articles", "Articles", "Every article of "+e.Show.Title+", newest first.", ""),
		Empty:   "The first article is on its way. It appears here and in the article feed.",
		Filters: topicFilter(e, show.Articles, r.Path),
		Feed:    &MenuLink{Name: "Article feed", Path: "/feed.xml"},
	})
}

func (s *Site) stories(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	return s.renderList(r, "/stories", itemsOf(e.Stories), listPage{
		Base: s.base(e, "stories", "Stories", "What readers of "+e.Show.Title+" sent in.", ""),
		Lead: "Sent in by readers, published as they allowed.", Story: true,
		Empty: "No stories yet. Yours can be the first.",
	})
}

func (s *Site) topic(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	g, ok := e.Topic(r.Param("topic"))
	if !ok {
		return nil, errNoPage
	}
	b := s.base(e, "", g.Key.Name, "Everything about "+g.Key.Name+" in "+e.Show.Title+".", "")
	feed := b.withFeed("Feed of this topic", g.Key.Path())
	return s.renderList(r, g.Key.Path(), g.Items, listPage{
		Base: b, Kicker: "Topic, " + count(len(g.Items), "entry"), Filters: topicFilter(e, "", r.Path), Feed: feed,
	})
}

func (s *Site) season(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	n, err := strconv.Atoi(r.Param("number"))
	g, ok := e.Season(n)
	if err != nil || !ok || g.Key.Path() != r.Path {
		return nil, errNoPage
	}
	name := seasonName(g.Key)
	return s.renderList(r, g.Key.Path(), g.Items, listPage{
		Base:   s.base(e, "episodes", name, "The episodes of "+name+" of "+e.Show.Title+".", ""),
		Kicker: "Season, " + count(len(g.Items), "episode"), Filters: seasonFilter(e, r.Path),
		Feed: &MenuLink{Name: "Feed of this season", Path: g.Key.Path() + "/podcast.xml"},
	})
}

// renderList fills in one page of items and renders it.
func (s *Site) renderList(r *web.Request, path string, items []show.Item, data listPage) (*web.Response, error) {
	shown, pager, err := paginate(items, path, r.Page)
	if err != nil {
		return nil, err
	}
	data.Heading, data.Path = data.Title, pagePath(path, r.Page)
	if r.Page > 1 {
		data.Title += ", page " + strconv.Itoa(r.Page)
	}
	if len(items) == 0 {
		data.NoIndex = true
	}
	data.Rows, data.Pager = s.rows(r.Edition, shown), pager
	data.Before, data.After = pager.Previous, pager.Next
	return s.render("list", data)
}

func seasonName(s show.Season) string {
	if s.Name == "" {
		return "Season " + strconv.Itoa(s.Number)
	}
	return "Season " + strconv.Itoa(s.Number) + ": " + s.Name
}

// seasonFilter links the seasons when there is more than one; here is the path of the page it stands on.
func seasonFilter(e *edition.Edition, here string) []filter {
	if len(e.Seasons) < 2 {
		return nil
	}
	f := filter{Name: "Seasons"}
	for _, g := range e.Seasons {
		f.Links = append(f.Links, MenuLink{Name: seasonName(g.Key), Path: g.Key.Path(), Current: g.Key.Path() == here})
	}
	return []filter{f}
}

// topicFilter links the topics that items of the kind have, "" for any; here is the path of the page it stands on.
func topicFilter(e *edition.Edition, kind show.Kind, here string) []filter {
	f := filter{Name: "Topics"}
	for _, g := range e.Topics {
		for _, item := range g.Items {
			if kind == "" || item.ItemKind() == kind {
				f.Links = append(f.Links, MenuLink{Name: g.Key.Name, Path: g.Key.Path(), Current: g.Key.Path() == here})
				break
			}
		}
	}
	if len(f.Links) == 0 {
		return nil
	}
	return []filter{f}
}
