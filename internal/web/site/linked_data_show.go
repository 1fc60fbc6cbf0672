package site

import (
	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/show"
)

// series is schema.org/PodcastSeries.
type series struct {
	work
	Feed string `json:"webFeed,omitempty"`
}

// website is schema.org/WebSite.
type website struct {
	work
	Search *searchAction `json:"potentialAction,omitempty"`
}

// searchAction is schema.org/SearchAction: where words are searched for.
type searchAction struct {
	Type   string     `json:"@type"`
	Target entryPoint `json:"target"`
	Input  string     `json:"query-input"`
}

// entryPoint is schema.org/EntryPoint.
type entryPoint struct {
	Type     string `json:"@type"`
	Template string `json:"urlTemplate"`
}

// linkedHome tells what the site is, who publishes it, how it is searched, and of the podcast if there is one.
func (s *Site) linkedHome(e *edition.Edition) *linkedData {
	site := website{work: work{
		thing:    thing{Type: "WebSite", ID: s.absolute("/#website"), URL: s.absolute("/"), Name: e.Show.Title, Description: e.Show.Description},
		Language: e.Show.Language, Publisher: s.publisher(e.Show),
	}}
	if s.Deps.Search != nil {
		site.Search = &searchAction{"SearchAction", entryPoint{"EntryPoint", s.absolute(searchPath) + "?q={words}"}, "required name=words"}
	}
	if len(e.Episodes) == 0 {
		return linked(site)
	}
	return linked(site, s.series(e.Show))
}

// linkedEpisodes tells of which podcast the list is, and where its feed is.
func (s *Site) linkedEpisodes(e *edition.Edition) *linkedData {
	return linked(series{work: work{thing: *s.seriesRef(e.Show), Language: e.Show.Language}, Feed: s.absolute(feed.PodcastPath)})
}

// publisher is the show as a house that publishes.
func (s *Site) publisher(x *show.Show) *thing {
	return &thing{Type: "Organization", URL: s.absolute("/"), Name: x.Title}
}

// seriesRef names the podcast where it is not told of at length.
func (s *Site) seriesRef(x *show.Show) *thing {
	return &thing{Type: "PodcastSeries", ID: s.absolute("/#podcast"), URL: s.absolute("/"), Name: x.Title}
}

func (s *Site) series(x *show.Show) series {
	about := *s.seriesRef(x)
	about.Description, about.Image = x.Description, s.pictures(nil, x.Cover)
	return series{
		work: work{thing: about, Language: x.Language, Author: s.creditedAll(x.Hosts), Publisher: s.publisher(x)},
		Feed: s.absolute(feed.PodcastPath),
	}
}
