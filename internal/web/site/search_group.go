package site

import (
	"insider/internal/edition"
	"insider/internal/search"
	"insider/internal/show"
	"insider/internal/web"
)

// searchGroup is what was found of one kind.
type searchGroup struct {
	Kind  show.Kind
	Name  string
	Count string
	Hits  []searchHit
	Talks []searchTalk
	All   *MenuLink // the page with more of them, nil when all are listed
}

// searchHit is a document that matches.
type searchHit struct {
	row
	Initials string // in place of a tag, for people
	Pen      int
	Dated    bool
	Title    []search.Segment
	Excerpt  []search.Segment
	Names    []search.Segment
}

// searchTalk is an episode in which the words are said.
type searchTalk struct {
	row
	Moments []searchMoment
	More    *MenuLink // its whole transcript, when more is said there
}

// searchMoment is where they are said.
type searchMoment struct {
	Clock, Path string
	Speaker     string
	Text        []search.Segment
}

// kindNames is what the kinds of results are called.
var kindNames = map[show.Kind]struct{ many, one, more string }{
	show.Episodes:      {"Episodes", "Episode", "More episodes"},
	search.Transcripts: {"In the transcripts", "Transcript", "More moments"},
	show.Articles:      {"Articles", "Article", "More articles"},
	show.Stories:       {"Stories", "Story", "More stories"},
	show.People:        {"People", "Person", "More people"},
	show.Pages:         {"Pages", "Page", "More pages"},
}

func (s *Site) searchGroup(e *edition.Edition, g search.Group, found *search.Results) searchGroup {
	out := searchGroup{Kind: g.Kind, Name: kindNames[g.Kind].many, Count: thousands(g.Total)}
	if g.More {
		out.Count = "more than " + out.Count
	}
	listed := len(g.Hits)
	for _, h := range g.Hits {
		out.Hits = append(out.Hits, s.searchHit(e, h))
	}
	for _, t := range g.Talks {
		out.Talks = append(out.Talks, s.searchTalk(e, t))
		listed += len(t.Moments)
	}
	if listed < g.Total && found.Only == "" {
		out.All = &MenuLink{Name: kindNames[g.Kind].more, Path: searchLink(found.Query.Text, g.Kind)}
	}
	return out
}

func (s *Site) searchHit(e *edition.Edition, h search.Hit) searchHit {
	out := searchHit{Title: h.Title, Excerpt: h.Excerpt, Names: h.Names}
	if h.Item != nil {
		out.row, out.Dated = *s.row(e, h.Item), true
		return out
	}
	out.Path = h.Path
	if p := h.Person; p != nil {
		out.Initials, out.Pen = initials(p.Name), pen(e.Show, p)
	}
	return out
}

func (s *Site) searchTalk(e *edition.Edition, t *search.Talk) searchTalk {
	ep := t.Episode
	out := searchTalk{row: *s.row(e, ep)}
	for _, m := range t.Moments {
		out.Moments = append(out.Moments, searchMoment{Clock: web.Clock(m.At), Path: startPath(ep, m.At), Speaker: ep.Speaker(m.Speaker), Text: m.Text})
	}
	if more := t.Total - len(t.Moments); more > 0 {
		out.More = &MenuLink{Name: count(more, "more moment") + " in this episode", Path: ep.TranscriptPath()}
	}
	return out
}
