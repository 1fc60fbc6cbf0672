// Package site holds the public pages, feeds, media and forms of a show: one file per noun.
//
// It owns what readers see and where: page structs, routes and their classes. It does not own rules: what is public is
// edition's, sending is newsletter's and story's, HTTP itself is web's.
package site

import (
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/limit"
	"insider/internal/related"
	"insider/internal/trace"
	"insider/internal/web"
)

// Deps is what the site needs from the rest of the house. A file that needs more adds its own field.
type Deps struct {
	Editions *edition.Holder
	Renderer *web.Renderer
	Assets   *web.Assets
	Base     *url.URL // the public address; may have a path
	Clock    func() time.Time
	Log      *slog.Logger
	Feeds    *feed.Builder // shared, so that items of the podcast are written once; nil: one of its own

	List      List        // the newsletter's list; nil: no subscribing
	LinkGate  *limit.Gate // how many wrong links of its mails may be tried; needed with List
	TakesMail bool        // mail is set up, so forms may take addresses
	MailSlow  func() bool // mail goes out late just now, for everybody; nil: never

	Search Search // nil: no search

	Traces *trace.Keeper // who speaks when in episodes; nil: worked out anew each time

	Inbox     Inbox       // readers' stories; nil: no sending
	StoryGate *limit.Gate // how many stories may come; needed with Inbox
	CodeGate  *limit.Gate // how often codes of words may be tried; needed with Inbox

	Practice  Practice
	Downloads Downloads // takes which feeds were fetched, to be counted; nil: nothing is counted
}

// Site is the public side of the program. It is safe for concurrent use.
type Site struct {
	Deps
	server *web.Server
	finder *related.Finder
}

// New returns a site over deps.
func New(deps Deps) *Site { return &Site{Deps: deps, finder: related.New()} }

// Register mounts every public route and the pages for errors.
func (s *Site) Register(server *web.Server) {
	s.server = server
	s.registerPages(server)
	s.registerFeeds()
	s.registerCompanions()
	s.registerEmbeds()
	if s.Deps.Search != nil {
		s.registerSearch()
	}
	s.registerRobots()
	if s.List != nil {
		s.registerSubscribe()
	}
	if s.Inbox != nil {
		s.registerStoryForms()
	}
}

// registerPages mounts the reading pages.
func (s *Site) registerPages(server *web.Server) {
	page := func(path string, build web.Build, params ...string) {
		server.Cached(path, web.ClassPage, build, params...)
	}
	page("/", s.home)
	page("/episodes", s.episodes)
	page("/episodes/:slug", s.episode, "t")
	page("/episodes/:slug/transcript", s.transcript)
	page("/articles", s.articles)
	page("/articles/:slug", s.article)
	page("/stories", s.stories)
	page("/stories/:slug", s.story)
	page("/topics/:topic", s.topic)
	page("/seasons/:number", s.season)
	page("/people/:slug", s.person)
	page("/:page", s.page)
	server.OnError(s.failure)
}

// render executes a page of templates/site into a response.
func (s *Site) render(name string, data any) (*web.Response, error) {
	body, err := s.Renderer.Execute("site/"+name, data)
	if err != nil {
		return nil, err
	}
	return web.Page(body), nil
}

// reply renders a page of templates/site and writes it uncached: for forms and their results.
func (s *Site) reply(w http.ResponseWriter, r *http.Request, status int, name string, data any) error {
	response, err := s.render(name, data)
	if err != nil {
		return err
	}
	response.Status = status
	return s.server.Write(w, r, web.ClassForm, response)
}
