package e2e

import (
	"net/http"
	"net/url"
	"strings"
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

// corePages are the pages of the core set by show; "" is the show in the binary.
var corePages = map[string][]corePage{
	"": {
		get("home", "/", browser.Home),
		get("episodes", "/episodes", browser.Reading),
		get("episode", "/episodes/david-and-willem-interview-each-other", browser.Reading),
		get("moment", "/episodes/david-and-willem-interview-each-other?t=1:00", browser.Reading),
		get("transcript", "/episodes/david-and-willem-interview-each-other/transcript", browser.Transcript),
		get("article", "/articles/convergence-cannot-be-ordered", browser.Reading),
		get("topic", "/topics/convergence", browser.Reading),
		get("about", "/about", browser.Reading),
		get("privacy", "/privacy", browser.Reading),
		get("story", "/stories/a-story", browser.Reading),
		get("subscribe", "/subscribe", browser.Reading),
		posted("subscribe-mistake", "/subscribe", "email=reader+at+example.com", http.StatusUnprocessableEntity),
		posted("subscribe-sent", "/subscribe", "email=reader@example.com", http.StatusOK),
		get("story-form", "/stories/new", browser.Reading),
		posted("story-mistakes", "/stories/new", "text=&naming=full&email=nobody", http.StatusUnprocessableEntity),
		posted("story-check", "/stories/new", storyForm+"&step=check", http.StatusOK),
		posted("story-receipt", "/stories/new", storyForm, http.StatusOK),
		get("story-mine", "/stories/mine", browser.Reading),
		{name: "not-found", path: "/nowhere", class: browser.Reading, status: http.StatusNotFound},
	},
	"plain": {
		get("home", "/", browser.Home),
		get("episode", "/episodes/what-a-bilge-pump-knows", browser.Reading),
		get("article", "/articles/on-boards", browser.Reading),
		get("person", "/people/marnie", browser.Reading),
	},
	"hard": {
		get("home", "/", browser.Home),
		get("longest", "/episodes/longest", browser.Reading),
		get("sixty-chapters", "/episodes/sixty-chapters", browser.Reading),
		get("hour", "/episodes/sixty-chapters/transcript", browser.Transcript),
		get("many-voices", "/episodes/longest/transcript", browser.Transcript),
		get("minimal", "/episodes/minimal", browser.Reading),
		get("everything", "/articles/everything", browser.Reading),
		get("one-word", "/articles/one-word", browser.Reading),
		get("season", "/seasons/1", browser.Reading),
		get("person", "/people/lukasz", browser.Reading),
		get("story", "/stories/right-to-left", browser.Reading),
		get("stories", "/stories", browser.Reading),
	},
	"one": {
		get("home", "/", browser.Home),
		get("episode", "/episodes/first", browser.Reading),
		get("stories", "/stories", browser.Reading),
	},
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
	for show, list := range corePages {
		s := (*server)(nil)
		switch show {
		case "":
			show, s = "starter", start(t, noLimits)
			s.publishStory("a-story", "A story", storyForm)
		case "hard":
			s = serveShow(t, show)
			s.publishStory("right-to-left", "المضخة التي لم تتوقف", url.Values{"text": {rightToLeft}, "naming": {"full"}, "credit": {"نادية بنت عبد الرحمن"}, "publish": {"on"}}.Encode())
		default:
			s = serveShow(t, show)
		}
		for _, p := range list {
			p.show, p.site = show, s
			pages = append(pages, p)
		}
	}
	return pages
}

// rightToLeft is a reader's story that begins from right to left and ends from left to right.
var rightToLeft = strings.Join([]string{
	"عملت المضخة ثلاثين عامًا (منذ 1986)، ولم يسأل أحد لماذا.",
	"> لا تلمسها قبل أن تفهمها.",
	"Then somebody asked, in English, and it stopped.",
}, "\n\n")

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
