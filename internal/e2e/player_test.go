package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// special is the episode of the show that ships that these tests play: 165 seconds and seven chapters.
const special = "/episodes/david-and-willem-interview-each-other"

// sound is the one audio element of a page.
const sound = `document.querySelector("audio")`

// listen opens a page of the show that ships in a fresh browser whose complaints are recorded; any complaint fails the test.
func listen(t *testing.T, path string) (*server, *tab) {
	t.Helper()
	s, p := start(t), browse(t)
	p.size(1280, 900)
	p.quiet()
	p.open(s.URL + path)
	return s, p
}

// quiet fails the test when pages complain, save of what it allows.
func (p *tab) quiet(allowed ...string) {
	w := p.watch()
	p.t.Cleanup(func() {
		said, _ := w.taken()
		for _, line := range said {
			known := false
			for _, part := range allowed {
				known = known || strings.Contains(line, part)
			}
			if !known {
				p.t.Error(line)
			}
		}
	})
}

// at is how far the sound is, in seconds.
func (p *tab) at() float64 { p.t.Helper(); return eval[float64](p, sound+".currentTime") }

// mustBeAt expects the sound at a second. While it plays it may be some seconds on, for machines are busy.
func (p *tab) mustBeAt(what string, want float64) {
	p.t.Helper()
	slack := 1.5
	if !eval[bool](p, sound+".paused") {
		slack = 8
	}
	if got := p.at(); got < want-.5 || got > want+slack {
		p.t.Errorf("%s: at %.2f, want %.2f", what, got, want)
	}
}

// waitState waits until the player on the page is in a state.
func (p *tab) waitState(state string) {
	p.t.Helper()
	p.wait("the player is "+state, fmt.Sprintf(`document.querySelector(".player.scripted")?.dataset.state === %q`, state))
}

// playOn presses play on a page that has loaded and lies still, and waits until sound is heard and the scripts of listeners have come.
func (p *tab) playOn() {
	p.t.Helper()
	p.wait("the player is there", `document.readyState === "complete" && document.querySelector(".player.scripted")`)
	p.press(".transport .play")
	p.waitState("playing")
	p.wait("time goes on", sound+".currentTime > 0 && "+sound+".played.length")
	p.wait("what only listeners need has come", "navigator.mediaSession.metadata")
}

// waitSaid waits until the live region says something.
func (p *tab) waitSaid(text string) {
	p.t.Helper()
	p.wait("it is said: "+text, fmt.Sprintf(`document.querySelector("body > [role=status]").textContent.includes(%q)`, text))
}

// label is the name of an element for those who hear the page.
func (p *tab) label(selector string) string {
	p.t.Helper()
	return eval[string](p, fmt.Sprintf(`document.querySelector(%q).ariaLabel`, selector))
}

// shown tells whether an element can be seen.
func (p *tab) shown(selector string) bool {
	p.t.Helper()
	return eval[bool](p, fmt.Sprintf(`Boolean(document.querySelector(%q)?.checkVisibility({ visibilityProperty: true }))`, selector))
}

// stored is the record of something in local storage.
func (p *tab) stored(name string) map[string]any {
	p.t.Helper()
	var record map[string]any
	text := eval[string](p, fmt.Sprintf(`localStorage.getItem("insider " + %q) ?? "{}"`, name))
	if err := json.Unmarshal([]byte(text), &record); err != nil {
		p.t.Fatalf("%s: %v", text, err)
	}
	return record
}

// watchShifts records how far pages move by themselves.
func (p *tab) watchShifts() {
	p.t.Helper()
	p.atStart(`window.moved = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.moved += e.value }).observe({ type: "layout-shift", buffered: true })`)
}

// mustNotHaveMoved expects that nothing on the page moved.
func (p *tab) mustNotHaveMoved() {
	p.t.Helper()
	if moved := eval[float64](p, "window.moved"); moved > 0.001 {
		p.t.Errorf("the page moved by %v", moved)
	}
}

// mouse does something with the pointer at a place in an element, given as shares of its width and height.
func (p *tab) mouse(kind input.DispatchMouseEventType, selector string, x, y float64, held bool) {
	p.t.Helper()
	box := eval[[]float64](p, fmt.Sprintf(`(() => { const b = document.querySelector(%q).getBoundingClientRect(); return [b.left, b.top, b.width, b.height] })()`, selector))
	params := input.DispatchMouseEventParams{Type: kind, X: box[0] + x*box[2], Y: box[1] + y*box[3]}
	if held {
		params.Button, params.Buttons, params.ClickCount = input.MouseButtonLeft, 1, 1
	}
	call(p, "the pointer", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, input.DispatchMouseEvent, params)
		return err
	})
}

// point moves the pointer to a place in an element.
func (p *tab) point(selector string, x, y float64) {
	p.t.Helper()
	p.mouse(input.DispatchMouseEventTypeMouseMoved, selector, x, y, false)
}

// drag presses at one place in an element, moves to another, does something there and releases.
func (p *tab) drag(selector string, from, to float64, there func()) {
	p.t.Helper()
	p.mouse(input.DispatchMouseEventTypeMousePressed, selector, from, .5, true)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, selector, to, .5, true)
	there()
	p.mouse(input.DispatchMouseEventTypeMouseReleased, selector, to, .5, true)
}

// TestPlayerPlays presses play and pause: the names, the states and the place in the page, where nothing moves.
func TestPlayerPlays(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.size(360, 800)
	p.quiet()
	p.watchShifts()
	p.open(s.URL + special)
	p.waitState("idle")
	if p.shown(".native") || !p.shown(".controls") || eval[bool](p, sound+".controls") {
		t.Error("the native element still stands there")
	}
	if got := p.label(".transport .play"); got != "Play Episode 1" {
		t.Errorf("the button is named %q", got)
	}
	if n := eval[int](p, sound+".readyState"); n != 0 {
		t.Errorf("before play the sound is loaded: readyState %d", n)
	}
	p.playOn()
	if got := p.label(".transport .play"); got != "Pause Episode 1" {
		t.Errorf("while it plays the button is named %q", got)
	}
	p.wait("the time shown goes on", `document.querySelector(".at").textContent === "0:01"`)
	p.press(".transport .play")
	p.waitState("paused")
	if !eval[bool](p, sound+".paused") || p.label(".transport .play") != "Play Episode 1" {
		t.Error("it is not paused")
	}
	p.mustNotHaveMoved()
	p.picture("player-paused-360")
	if n := eval[int](p, `document.querySelectorAll("audio").length`); n != 1 {
		t.Errorf("%d sounds", n)
	}
}

// TestPlayerSeeks moves by keys, by pointer and by buttons, before and while it plays.
func TestPlayerSeeks(t *testing.T) {
	t.Parallel()
	_, p := listen(t, special)
	p.waitState("idle")
	p.run(`document.querySelector(".track").focus()`)
	for _, c := range []struct {
		key  string
		want float64
		says string
	}{
		{kb.ArrowRight, 5, "5 seconds of 3 minutes"},
		{kb.PageUp, 65, "1 minute 5 seconds of 3 minutes"},
		{kb.ArrowLeft, 60, "1 minute of 3 minutes"},
		{kb.ArrowUp, 65, "1 minute 5 seconds of 3 minutes"},
		{kb.PageDown, 5, "5 seconds of 3 minutes"},
		{kb.ArrowDown, 0, "0 seconds of 3 minutes"},
		{kb.PageDown, 0, "0 seconds of 3 minutes"},
		{kb.End, 165, "2 minutes 45 seconds of 3 minutes"},
		{kb.Home, 0, "0 seconds of 3 minutes"},
	} {
		p.key(c.key)
		p.mustBeAt(c.says, c.want)
		if got := eval[string](p, `document.querySelector(".track").ariaValueText`); got != c.says {
			t.Errorf("the seek bar says %q, want %q", got, c.says)
		}
	}
	p.playOn()
	p.run(`document.querySelector(".track").focus()`)
	p.key(kb.PageUp)
	p.mustBeAt("a page key while it plays", 60)
	if got := eval[string](p, `document.querySelector(".track").ariaValueText`); !strings.HasPrefix(got, "1 minute") {
		t.Errorf("the seek bar says %q", got)
	}

	p.point(".track", .5, .5)
	if got := p.text(".tip"); got != "1:22 The paradox" {
		t.Errorf("pointing at the middle shows %q", got)
	}
	p.drag(".track", .5, .8, func() {
		p.wait("a drag shows where it goes", `document.querySelector(".tip").textContent === "2:12 Not a management decision"`)
		if got := p.at(); got > 80 {
			t.Errorf("while one drags the sound went to %v", got)
		}
	})
	p.wait("the sound is where the drag ended", sound+".currentTime > 131")
	p.mustBeAt("a drag", 132)
	p.waitState("playing")
	p.wait("what was played is drawn in full", `parseFloat(document.querySelector(".played").getAttribute("width")) > 79`)
	p.wait("what is loaded is drawn", `document.querySelector(".loaded").offsetWidth > 0`)

	p.press("[data-do=back]")
	p.mustBeAt("15 seconds back", 117)
	p.press("[data-do=on]")
	p.mustBeAt("30 seconds on", 147)
}

// TestPlayerGoesByChapters follows links to chapters and times without leaving the page, and steps through them.
func TestPlayerGoesByChapters(t *testing.T) {
	t.Parallel()
	_, p := listen(t, special)
	p.waitState("idle")
	p.run("window.here = true")
	current := func(title string) {
		t.Helper()
		p.wait("the chapter is "+title, fmt.Sprintf(`document.querySelector(".chapters [aria-current]")?.textContent.includes(%[1]q) && document.querySelector(".what b").textContent === %[1]q`, title))
		if n := eval[int](p, `document.querySelectorAll(".chapters [aria-current]").length`); n != 1 {
			t.Errorf("%d chapters are marked", n)
		}
	}
	p.press(".chapters a[href*='?t=60']")
	p.waitState("playing")
	p.mustBeAt("a chapter", 60)
	current("The paradox")
	p.press("[data-do=next]")
	p.mustBeAt("the next chapter", 87)
	current("People, processes, culture")
	p.press("[data-do=previous]")
	p.mustBeAt("the chapter before", 60)
	p.key("n")
	p.mustBeAt("key n", 87)
	p.run(sound + ".currentTime = 100")
	p.key("p")
	p.mustBeAt("key p well into a chapter goes to its start", 87)
	p.press(".turns a[href*='?t=']")
	p.wait("a time in the transcript plays from there", sound+".currentTime < 40")
	if !eval[bool](p, "window.here === true && location.search === ''") {
		t.Error("a time led away from the page")
	}
	p.run(sound + ".currentTime = 162")
	p.key("n")
	p.mustBeAt("key n in the last chapter stays", 162)
}

// TestPlayerKeepsTheSpeed chooses a speed, which stays for the episode and for those that have none.
func TestPlayerKeepsTheSpeed(t *testing.T) {
	t.Parallel()
	s, p := listen(t, special)
	p.waitState("idle")
	offered := eval[[]string](p, `[...document.querySelector("[name=speed]").options].map((o) => o.textContent)`)
	if got := strings.Join(offered, " "); got != "0.8× 1× 1.25× 1.5× 1.75× 2×" {
		t.Errorf("speeds: %s", got)
	}
	p.run(`const s = document.querySelector("[name=speed]"); s.value = "1.5"; s.dispatchEvent(new Event("change", { bubbles: true }))`)
	mustPlayAt := func(where string, rate float64) {
		t.Helper()
		p.playOn()
		if got, chosen := eval[float64](p, sound+".playbackRate"), eval[string](p, `document.querySelector("[name=speed]").value`); got != rate || chosen != fmt.Sprint(rate) {
			t.Errorf("%s: plays at %v, shows %s", where, got, chosen)
		}
	}
	mustPlayAt("at once", 1.5)
	p.open(s.URL + special)
	p.waitState("idle")
	mustPlayAt("after a reload", 1.5)
	p.key(">")
	p.waitSaid("Speed 1.75")
	p.key("<")
	p.key("<")
	p.waitSaid("Speed 1.25")
	p.open(s.URL + "/episodes/trailer")
	p.waitState("idle")
	mustPlayAt("another episode", 1.25)
}

// TestPlayerStartsWhereTheAddressSays reads ?t= in its three forms, before what was remembered.
func TestPlayerStartsWhereTheAddressSays(t *testing.T) {
	t.Parallel()
	s, p := listen(t, special)
	for query, c := range map[string]struct {
		at    float64
		offer string
	}{
		"?t=74": {74, "Start at 1:14"}, "?t=1:14": {74, "Start at 1:14"}, "?t=0h1m14s": {74, "Start at 1:14"},
		"": {100, "Continue at 1:40"}, "?t=9999": {100, "Continue at 1:40"}, "?t=nonsense": {100, "Continue at 1:40"},
	} {
		p.open(s.URL + "/about")
		p.run(`localStorage.setItem("insider ` + special + `", '{"at":100}')`)
		p.open(s.URL + special + query)
		p.waitState("idle")
		if got := p.text(".offer button"); got != c.offer {
			t.Errorf("%s offers %q, want %q", query, got, c.offer)
		}
		if !eval[bool](p, sound+".paused && "+sound+".readyState === 0") {
			t.Errorf("%s starts by itself", query)
		}
		p.press(".offer button")
		p.waitState("playing")
		p.mustBeAt(query, c.at)
	}
}

// TestPlayerRemembers plays for a while, comes back, and continues or begins again.
func TestPlayerRemembers(t *testing.T) {
	t.Parallel()
	s, p := listen(t, special)
	p.playOn()
	p.run(sound + ".currentTime = 40")
	p.wait("the position is kept while it plays", `JSON.parse(localStorage.getItem("insider `+special+`")).at >= 45`)
	p.run(sound + ".currentTime = 70")
	p.open(s.URL + "/about")
	if at := p.stored(special)["at"].(float64); at < 70 || at > 79 {
		t.Errorf("leaving the page keeps %v", at)
	}
	p.open(s.URL + special)
	p.waitState("idle")
	if got := p.text(".offer button"); !strings.HasPrefix(got, "Continue at 1:1") {
		t.Errorf("it offers %q", got)
	}
	if got := p.text("[data-do=restart]"); got != "From the beginning" {
		t.Errorf("and %q", got)
	}
	p.press("[data-do=restart]")
	p.waitState("playing")
	p.mustBeAt("from the beginning", 0)

	p.run(sound + ".currentTime = 163.5")
	p.waitState("finished")
	if record := p.stored(special); record["at"].(float64) != 0 || record["finished"] != true {
		t.Errorf("at the end it keeps %v", record)
	}
	p.waitSaid("Episode 1 has ended.")
	p.open(s.URL + special)
	p.waitState("idle")
	if p.shown(".offer") || p.text(".what .meta") != "0:00 / 2:45, heard" {
		t.Errorf("what was heard to the end shows %q", p.text(".now"))
	}
}

// TestPlayerOffersTheNextEpisode plays an episode to its end: the next one is offered and does not start.
func TestPlayerOffersTheNextEpisode(t *testing.T) {
	t.Parallel()
	s, p := listen(t, "/episodes/trailer")
	p.playOn()
	p.run(sound + ".currentTime = 1e6")
	p.waitState("finished")
	p.waitSaid("Next: Episode 1, ")
	if got := eval[string](p, `document.querySelector(".then").textContent`); !strings.HasPrefix(got, "Next: Special: David and Willem") {
		t.Errorf("it offers %q", got)
	}
	p.press(".then a")
	p.wait("the next episode is there", fmt.Sprintf(`location.href === %q`, s.URL+special))
	p.waitState("idle")
}
