package site

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/web"
)

// embedFrame is templates/embed/layout.html: what any frame for other sites says.
type embedFrame struct {
	Show  *show.Show
	Title string
	Path  string // of the page that it stands for, "" when there is none
	Tag   tag
}

// embedPage is templates/embed/player.html.
type embedPage struct {
	embedFrame
	Player player
}

// embedFailurePage is templates/embed/failure.html.
type embedFailurePage struct {
	embedFrame
	Sentence string
}

// registerEmbeds mounts the player for frames of other sites, and what tells those sites of it.
func (s *Site) registerEmbeds() {
	s.server.Cached("/embed/:slug", web.ClassEmbed, s.embed, "t")
	s.server.Cached(oEmbedPath, web.ClassCompanion, s.oEmbed, "url", "format", "maxwidth", "maxheight")
}

func (s *Site) embed(_ context.Context, r *web.Request) (*web.Response, error) {
	ep, ok := r.Edition.Episode(r.Param("slug"))
	if !ok {
		return nil, errNoEpisode
	}
	return s.renderEmbed("player", embedPage{
		embedFrame: embedFrame{Show: r.Edition.Show, Title: ep.Title, Path: ep.Path(), Tag: tagOf(r.Edition.Show, ep)},
		Player:     s.framedPlayer(r.Edition, ep, start(r.Query("t"), ep.Audio.Duration)),
	})
}

var errNoEpisode = fault.New(fault.NotFound, "This episode is not here, or not here any more.")

// embedFailure is an error as a page that fits into a frame, or leads on from the player of an episode at an old address.
func (s *Site) embedFailure(r *http.Request, e *edition.Edition, status int, err error) (*web.Response, error) {
	if ep, ok := playable(e, r.URL.Path); ok && status == http.StatusNotFound {
		return s.server.Moved(embedPath(ep)+startQuery(r), http.StatusMovedPermanently), nil
	}
	return s.renderEmbed("failure", embedFailurePage{
		embedFrame: embedFrame{Show: e.Show, Title: web.Heading(status), Tag: tag{Letters: "HTTP", Number: strconv.Itoa(status)}},
		Sentence:   web.Sentence(err),
	})
}

// renderEmbed executes a page of templates/embed into a response.
func (s *Site) renderEmbed(name string, data any) (*web.Response, error) {
	body, err := s.Renderer.Execute("embed/"+name, data)
	if err != nil {
		return nil, err
	}
	return web.Page(body), nil
}

// inFrame reports whether a path of this site is shown in frames of others.
func inFrame(path string) bool { return strings.HasPrefix(path, "/embed/") }

// startQuery is the moment that an address names, so that a link to it stays one.
func startQuery(r *http.Request) string {
	if t := r.URL.Query().Get("t"); t != "" {
		return "?t=" + url.QueryEscape(t)
	}
	return ""
}
