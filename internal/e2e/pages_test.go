package e2e

import (
	"net/http"
	"net/url"
	"path/filepath"
	"testing"

	"insider/internal/browser"
)

// corePage is a page of the core set: one of each kind, and those at the limits of what a page can hold.
type corePage struct {
	show, name string
	path       string
	class      browser.Class
	form       string // what is posted, "" to get the page
	status     int64
	site       *server
}

func (p corePage) String() string { return p.show + "/" + p.name }

// url is the address of the page.
func (p corePage) url() string { return p.site.URL + p.path }

// get is a page that is there.
func get(name, path string, class browser.Class) corePage {
	return corePage{name: name, path: path, class: class, status: http.StatusOK}
}

// posted is the page that answers a form.
func posted(name, path, form string, status int64) corePage {
	return corePage{name: name, path: path, class: browser.Reading, form: form, status: status}
}

// coreShow is a show with its pages of the core set.
type coreShow struct {
	name  string
	serve func(t *testing.T) *server
	pages []corePage
}

var coreShows = []coreShow{
	{"starter", serveStarter, []corePage{
		get("home", "/", browser.Home),
		get("episodes", "/episodes", browser.Reading),
		get("episode", "/episodes/david-and-willem-interview-each-other", browser.Reading),
		get("moment", "/episodes/david-and-willem-interview-each-other?t=1:00", browser.Reading),
		get("transcript", "/episodes/david-and-willem-interview-each-other/transcript", browser.Transcript),
		get("embed", "/embed/david-and-willem-interview-each-other", browser.Embed),
		get("article", "/articles/convergence-cannot-be-ordered", browser.Reading),
		get("topic", "/topics/convergence", browser.Reading),
		get("about", "/about", browser.Reading),
		get("privacy", "/privacy", browser.Reading),
		get("story", "/stories/a-story", browser.Reading),
		get("search", "/search", browser.Reading),
		get("search-found", "/search?q=plant", browser.Reading),
		get("search-nothing", "/search?q=lightouse+qqqqq", browser.Reading),
		get("subscribe", "/subscribe", browser.Reading),
		posted("subscribe-mistake", "/subscribe", "email=reader+at+example.com", http.StatusUnprocessableEntity),
		posted("subscribe-sent", "/subscribe", "email=reader@example.com", http.StatusOK),
		get("story-form", "/stories/new", browser.Reading),
		posted("story-mistakes", "/stories/new", "text=&naming=full&email=nobody", http.StatusUnprocessableEntity),
		posted("story-check", "/stories/new", storyForm+"&step=check", http.StatusOK),
		posted("story-receipt", "/stories/new", storyForm, http.StatusOK),
		get("story-mine", "/stories/mine", browser.Reading),
		{name: "not-found", path: "/nowhere", class: browser.Reading, status: http.StatusNotFound},
		{name: "embed-not-found", path: "/embed/nothing", class: browser.Embed, status: http.StatusNotFound},
	}},
	{"plain", serveFolder("plain"), []corePage{
		get("home", "/", browser.Home),
		get("episode", "/episodes/what-a-bilge-pump-knows", browser.Reading),
		get("article", "/articles/on-boards", browser.Reading),
		get("person", "/people/marnie", browser.Reading),
	}},
	{"hard", serveHard, []corePage{
		get("home", "/", browser.Home),
		get("longest", "/episodes/longest", browser.Reading),
		get("sixty-chapters", "/episodes/sixty-chapters", browser.Reading),
		get("hour", "/episodes/sixty-chapters/transcript", browser.Transcript),
		get("many-voices", "/episodes/longest/transcript", browser.Transcript),
		get("minimal", "/episodes/minimal", browser.Reading),
		get("embed", "/embed/longest", browser.Embed),
		get("everything", "/articles/everything", browser.Reading),
		get("one-word", "/articles/one-word", browser.Reading),
		get("season", "/seasons/1", browser.Reading),
		get("person", "/people/lukasz", browser.Reading),
		get("search-found", "/search?q=%D8%A7%D9%84%D9%85%D8%B6%D8%AE%D8%A9+the", browser.Reading),
		get("story", "/stories/right-to-left", browser.Reading),
		get("stories", "/stories", browser.Reading),
	}},
	{"one", serveFolder("one"), []corePage{
		get("home", "/", browser.Home),
		get("episode", "/episodes/first", browser.Reading),
		get("embed", "/embed/first", browser.Embed),
		get("stories", "/stories", browser.Reading),
	}},
	{"many", serveMany, []corePage{
		get("home", "/", browser.Home),
		get("first-of-25", "/episodes", browser.Reading),
		get("middle-of-25", "/episodes?page=13", browser.Reading),
	}},
	{"broken", serveBroken, []corePage{
		posted("failure", "/subscribe", "email=reader@example.com", http.StatusInternalServerError),
	}},
}

// looks are the ways in which every page of the core set is looked at.
var looks = map[string]func(t *testing.T, pages []corePage){
	"accessibility": lookForBarriers,
	"markup":        lookAtMarkup,
	"weight":        lookAtWeight,
	"screens":       lookOnScreens,
	"media":         lookInMedia,
	"keyboard":      lookByKeyboard,
}

// TestPages looks at the core set in every way.
func TestPages(t *testing.T) {
	t.Parallel()
	pages := serveCore(t)
	for name, look := range looks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			look(t, pages)
		})
	}
}

// serveCore starts a server for each show and returns the pages of all.
func serveCore(t *testing.T) []corePage {
	t.Helper()
	var pages []corePage
	for _, show := range coreShows {
		s := show.serve(t)
		for _, p := range show.pages {
			p.show, p.site = show.name, s
			pages = append(pages, p)
		}
	}
	return pages
}

// serveStarter serves the show in the binary, with a reader's story.
func serveStarter(t *testing.T) *server {
	s := start(t, noLimits)
	s.publishStory("a-story", "A story", storyForm)
	s.searchable()
	return s
}

// serveHard serves the show at the limits, with a reader's story that begins from right to left and ends from left to right.
func serveHard(t *testing.T) *server {
	s := serveShow(t, "hard")
	s.publishStory("right-to-left", "المضخة التي لم تتوقف", url.Values{"naming": {"full"}, "credit": {"نادية بنت عبد الرحمن"}, "publish": {"on"},
		"text": {"عملت المضخة ثلاثين عامًا (منذ 1986)، ولم يسأل أحد لماذا.\n\n> لا تلمسها قبل أن تفهمها.\n\nThen somebody asked, in English, and it stopped."}}.Encode())
	s.searchable()
	return s
}

// serveMany serves a show of 25 pages of episodes.
func serveMany(t *testing.T) *server {
	dir := filepath.Join(t.TempDir(), "many")
	s := &server{t: t, Data: t.TempDir()}
	s.says(0, "wrote 500 episodes", "generate", "--episodes", "500", "--articles", "20", dir)
	return start(t, withContent(dir))
}

// serveBroken serves a site that can write no address down any more.
func serveBroken(t *testing.T) *server {
	s := serveShow(t, "one")
	if _, err := openDatabase(t, s.Data).Exec("ALTER TABLE subscribers RENAME TO gone"); err != nil {
		t.Fatal(err)
	}
	return s
}

// serveFolder returns what serves one of the shows as it is.
func serveFolder(name string) func(t *testing.T) *server {
	return func(t *testing.T) *server { return serveShow(t, name) }
}

// visit opens a page in the tab.
func (p *tab) visit(page corePage) {
	p.t.Helper()
	ctx, cancel := p.limited()
	defer cancel()
	status, err := browser.Visit(ctx, page.url(), page.form)
	if err != nil || status != page.status {
		p.t.Fatalf("%s: %d, %v", page, status, err)
	}
}
