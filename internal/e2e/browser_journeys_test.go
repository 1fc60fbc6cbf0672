package e2e

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// witness sees what pages complain about and ask for.
type witness struct {
	mu    sync.Mutex
	said  []string // console, exceptions, violated policies
	asked []string // addresses
}

// watch begins to record.
func (p *tab) watch() *witness {
	p.t.Helper()
	w := &witness{}
	err := chromedp.Listen(p.ctx, func(event any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			w.said = append(w.said, fmt.Sprintf("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
		case *runtime.EventConsoleAPICalled:
			w.said = append(w.said, fmt.Sprintf("console.%s", e.Type))
		case *runtime.EventExceptionThrown:
			w.said = append(w.said, "exception: "+e.ExceptionDetails.Text)
		case *network.EventRequestWillBeSent:
			w.asked = append(w.asked, e.Request.URL)
		}
	})
	if err != nil {
		p.t.Fatal(err)
	}
	call(p, network.Enable.Method, func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
		return err
	})
	return w
}

// taken returns what was recorded since it was last taken.
func (w *witness) taken() (said, asked []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	said, asked = w.said, w.asked
	w.said, w.asked = nil, nil
	return said, asked
}

// mustBeClean expects no complaint and no request to another host.
func (w *witness) mustBeClean(t *testing.T, base, where string) {
	t.Helper()
	said, asked := w.taken()
	for _, line := range said {
		t.Errorf("%s: %s", where, line)
	}
	for _, url := range asked {
		if !strings.HasPrefix(url, base) && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "about:") {
			t.Errorf("%s asks for %s", where, url)
		}
	}
}

// call runs a command of the browser.
func call(p *tab, what string, f func(ctx context.Context) error) {
	p.t.Helper()
	ctx, cancel := p.limited()
	defer cancel()
	if err := f(ctx); err != nil {
		p.t.Fatalf("browser: %s: %v", what, err)
	}
}

// submit presses something that leads to another page, waits for it and returns its status.
func (p *tab) submit(selector string) (status int64) {
	p.t.Helper()
	call(p, "press "+selector, func(ctx context.Context) error {
		answer, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector)))
		if err == nil && answer != nil {
			status = answer.Status
		}
		return err
	})
	return status
}

// scripts lets pages run scripts, or not.
func (p *tab) scripts(on bool) {
	p.t.Helper()
	call(p, "scripts", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	})
}

// key presses a key.
func (p *tab) key(keys string) { p.t.Helper(); p.act(chromedp.KeyEvent(keys)) }

// publishStory puts a story on the site and returns the desk that did.
func (s *server) publishStory(slug, title, form string) desk {
	s.t.Helper()
	number, _ := s.sendStory(form)
	d := s.desk()
	var n int
	if _, err := fmt.Sscan(number, &n); err != nil {
		s.t.Fatal(err)
	}
	d.act(n, "accept")
	d.act(n, "name", "title", title, "slug", slug)
	d.act(n, "publish")
	eventually(s.t, patience, "the story is public", func() bool { return s.get("/stories/"+slug).Status == http.StatusOK })
	return d
}

// TestBrowserFindsNothingToComplainAbout opens every page of the show and of the desk on a small screen: no error in the console,
// no violated policy, no request to anybody else, no cookie for readers, nothing wider than the screen, and the skip link first.
func TestBrowserFindsNothingToComplainAbout(t *testing.T) {
	t.Parallel()
	s := start(t)
	d := s.publishStory("a-story", "A story", storyForm)
	p := browse(t)
	p.size(320, 640)
	w := p.watch()
	visit := func(path string) {
		t.Helper()
		p.open(s.URL + path)
		if width := eval[float64](p, "document.documentElement.scrollWidth"); width > 320 {
			t.Errorf("%s is %v pixels wide on a screen of 320", path, width)
		}
		p.key(kb.Tab)
		if first := eval[string](p, "document.activeElement.className"); first != "skip" {
			t.Errorf("%s: the first key leads to %q", path, first)
		}
		p.key(kb.Enter)
		p.wait("the focus is on the content of "+path, `document.activeElement.id === "main" || location.hash === "#main"`)
		w.mustBeClean(t, s.URL, path)
	}
	paths := []string{"/subscribe", "/stories/new", "/stories/mine", "/desk/sign-in"}
	for path := range s.walk() {
		if a := s.get(path); strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") && !strings.HasSuffix(path, ".html") {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		visit(path)
	}
	if cookies := value(p, cookiesOf(s.URL)); len(cookies) != 0 {
		t.Errorf("a reader has %d cookies", len(cookies))
	}
	p.carry(s, d.cookie)
	for _, path := range []string{"/desk", "/desk/stories/1", "/desk/readers", "/desk/mail", "/desk/content", "/desk/feed", "/desk/settings"} {
		visit(path)
	}
	// The witness sees: a page that breaks its policy is told.
	p.act(chromedp.Evaluate[chromedp.Void](`document.body.setAttribute("style", "color: red"), undefined`))
	eventually(t, patience, "a violated policy is seen", func() bool {
		said, _ := w.taken()
		return strings.Contains(strings.Join(said, " "), "Content Security Policy")
	})
}

// carry gives the tab the session of an editor.
func (p *tab) carry(s *server, cookie string) {
	p.t.Helper()
	name, value, _ := strings.Cut(cookie, "=")
	call(p, "set the session", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: s.URL})
		return err
	})
}

// cookiesOf returns the cookies that would be sent to an address.
func cookiesOf(url string) chromedp.Action[[]*network.Cookie] {
	return func(ctx context.Context, _ *chromedp.Target) ([]*network.Cookie, error) {
		result, err := chromedp.Call(ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{url}})
		return result.Cookies, err
	}
}

// withAndWithoutScript runs a journey twice.
func withAndWithoutScript(t *testing.T, journey func(t *testing.T, s *server, p *tab)) {
	t.Parallel()
	for name, on := range map[string]bool{"with script": true, "without script": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, p := start(t), browse(t)
			p.scripts(on)
			w := p.watch()
			journey(t, s, p)
			said, _ := w.taken()
			for _, line := range said {
				if !strings.Contains(line, "status of 422") { // the browser says so of every form with a mistake
					t.Error(line)
				}
			}
		})
	}
}

// mustShowMistakes expects a page with a focused summary of so many mistakes.
func (p *tab) mustShowMistakes(n int) {
	p.t.Helper()
	p.wait("the focus is on the summary", `document.activeElement.classList.contains("summary")`)
	if got := eval[int](p, `document.querySelectorAll(".summary a").length`); got != n {
		p.t.Errorf("the summary has %d mistakes, want %d", got, n)
	}
	if title := eval[string](p, "document.title"); !strings.HasPrefix(title, "Error: ") {
		p.t.Errorf("the title is %q", title)
	}
}

func TestBrowserSubscribes(t *testing.T) {
	withAndWithoutScript(t, func(t *testing.T, s *server, p *tab) {
		p.open(s.URL + "/subscribe")
		p.fill("#email", "reader at example.com")
		p.press("main form button")
		p.mustShowMistakes(1)
		p.submitLink(".summary a")
		if focused, kept := eval[string](p, "document.activeElement.id"), eval[string](p, `document.querySelector("#email").value`); focused != "email" || kept != "reader at example.com" {
			t.Errorf("the focus is on %q, the field holds %q", focused, kept)
		}
		p.open(s.URL + "/")
		p.fill("form[action='/subscribe'] input[type=email]", "reader@example.com")
		p.press("form[action='/subscribe'] button")
		p.wait("the answer", `document.querySelector("main").textContent.includes("We are sending a link to reader@example.com")`)
		p.picture("check-your-inbox")
		p.open(s.URL + s.waitForLink("/subscribe/confirm"))
		if status := p.submit("main form button"); status != http.StatusOK || p.text("h1") != "You are on the list" {
			t.Errorf("confirmed: %d %s", status, p.text("h1"))
		}
	})
}

// submitLink follows a link within the page.
func (p *tab) submitLink(selector string) {
	p.t.Helper()
	p.press(selector)
	p.wait("the address has the place", "location.hash.length > 1")
}

func TestBrowserSendsAStoryAndPublishesIt(t *testing.T) {
	withAndWithoutScript(t, func(t *testing.T, s *server, p *tab) {
		p.open(s.URL + "/stories/new")
		p.press("input[name=naming][value=full]")
		p.fill("#country", "Belgium")
		p.press("#publish")
		if status := p.submit("button.primary:not([name]):not(.small)"); status != http.StatusUnprocessableEntity {
			t.Errorf("a story without text: %d", status)
		}
		p.mustShowMistakes(2)
		p.picture("story-with-mistakes")
		kept := eval[[]any](p, `[document.querySelector("#country").value, document.querySelector("[name=naming]:checked").value, document.querySelector("#publish").checked, document.querySelector("#air").checked]`)
		if fmt.Sprint(kept) != "[Belgium full true false]" {
			t.Errorf("the form kept %v", kept)
		}
		p.submitLink(`.summary a[href="#text"]`)
		p.fill("#text", "The pump ran backwards.\n\nNobody asked.")
		p.fill("#credit", "Ann Peeters")
		if status := p.submit("button[value=check]"); status != http.StatusOK || p.text("h1") != "Check your answers" || !strings.Contains(p.text("main"), "Sent in by Ann Peeters") {
			t.Errorf("review: %d %s", status, p.text("h1"))
		}
		if status := p.submit("main .buttons button"); status != http.StatusOK || p.text("h1") != "We have your story" {
			t.Fatalf("receipt: %d %s", status, p.text("h1"))
		}
		p.picture("receipt")
		words := p.text(".words")

		out, _ := s.command("editor", "add", "editor@example.com")
		p.open(regexp.MustCompile(`https?://\S+`).FindString(out))
		if p.submit("main form button"); eval[string](p, "location.pathname") != "/desk" {
			t.Fatalf("signed in at %s", eval[string](p, "location.href"))
		}
		p.submit(".queue a")
		p.submit("button[value=accept]")
		p.submit("button[value=name]") // with nothing typed
		p.mustShowMistakes(1)
		p.fill("#title", "The pump")
		p.fill("#answer", "We asked.")
		p.submit("button[value=publish]") // and nothing of the form is lost
		p.picture("desk-published")
		if note := p.text("[role=status]"); note != "ST-1 published." {
			t.Errorf("the desk says %q", note)
		}
		eventually(t, patience, "the story is public", func() bool { return s.get("/stories/the-pump").Status == http.StatusOK })
		p.open(s.URL + "/stories/the-pump")
		if !strings.Contains(p.text("main"), "Sent in by Ann Peeters") || !strings.Contains(p.text("main"), "Nobody asked.") || !strings.Contains(p.text("main"), "We asked.") {
			t.Errorf("the story: %s", p.text("main"))
		}
		p.open(s.URL + "/stories/mine")
		p.fill("#code", strings.ToUpper(words))
		p.submit("main form button")
		if !strings.Contains(p.text("main"), "It is published on this site.") {
			t.Errorf("my story: %s", p.text("main"))
		}
		p.submit("main .panel button")
		eventually(t, patience, "the story is gone", func() bool { return s.get("/stories/the-pump").Status == http.StatusGone })
	})
}

// frames records the colour of the paper in every frame that a page paints at first.
const frames = `window.papers = []; requestAnimationFrame(function look() {
	if (document.body) papers.push(getComputedStyle(document.body).backgroundColor);
	if (papers.length < 12) requestAnimationFrame(look);
});`

// TestBrowserKeepsTheColours chooses dark and light against the system: every frame of the next pages has the chosen colours.
func TestBrowserKeepsTheColours(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	w := p.watch()
	p.atStart(frames)
	const light, dark = "rgb(243, 243, 236)", "rgb(15, 21, 19)"
	mustBe := func(when, path, paper string) {
		t.Helper()
		p.open(s.URL + path)
		p.wait("twelve frames", "window.papers.length >= 12")
		seen := eval[[]string](p, "window.papers")
		slices.Sort(seen)
		if seen = slices.Compact(seen); len(seen) != 1 || seen[0] != paper {
			t.Errorf("%s: %s is painted in %v, want %s", when, path, seen, paper)
		}
	}
	choose := func(theme string) { t.Helper(); p.press(".theme [value=" + theme + "]") }
	p.prefer("light")
	mustBe("system light", "/", light)
	p.prefer("dark")
	mustBe("system dark", "/", dark)
	p.prefer("light")
	choose("dark")
	p.wait("the page is dark at once", `getComputedStyle(document.body).backgroundColor === "`+dark+`"`)
	for _, path := range []string{"/episodes", "/about", "/subscribe", "/nowhere"} {
		mustBe("dark chosen", path, dark)
		if !eval[bool](p, `document.querySelector(".theme [value=dark]").checked`) {
			t.Errorf("%s does not show the choice", path)
		}
	}
	p.prefer("dark")
	choose("light")
	mustBe("light chosen", "/", light)
	choose("system")
	mustBe("system again", "/", dark)
	said, _ := w.taken()
	for _, line := range said {
		if !strings.Contains(line, "status of 404") { // of /nowhere
			t.Error(line)
		}
	}
	p.scripts(false)
	p.open(s.URL + "/")
	if eval[bool](p, `document.querySelector(".theme").checkVisibility()`) {
		t.Error("a choice that cannot work without script is shown")
	}
}

// TestBrowserReadsWithoutScript opens an episode without script: audio, chapters and times work by themselves.
func TestBrowserReadsWithoutScript(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.scripts(false)
	p.open(s.URL + firstEpisode(s))
	if !eval[bool](p, `document.querySelector("audio").controls && document.querySelector("audio").checkVisibility()`) {
		t.Error("no player without script")
	}
	if n := eval[int](p, `document.querySelectorAll("a[href*='?t=']").length`); n == 0 {
		t.Error("no times to go to")
	}
	p.press("a[href*='?t=60']")
	p.wait("the page of that time", `location.search === "?t=60"`)
	p.wait("the audio begins there", `document.querySelector("audio source").src.endsWith("#t=60")`)
	p.act(chromedp.Evaluate[chromedp.Void](`document.querySelector("audio").muted = true, document.querySelector("audio").play().catch(() => {}), undefined`))
	p.wait("it plays from there", `document.querySelector("audio").currentTime > 60`)
}
