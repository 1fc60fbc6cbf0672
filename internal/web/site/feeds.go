package site

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/feed"
	"insider/internal/show"
	"insider/internal/web"
)

const (
	typeRSS  = "application/rss+xml; charset=utf-8"
	typeAtom = "application/atom+xml; charset=utf-8"
	typeJSON = "application/feed+json; charset=utf-8"
)

// registerFeeds mounts the podcast and the blog as feeds, whole and by topic, season and person.
func (s *Site) registerFeeds() {
	if s.Feeds == nil {
		s.Feeds = feed.NewBuilder(s.Base)
	}
	whole := func(path, mime string, kinds []show.Kind, build func(*edition.Edition) ([]byte, error)) {
		s.feed(path, mime, kinds, func(r *web.Request) ([]byte, error) { return build(r.Edition) })
	}
	part := func(path, param string, build func(*edition.Edition, string) ([]byte, error)) {
		s.feed(path, typeRSS, feed.LogKinds, func(r *web.Request) ([]byte, error) { return build(r.Edition, r.Param(param)) })
	}
	paged := func(path string, build func(*web.Request) ([]byte, error)) {
		s.feed(path, typeRSS, feed.PodcastKinds, build)
	}
	paged(feed.PodcastPath, func(r *web.Request) ([]byte, error) { return s.Feeds.PodcastPage(r.Edition, r.Page) })
	paged("/topics/:topic/podcast.xml", func(r *web.Request) ([]byte, error) {
		return s.Feeds.TopicPodcast(r.Edition, r.Param("topic"), r.Page)
	})
	paged("/seasons/:number/podcast.xml", s.seasonPodcast)
	whole("/feed.xml", typeRSS, feed.BlogKinds, s.Feeds.RSS)
	whole("/feed.atom", typeAtom, feed.BlogKinds, s.Feeds.Atom)
	whole("/feed.json", typeJSON, feed.BlogKinds, s.Feeds.JSON)
	part("/topics/:topic/feed.xml", "topic", s.Feeds.TopicRSS)
	part("/people/:slug/feed.xml", "slug", s.Feeds.PersonRSS)
}

// feed mounts one feed. Its Last-Modified is the last change of anything it shows, not of its making.
func (s *Site) feed(path, mime string, kinds []show.Kind, build func(*web.Request) ([]byte, error)) {
	s.server.Cached(path, web.ClassFeed, func(_ context.Context, r *web.Request) (*web.Response, error) {
		if to := feed.MovedTo(s.Base, r.Edition.Show); path == feed.PodcastPath && to != "" {
			return &web.Response{Status: http.StatusMovedPermanently, Header: http.Header{"Location": {to}}}, nil
		}
		body, err := build(r)
		if fault.Is(err, fault.NotFound) {
			return nil, errNoPage
		}
		if err != nil {
			return nil, err
		}
		response := &web.Response{Type: mime, Body: body, Modified: r.Edition.Modified(kinds...)}
		if path == feed.PodcastPath && r.Page == 1 {
			response.Header = s.discovery(r.Edition.Show)
		}
		return response, nil
	})
	if s.Downloads != nil {
		s.server.Observe(path, s.readFeed)
	}
}

// discovery says in headers, as WebSub asks, which hubs are told of changes of the podcast and what its own address is.
func (s *Site) discovery(x *show.Show) http.Header {
	if len(x.Hubs) == 0 {
		return nil
	}
	links := make([]string, 0, len(x.Hubs)+1)
	for _, hub := range x.Hubs {
		links = append(links, "<"+hub+`>; rel="hub"`)
	}
	return http.Header{"Link": append(links, "<"+strings.TrimRight(s.Base.String(), "/")+feed.PodcastPath+`>; rel="self"`)}
}

func (s *Site) seasonPodcast(r *web.Request) ([]byte, error) {
	number := r.Param("number")
	n, err := strconv.Atoi(number)
	if err != nil || strconv.Itoa(n) != number {
		return nil, fault.New(fault.NotFound, "There is no season with this number.")
	}
	return s.Feeds.SeasonPodcast(r.Edition, n, r.Page)
}
