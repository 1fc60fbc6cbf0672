package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// trace records what happens to the sound: events that would break it, and the largest gap between two looks at its time.
const trace = `window.broken = []; window.times = [];
	for (const type of ["pause", "emptied", "seeking", "waiting", "error"]) document.querySelector("audio").addEventListener(type, () => window.broken.push(type));
	document.querySelector("audio").addEventListener("timeupdate", (e) => window.times.push(e.target.currentTime));`

// follow presses a link and waits until its page is in place.
func (p *tab) follow(selector, url string) {
	p.t.Helper()
	p.press(selector)
	p.arrived(url)
}

// arrived waits until the page of an address is in place.
func (p *tab) arrived(url string) {
	p.t.Helper()
	p.wait("the page of "+url, fmt.Sprintf(`location.href === %q && document.readyState === "complete" && document.querySelector("link[rel=canonical]")?.href === %q.split("?")[0].split("#")[0] && !document.querySelector("main[aria-busy=true]")`, url, url))
}

// mustSound expects that the same sound as before plays without a break.
func (p *tab) mustSound(where string) {
	p.t.Helper()
	if got := eval[[]string](p, "window.broken ?? ['another document']"); len(got) > 0 {
		p.t.Errorf("%s: the sound had %v", where, got)
	}
	before := p.at()
	p.wait("it plays on at "+where, fmt.Sprintf("%s.currentTime > %f", sound, before))
	if back := eval[int](p, "times.filter((t, i) => t < times[i - 1]).length"); back > 0 {
		p.t.Errorf("%s: the time went back", where)
	}
}

// TestPlayingGoesOnFromPageToPage walks over pages while an episode plays, and back.
func TestPlayingGoesOnFromPageToPage(t *testing.T) {
	t.Parallel()
	s, p := listen(t, special)
	p.playOn()
	p.run(trace)
	if p.shown(".bar") {
		t.Error("there is a bar on the episode's own page")
	}

	p.run(`scrollTo(0, 600); document.querySelector(".menu a[href='/articles']").click()`)
	p.arrived(s.URL + "/articles")
	p.mustSound("articles")
	if got := eval[string](p, "document.title"); got != "Articles · The IT/OT Insider" {
		t.Errorf("the title is %q", got)
	}
	p.waitSaid("Articles · The IT/OT Insider")
	if !eval[bool](p, `document.activeElement === document.querySelector("main h1") && scrollY === 0`) {
		t.Error("the focus is not on the heading, or the page not at its top")
	}
	if got := eval[string](p, `document.querySelector(".menu [aria-current]").textContent`); got != "Articles" {
		t.Errorf("the menu marks %q", got)
	}
	if got := p.text(".bar a"); got != "Special: David and Willem interview each other" {
		t.Errorf("the bar shows %q", got)
	}
	box := eval[[]float64](p, `(() => { const b = document.querySelector(".bar").getBoundingClientRect(); return [b.height, innerHeight - b.bottom, parseFloat(getComputedStyle(document.body).paddingBottom)] })()`)
	if box[0] != 64 || box[1] != 0 || box[2] != 64 {
		t.Errorf("the bar is %v high, %v above the bottom, over %v of room", box[0], box[1], box[2])
	}
	p.picture("player-bar-1280")

	article := eval[string](p, `(document.querySelector("link[rel=stylesheet]").remove(), document.querySelector(".log a").href)`)
	p.follow(".log a", article)
	p.mustSound("an article")
	if !eval[bool](p, `[...document.styleSheets].some((s) => s.href?.includes("/site."))`) {
		t.Error("a page comes without its styles")
	}
	p.follow(".mark", s.URL+"/")
	p.mustSound("home")
	p.follow(".menu a[href='/episodes']", s.URL+"/episodes")
	p.follow(".log a[href='/episodes/trailer']", s.URL+"/episodes/trailer")
	p.mustSound("another episode")
	if n := eval[int](p, `document.querySelectorAll("audio").length`); n != 1 {
		t.Errorf("%d sounds", n)
	}
	p.waitState("idle")

	p.run("history.go(-5)")
	p.arrived(s.URL + special)
	p.mustSound("back at the episode")
	p.waitState("playing")
	p.wait("the page is as far down as it was", "scrollY === 600")
	if p.shown(".bar") || p.label(".transport .play") != "Pause Episode 1" {
		t.Error("the player of the page is not connected to the sound")
	}
	p.run("history.forward()")
	p.arrived(s.URL + "/articles")
	p.mustSound("forward")
	p.press(".bar .play")
	p.wait("the bar pauses", sound+".paused")
	p.follow(".menu a[href='/episodes']", s.URL+"/episodes")
	if !p.shown(".bar") || eval[string](p, `document.querySelector(".bar .play").ariaLabel`) != "Play Episode 1" {
		t.Error("a pause in the bar ends it")
	}
	p.press(".bar .close")
	p.wait("the bar is gone", `!document.querySelector(".bar").checkVisibility() && !`+sound+".getAttribute('src')")
	p.run("window.here = true")
	p.follow(".menu a[href='/articles']", s.URL+"/articles")
	if eval[bool](p, "window.here === true") {
		t.Error("without a sound a link does not load its page")
	}
}

// TestPlayingGoesOnBelowAPath plays on a site whose base address has a path: its pages are put in place, what lies beside it is not.
func TestPlayingGoesOnBelowAPath(t *testing.T) {
	t.Parallel()
	s, p := start(t, withRoot("/radio")), browse(t)
	p.size(1280, 900)
	p.quiet("status of 404", "Failed to load resource")
	p.open(s.URL + special)
	p.playOn()
	p.run(trace)
	p.follow(".menu a[href='/radio/articles']", s.URL+"/articles")
	p.mustSound("articles")
	p.follow(".bar a", s.URL+special)
	p.mustSound("back at the episode")
	p.waitState("playing")
	p.press("[data-do=next]")
	p.mustBeAt("the next chapter", 35)
	p.run(`document.querySelector(".menu a").href = "/elsewhere"; window.here = true`)
	p.press(".menu a")
	p.wait("what lies beside the site is loaded", `location.pathname === "/elsewhere" && window.here === undefined`)
}

// TestOneSoundAtATime presses play on another episode's page while one plays.
func TestOneSoundAtATime(t *testing.T) {
	t.Parallel()
	s, p := listen(t, special)
	p.playOn()
	p.run(sound + ".currentTime = 100")
	p.follow(".turnpage a", s.URL+"/episodes/trailer")
	p.waitState("idle")
	if p.label(".transport .play") != "Play Trailer" && !p.shown(".bar") {
		t.Errorf("the page shows %q", p.label(".transport .play"))
	}
	p.press(".transport .play")
	p.waitState("playing")
	p.mustBeAt("the other episode", 0)
	if got := eval[string](p, sound+".src"); got != s.URL+"/media/episodes/trailer/trailer.mp3" || p.shown(".bar") {
		t.Errorf("it plays %q", got)
	}
	if at := p.stored(special)["at"].(float64); at < 100 {
		t.Errorf("the first stopped at %v", at)
	}
	p.run("history.back()")
	p.arrived(s.URL + special)
	p.waitState("idle")
	if got := p.text(".offer button"); !strings.HasPrefix(got, "Continue at 1:4") {
		t.Errorf("back at the first it offers %q", got)
	}
	if !p.shown(".bar") {
		t.Error("the other is not in the bar")
	}
	p.press(".offer button")
	p.waitState("playing")
	p.mustBeAt("the first again", 100)
}

// TestTravelFallsBackToNormalLoads meets pages that cannot be put in place: each is loaded as ever.
func TestTravelFallsBackToNormalLoads(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.size(1280, 900)
	p.quiet("status of 404", "ERR_BLOCKED", "Failed to load resource")
	for name, c := range map[string]struct{ prepare, selector, url string }{
		"a page that is not there": {`document.querySelector(".menu a").href = "/nowhere"`, ".menu a", s.URL + "/nowhere"},
		"no answer":                {`window.fetch = () => Promise.reject(new TypeError("network"))`, ".menu a[href='/articles']", s.URL + "/articles"},
		"no page":                  {`document.querySelector(".menu a").href = "/robots.txt?"`, ".menu a", s.URL + "/robots.txt?"},
	} {
		p.open(s.URL + special)
		p.playOn()
		p.run("window.here = true; " + c.prepare)
		p.press(c.selector)
		p.wait(name+" is loaded", fmt.Sprintf("location.href === %q && window.here === undefined && document.readyState === 'complete'", c.url))
	}
	for name, click := range map[string]string{
		"a new tab":  `new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true })`,
		"a download": `(link.download = "", new MouseEvent("click", { bubbles: true, cancelable: true }))`,
		"a target":   `(link.target = "_blank", new MouseEvent("click", { bubbles: true, cancelable: true }))`,
		"the desk":   `(link.href = "/desk", new MouseEvent("click", { bubbles: true, cancelable: true }))`,
		"a feed":     `(link.href = "/feed.xml", new MouseEvent("click", { bubbles: true, cancelable: true }))`,
		"elsewhere":  `(link.href = "https://example.com/", new MouseEvent("click", { bubbles: true, cancelable: true }))`,
	} {
		p.open(s.URL + special)
		p.playOn()
		left := eval[bool](p, `(() => {
			const link = document.querySelector(".menu a");
			let ours;
			addEventListener("click", (e) => { ours = e.defaultPrevented; e.preventDefault() }, { once: true });
			link.dispatchEvent(`+click+`);
			return !ours;
		})()`)
		if !left {
			t.Errorf("%s is taken for a page", name)
		}
	}
}

// TestTheBarCoversNothing reaches the end of a page, and every link, on screens as they are at 200 and 400 % zoom.
func TestTheBarCoversNothing(t *testing.T) {
	t.Parallel()
	s, p := listen(t, special)
	p.playOn()
	p.follow(".menu a[href='/articles']", s.URL+"/articles")
	for _, size := range [][2]int64{{640, 360}, {320, 256}} {
		p.size(size[0], size[1])
		p.run("scrollTo(0, document.documentElement.scrollHeight)")
		if eval[bool](p, `document.querySelector(".foot").getBoundingClientRect().bottom > document.querySelector(".bar").getBoundingClientRect().top + 1`) {
			t.Errorf("%v: the end of the page lies under the bar", size)
		}
		if wide := eval[float64](p, "document.documentElement.scrollWidth"); wide > float64(size[0]) {
			t.Errorf("%v: the page is %v wide", size, wide)
		}
		p.picture(fmt.Sprintf("player-bar-%d", size[0]))
		under := eval[[]string](p, `(() => {
			scrollTo(0, 0);
			const top = document.querySelector(".bar").getBoundingClientRect().top;
			return [...document.querySelectorAll("main a, footer a")].filter((a) => (a.focus(), a.getBoundingClientRect().bottom > top)).map((a) => a.textContent);
		})()`)
		if len(under) > 0 {
			t.Errorf("%v: the focus goes under the bar at %q", size, under)
		}
	}
}
