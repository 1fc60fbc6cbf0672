package site

import (
	"context"
	"slices"
	"strings"

	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

// homeRows is how many lines of the log the home page shows.
const homeRows = 5

// heroChapters is how many chapters stand beside the latest episode.
const heroChapters = 5

// homePage is templates/site/home.html.
type homePage struct {
	Base
	Hero  *hero
	Rows  []row
	Lists []MenuLink
	Band  *band
	Hosts []host
}

// hero is the newest episode, or the newest item of a show without episodes.
type hero struct {
	row
	Kicker   string // "Latest episode"
	Length   string // "48 minutes"
	Playable bool
	Below    *MenuLink // to what stands below the player; nil for nothing
	Chapters []chapterRow
	Chart    *chart
}

// band is the newest story of a reader, quoted.
type band struct {
	row
	Credit string
	Count  int
}

// host is a host with the pen that is theirs.
type host struct {
	Name, Path, Lead string
	Pen              int // 1, 2, or 0 for the third and later
}

func (s *Site) home(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	var err error
	data := homePage{Base: s.base(e, "", "", "", "/"), Lists: lists(e), Hosts: hostsOf(e.Show)}
	data.Linked = s.linkedHome(e)
	first := newest(e)
	if first != nil {
		if data.Hero, err = s.hero(e, first); err != nil {
			return nil, err
		}
	}
	others := slices.DeleteFunc(slices.Clone(e.Log[:min(homeRows+1, len(e.Log))]), func(i show.Item) bool { return i == first })
	data.Rows = s.rows(e, others[:min(homeRows, len(others))])
	if len(e.Stories) > 0 {
		story := e.Stories[0]
		data.Band = &band{row: s.rows(e, []show.Item{story})[0], Credit: story.Credit, Count: len(e.Stories)}
	}
	return s.render("home", data)
}

// newest returns the newest episode, else the newest item, else nil.
func newest(e *edition.Edition) show.Item {
	if len(e.Episodes) > 0 {
		return e.Episodes[0]
	}
	if len(e.Log) > 0 {
		return e.Log[0]
	}
	return nil
}

func (s *Site) hero(e *edition.Edition, item show.Item) (*hero, error) {
	var err error
	h := &hero{row: s.rows(e, []show.Item{item})[0]}
	switch x := item.(type) {
	case *show.Episode:
		h.Kicker, h.Length, h.Playable = "Latest episode", minutes(x.Audio.Duration), true
		h.Below, err = below(x)
		chapters := chapterRows(x)
		h.Chapters = chapters[:min(heroChapters, len(chapters))]
		h.Chart = s.chart(e.Show, x)
	case *show.Article:
		h.Kicker, h.Length = "Latest article", h.Note
	case *show.Story:
		h.Kicker, h.Length = "Latest story", "sent in by a reader"
	}
	return h, err
}

// below names what there is to read on the page of an episode.
func below(ep *show.Episode) (*MenuLink, error) {
	notes, err := document(ep.Notes)
	switch {
	case notes != "" && len(ep.Transcripts) > 0:
		return &MenuLink{Name: "Notes and transcript", Path: "#notes"}, err
	case notes != "":
		return &MenuLink{Name: "Show notes", Path: "#notes"}, err
	case len(ep.Transcripts) > 0:
		return &MenuLink{Name: "Transcript", Path: "#transcript"}, err
	}
	return nil, err
}

// lists names the lists that hold something, for the buttons under the log.
func lists(e *edition.Edition) []MenuLink {
	var out []MenuLink
	for _, x := range []struct {
		n          int
		name, path string
	}{{len(e.Episodes), "All episodes", "/episodes"}, {len(e.Articles), "All articles", "/articles"}, {len(e.Stories), "All stories", "/stories"}} {
		if x.n > 0 {
			out = append(out, MenuLink{Name: x.name, Path: x.path})
		}
	}
	return out
}

// hostsOf returns the show's hosts in pen order. A bio that cannot be read leaves only the name.
func hostsOf(s *show.Show) []host {
	out := make([]host, len(s.Hosts))
	for i, p := range s.Hosts {
		out[i] = host{Name: p.Name, Path: p.Path(), Lead: firstBlock(p.Bio), Pen: pen(s, p)}
	}
	return out
}

// pen returns the pen of a person: 1 or 2 for the first two hosts, else 0.
func pen(s *show.Show, p *show.Person) int {
	i := slices.IndexFunc(s.Hosts, func(h *show.Person) bool { return h.Slug == p.Slug })
	if i > 1 {
		return 0
	}
	return i + 1
}

// firstBlock returns the first paragraph of a text without markup.
func firstBlock(t show.Text) string {
	if t == nil {
		return ""
	}
	d, err := t.Document()
	if err != nil {
		return ""
	}
	block, _, _ := strings.Cut(strings.TrimSpace(d.Plain), "\n\n")
	return block
}
