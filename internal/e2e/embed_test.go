package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	target "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"insider/internal/browser"
)

// host is a site of somebody else, whose one page has this body. It answers at another port, so it is another origin.
func host(t *testing.T, body string) string {
	t.Helper()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, `<!doctype html><link rel="icon" href="data:,"><title>Elsewhere</title><body>`+body)
	}))
	t.Cleanup(site.Close)
	return strings.Replace(site.URL, "127.0.0.1", "localhost", 1)
}

// frame is the inside of the only frame of the page in a tab.
type frame struct {
	*tab
	world runtime.ExecutionContextID
}

// framed waits until the only frame of the page has an element, and goes inside.
func (p *tab) framed(selector string) frame {
	p.t.Helper()
	f := frame{tab: p}
	eventually(p.t, patience, "the frame has "+selector, func() bool {
		if f.enter() != nil {
			return false
		}
		found, err := tryInside[bool](f, "Boolean(document.querySelector("+quoted(selector)+"))")
		return found && err == nil // an error: the frame has just gone on to its page
	})
	return f
}

// enter makes a world for scripts of the test inside the frame.
func (f *frame) enter() error {
	ctx, cancel := f.limited()
	defer cancel()
	tree, err := chromedp.Call(ctx, target.GetFrameTree, cdp.Empty{})
	if err != nil || len(tree.FrameTree.ChildFrames) != 1 {
		return fmt.Errorf("%v, no frame", err)
	}
	made, err := chromedp.Call(ctx, target.CreateIsolatedWorld, target.CreateIsolatedWorldParams{FrameID: tree.FrameTree.ChildFrames[0].Frame.ID})
	f.world = made.ExecutionContextID
	return err
}

// tryInside is the value of a JavaScript expression inside a frame.
func tryInside[T any](f frame, expression string) (T, error) {
	ctx, cancel := f.limited()
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, func(params *runtime.EvaluateParams) { params.ContextID = f.world }))
}

// insideOf is tryInside where an error ends the test.
func insideOf[T any](f frame, expression string) T {
	f.t.Helper()
	v, err := tryInside[T](f, expression)
	if err != nil {
		f.t.Fatalf("inside the frame: %v", err)
	}
	return v
}

// wait waits until a JavaScript expression is true inside the frame.
func (f frame) wait(what, expression string) {
	f.t.Helper()
	eventually(f.t, patience, what, func() bool { return insideOf[bool](f, "Boolean("+expression+")") })
}

// press clicks the middle of an element inside the frame, as a mouse does.
func (f frame) press(selector string) {
	f.t.Helper()
	at := insideOf[[]float64](f, fmt.Sprintf(`(({ left, top, width, height }) => [left + width / 2, top + height / 2])(document.querySelector(%s).getBoundingClientRect())`, quoted(selector)))
	corner := eval[[]float64](f.tab, `(({ left, top }) => [left, top])(document.querySelector("iframe").getBoundingClientRect())`)
	f.act(chromedp.MouseClickXY(corner[0]+at[0], corner[1]+at[1]))
}

func quoted(text string) string {
	data, _ := json.Marshal(text) // a string always encodes
	return string(data)
}

// TestBrowserPlaysInAFrameOfAnotherSite does what an author elsewhere does: it finds the player of an episode by its address, puts it
// into a page, and presses play.
func TestBrowserPlaysInAFrameOfAnotherSite(t *testing.T) {
	t.Parallel()
	s, p := start(t, withRoot("/show")), browse(t)
	w := p.watch()
	p.open(host(t, `<h1>An article elsewhere</h1><p id="here"></p>`))
	p.size(800, 600)
	discovery := s.get(special).Body
	_, discovery, _ = strings.Cut(discovery, `type="application/json+oembed"`)
	_, discovery, _ = strings.Cut(discovery, `href="`)
	discovery, _, _ = strings.Cut(discovery, `"`)
	code := promised[string](p, fmt.Sprintf(`fetch(%s).then((answer) => answer.json()).then((o) => (document.querySelector("#here").innerHTML = o.html))`, quoted(discovery)))
	if !strings.Contains(code, `src="`+s.URL+`/embed/`) {
		t.Fatalf("from %s came %s", discovery, code)
	}
	f := p.framed(".controls")
	f.wait("the controls are there", `document.querySelector(".controls").checkVisibility({ visibilityProperty: true })`)
	f.wait("the script is there", `document.querySelector("[name=speed]").length > 0`)
	f.press(".transport .play")
	f.wait("sound is heard", sound+".currentTime > .5 && !"+sound+".paused")
	f.press("[data-do=link]")
	f.wait("the link is copied, or shown", `document.querySelector("body > [role=status]").textContent.includes("copied")`)
	if kept := insideOf[int](f, "localStorage.length"); kept != 0 {
		t.Errorf("the frame keeps %d things", kept)
	}
	if cookies := value(p, cookiesOf(s.URL+"/embed/")); len(cookies) != 0 {
		t.Errorf("the frame has %d cookies", len(cookies))
	}
	f.press("h1 a")
	eventually(t, patience, "the episode opens beside the page", func() bool {
		ctx, cancel := p.limited()
		defer cancel()
		tabs, err := chromedp.Targets(ctx)
		for _, other := range tabs {
			if err == nil && other.URL == s.URL+special {
				return true
			}
		}
		return false
	})
	said, asked := w.taken()
	if len(said) > 0 {
		t.Errorf("the browser complains: %q", said)
	}
	for _, address := range asked {
		if u, err := url.Parse(address); err != nil || u.Hostname() != "localhost" && u.Scheme != "data" {
			t.Errorf("the frame asks %s", address)
		}
	}
}

// embedPages are the players at the limits of what they hold, and what stands in the place of one that is not there.
func embedPages(t *testing.T) []corePage {
	t.Helper()
	s := serveShow(t, "hard")
	var pages []corePage
	for name, status := range map[string]int64{"longest": 200, "longest?t=20:00": 200, "sixty-chapters": 200, "minimal": 200, "nothing": 404} {
		pages = append(pages, corePage{show: "hard", name: "embed " + name, path: "/embed/" + name, class: browser.Embed, status: status, site: s})
	}
	return pages
}

// TestFramesHoldTheirPlayer shows players in small frames, with and without script: nothing has to be scrolled, and what is needed
// to play is to be seen.
func TestFramesHoldTheirPlayer(t *testing.T) {
	t.Parallel()
	pages := embedPages(t)
	p := browse(t)
	for _, scripts := range []bool{true, false} {
		p.scripts(scripts)
		for _, page := range pages {
			for _, width := range []int64{300, 600} {
				lookAtFrame(p, page, width, scripts)
			}
		}
	}
	p.scripts(true)
	p.size(300, 180)
	for what, path := range map[string]string{"error": "/embed/longest", "finished": "/embed/minimal"} {
		p.open(pages[0].site.URL + path)
		p.press(".transport .play")
		p.wait("the player is "+what, fmt.Sprintf(`document.querySelector(".player").dataset.state === %q`, what))
		p.fits(what, 300)
	}
}

// fits expects that nothing has to be scrolled in a frame.
func (p *tab) fits(where string, width int64) {
	p.t.Helper()
	size := eval[[]int64](p, "[document.documentElement.scrollWidth, document.documentElement.scrollHeight, document.body.scrollHeight - document.body.clientHeight]")
	if size[0] > width || size[1] > 180 || size[2] > 0 {
		p.t.Errorf("%s: %v has to be scrolled", where, size)
	}
}

func lookAtFrame(p *tab, page corePage, width int64, scripts bool) {
	p.t.Helper()
	p.size(width, 180)
	p.visit(page)
	where := fmt.Sprintf("%s, %d px, script %v", page, width, scripts)
	p.fits(where, width)
	needed := "h1, .sentence"
	if page.status == http.StatusOK {
		needed = "h1, .native audio"
		if scripts {
			needed = "h1, .track, .play, [data-do=back], [data-do=on]"
		}
	}
	p.wait(where+": all that is needed is to be seen", fmt.Sprintf(`[...document.querySelectorAll(%s)].every((e) => {
		const { left, top, right, bottom } = e.getBoundingClientRect();
		return e.checkVisibility({ visibilityProperty: true }) && right - left > 40 && bottom - top > 15 && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
	})`, quoted(needed)))
	for _, scheme := range []string{"light", "dark"} {
		p.prefer(scheme)
		p.picture(fmt.Sprintf("embed-%s-%d-%s-%v", strings.NewReplacer("?t=", "-", ":", "", "embed ", "").Replace(page.name), width, scheme, scripts))
	}
}

// atClipboard stands in for what only people allow: the clipboard and the system's sheet.
const atClipboard = `Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } });
	navigator.share = async (what) => { window.shared = what; };`

// TestBrowserShares copies links, the feed and the code of the player, and opens the system's sheet.
func TestBrowserShares(t *testing.T) {
	t.Parallel()
	s, p := start(t, withRoot("/show")), browse(t)
	p.atStart(atClipboard)
	p.quiet()
	p.size(1280, 900)
	p.open(s.URL + special)
	for label, want := range map[string]string{"Link": s.URL + special, "Feed link": s.URL + "/podcast.xml", "Embed code": `<iframe src="` + s.URL + "/embed/"} {
		p.run(`document.querySelector("details.embed").open = true`)
		p.run(fmt.Sprintf(`[...document.querySelectorAll("[data-copy]")].find((b) => b.textContent === "Copy %s").click()`, strings.ToLower(label[:1])+label[1:]))
		p.waitSaid(label + " copied")
		if got := eval[string](p, "window.copied"); !strings.HasPrefix(got, want) {
			t.Errorf("%s is %s", label, got)
		}
	}
	p.run(`document.querySelector("[data-share]").click()`)
	if got := eval[string](p, "window.shared.url"); got != s.URL+special {
		t.Errorf("shared %s", got)
	}
	if n := eval[int](p, `document.querySelectorAll("body > [role=status]").length`); n != 1 {
		t.Errorf("%d live regions", n)
	}
	p.scripts(false)
	p.open(s.URL + special)
	if eval[bool](p, `[...document.querySelectorAll("[data-copy], [data-share]")].some((b) => b.checkVisibility())`) {
		t.Error("buttons that need a script are shown without")
	}
	if !eval[bool](p, `document.querySelector(".share [rel=bookmark]").checkVisibility()`) {
		t.Error("no link to the page without script")
	}
}
