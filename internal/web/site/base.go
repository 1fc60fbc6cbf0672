package site

import (
	"net/url"

	"insider/internal/edition"
	"insider/internal/show"
)

// Base is what layout.html and the parts need of every page. A page struct embeds it.
type Base struct {
	Show        *show.Show
	Title       string // without the show's title, which layout adds; "" on the home page
	Description string // plain text for search engines and shared links
	Path        string // canonical path on this site with its page number, "" when the page has no address worth keeping
	Section     string // first segment of the navigation link to mark, e.g. "episodes"
	NoIndex     bool
	Failed      bool   // the title begins with "Error:"
	Flash       string // one sentence above the page, "" for none
	Locale      string // og:locale, "" when it is not known
	OpenGraph   openGraph
	Linked      *linkedData // nil when there is nothing to tell
	Embed       *embedding  // nil where nothing plays
	Card        *socialCard
	Image       *show.Image // stands for the page in place of its card; nil: the card does
	Before      string      // path of the page before this one in a series, "" for none
	After       string      // path of the page after it
	Drafts      bool        // drafts are shown: say so above every page
	Menu        []MenuLink
	Feeds       []FeedLink
	Footer      Footer
	Subscribe   subscribeForm
}

// MenuLink is one word of the navigation.
type MenuLink struct {
	Name, Path string
	Current    bool
}

// FeedLink is one feed for discovery in the head.
type FeedLink struct{ Type, Title, Path string }

// Footer is what the end of every page offers.
type Footer struct {
	Listen  []MenuLink // beside the show's applications
	Read    []MenuLink
	Take    []MenuLink
	Contact string // href of the show's contact, "" when there is none
	Privacy string // one line, computed from what the pages really load and count
}

// base returns the frame of a page. section marks the navigation; path is the canonical path or "".
func (s *Site) base(e *edition.Edition, section, title, description, path string) Base {
	if description == "" {
		description = e.Show.Description
	}
	return Base{
		Show: e.Show, Title: title, Description: description, Path: path, Section: section,
		Card: s.card(e, nil), Locale: locale(e.Show.Language), Drafts: e.Drafts,
		Menu: s.menu(e, section), Feeds: discovery(e), Footer: footer(e, s.Downloads != nil),
		Subscribe: s.subscribeForm(e),
	}
}

// form returns the frame of a page with a form or its result: it has no canonical path and stays out of search engines.
func (s *Site) form(title string) Base {
	b := s.base(s.Editions.Current(), "", title, "", "")
	b.NoIndex = true
	return b
}

// menu names only what exists, in the order of the design, then the pages that ask for a word, then the search.
func (s *Site) menu(e *edition.Edition, section string) []MenuLink {
	var links []MenuLink
	add := func(name, path string) {
		links = append(links, MenuLink{Name: name, Path: path, Current: "/"+section == path})
	}
	if len(e.Episodes) > 0 {
		add("Episodes", "/episodes")
	}
	if len(e.Articles) > 0 {
		add("Articles", "/articles")
	}
	if len(e.Stories) > 0 {
		add("Stories", "/stories")
	}
	for _, p := range e.Pages {
		if p.Menu != "" {
			add(p.Menu, p.Path())
		}
	}
	if s.Deps.Search != nil {
		add("Search", searchPath)
	}
	return links
}

// discovery lists the feeds that hold something.
func discovery(e *edition.Edition) []FeedLink {
	var feeds []FeedLink
	if len(e.Episodes) > 0 {
		feeds = append(feeds, FeedLink{"application/rss+xml", e.Show.Title + ", podcast", "/podcast.xml"})
	}
	if len(e.Articles)+len(e.Stories) > 0 {
		feeds = append(feeds,
			FeedLink{"application/rss+xml", e.Show.Title + ", articles and stories", "/feed.xml"},
			FeedLink{"application/atom+xml", e.Show.Title + ", articles and stories (Atom)", "/feed.atom"},
			FeedLink{"application/feed+json", e.Show.Title + ", articles and stories (JSON)", "/feed.json"})
	}
	return feeds
}

// withFeed puts the feed of a topic or a person before those of the whole show, and returns the link to it.
func (b *Base) withFeed(name, page string) *MenuLink {
	path := page + "/feed.xml"
	b.Feeds = append([]FeedLink{{"application/rss+xml", b.Show.Title + ": " + b.Title, path}}, b.Feeds...)
	return &MenuLink{Name: name, Path: path}
}

// footer collects the columns under the page.
func footer(e *edition.Edition, counted bool) Footer {
	f := Footer{Contact: contact(e.Show.Contact), Privacy: privacyLine(e, counted)}
	if len(e.Episodes) > 0 {
		f.Listen = []MenuLink{{Name: "All episodes", Path: "/episodes"}, {Name: "Podcast feed", Path: "/podcast.xml"}}
	}
	if len(e.Articles) > 0 {
		f.Read = append(f.Read, MenuLink{Name: "All articles", Path: "/articles"})
	}
	if len(e.Stories) > 0 {
		f.Read = append(f.Read, MenuLink{Name: "Readers’ stories", Path: "/stories"})
	}
	if len(e.Articles)+len(e.Stories) > 0 {
		f.Read = append(f.Read, MenuLink{Name: "Article feed", Path: "/feed.xml"})
	}
	f.Take = []MenuLink{{Name: "Send your story", Path: "/stories/new"}, {Name: "Subscribe", Path: "/subscribe"}}
	f.Take = append(f.Take, MenuLink{Name: privacyOf(e).Title, Path: privacyPath})
	return f
}

// contact turns the show's contact, a mail address or an address of the web, into a link.
func contact(c string) string {
	if u, err := url.Parse(c); c == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http" || u.Scheme == "mailto") {
		return c
	}
	return "mailto:" + c
}
