package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// held presses a letter with a modifier key: 1 Alt, 2 Control, 4 Meta, 8 Shift.
func (p *tab) held(letter string, modifiers int64) {
	p.t.Helper()
	call(p, "a key with a modifier", func(ctx context.Context) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			params := input.DispatchKeyEventParams{Type: kind, Key: letter, Code: "Key" + strings.ToUpper(letter), Modifiers: modifiers}
			if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, params); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestPlayerListensToKeys tries each key, the sheet that lists them, where they are silent, and the switch.
func TestPlayerListensToKeys(t *testing.T) {
	t.Parallel()
	s, p := listen(t, special)
	p.waitState("idle")
	p.key(" ")
	p.waitState("playing")
	p.key("k")
	p.waitState("paused")
	p.run(sound + ".currentTime = 50")
	p.key("l")
	p.mustBeAt("key l", 80)
	p.key("j")
	p.mustBeAt("key j", 65)
	p.key("m")
	p.wait("key m turns the sound off", sound+`.muted && document.querySelector("[data-do=mute]").ariaPressed === "true"`)

	silent := func(where string, press func()) {
		t.Helper()
		before := p.at()
		press()
		if after := p.at(); after != before || !eval[bool](p, sound+".paused && !document.querySelector('dialog[open]')") {
			t.Errorf("keys act %s: from %v to %v", where, before, after)
		}
	}
	silent("in a field", func() {
		p.press("form[action='/subscribe'] input[type=email]")
		p.key("jkl ?m")
		if got := eval[string](p, "document.activeElement.value"); got != "jkl?m" && got != "jkl ?m" {
			t.Errorf("the field holds %q", got)
		}
	})
	silent("in a menu", func() { p.run(`document.querySelector("[name=speed]").focus()`); p.key("j") })
	p.run("document.activeElement.blur()")
	for name, modifier := range map[string]int64{"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8} {
		silent("with "+name, func() { p.held("j", modifier) })
	}
	p.run(`document.querySelector(".transport [data-do=on]").focus()`)
	p.key(" ")
	p.mustBeAt("space on a button presses the button", 95)

	p.key("?")
	p.wait("the sheet is open", `document.querySelector("dialog[open]")`)
	p.picture("player-keys-1280")
	if listed := p.text("dialog dl"); !strings.Contains(listed, "Copy a link to this second") || eval[int](p, `document.querySelectorAll("dialog kbd").length`) != 11 {
		t.Errorf("the sheet lists %s", listed)
	}
	p.press("dialog input")
	p.waitSaid("Keys are off")
	p.key(kb.Escape)
	p.wait("the sheet is closed", `!document.querySelector("dialog[open]")`)
	silent("after they were switched off", func() { p.key("j?k") })
	p.open(s.URL + special)
	p.waitState("idle")
	silent("on the next page", func() { p.key("jk") })
	p.press("[data-do=help]")
	p.press("dialog input")
	p.press("dialog form button")
	p.wait("the focus is back", `document.activeElement.dataset.do === "help"`)
	p.key("k")
	p.waitState("playing")
}

// TestPlayerSleeps sets the timer to the end of the chapter and to minutes, which pass faster here.
func TestPlayerSleeps(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.size(1280, 900)
	p.quiet()
	p.atStart(`const timeout = setTimeout; window.setTimeout = (f, ms, ...rest) => timeout(f, ms >= 900000 ? ms / 1000 : ms, ...rest)`)
	p.open(s.URL + special)
	choose := func(value string) {
		p.run(fmt.Sprintf(`const s = document.querySelector("[name=sleep]"); s.value = %q; s.dispatchEvent(new Event("change", { bubbles: true }))`, value))
	}
	p.playOn()
	choose("chapter")
	p.run(sound + ".currentTime = 86")
	p.waitState("paused")
	p.mustBeAt("the end of the chapter", 87)
	p.waitSaid("Paused by the sleep timer")
	if got := eval[string](p, `document.querySelector("[name=sleep]").value`); got != "" {
		t.Errorf("the timer is still %q", got)
	}
	p.playOn()
	choose("15")
	p.waitState("paused")
	choose("30")
	choose("")
	p.playOn()
}

// TestPlayerGivesLinks copies a link to the second, and shows it where copying is not allowed.
func TestPlayerGivesLinks(t *testing.T) {
	t.Parallel()
	s, p := listen(t, special+"?t=74")
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		call(p, "permission", func(ctx context.Context) error {
			_, err := chromedp.Call(ctx, browser.SetPermission, browser.SetPermissionParams{
				Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted, Origin: s.URL})
			return err
		})
	}
	p.waitState("idle")
	want := s.URL + special + "?t=74"
	p.press("[data-do=link]")
	p.waitSaid("Link to 1:14 copied")
	if got := promised[string](p, "navigator.clipboard.readText()"); got != want {
		t.Errorf("copied %q", got)
	}
	p.run(`navigator.clipboard.writeText = () => Promise.reject(new Error("denied")); window.prompt = (...shown) => { window.shown = shown.join(" ") }`)
	p.key("t")
	p.wait("the link is shown", fmt.Sprintf(`window.shown === "Link to 1:14 " + %q`, want))
	if got := eval[string](p, `document.querySelector(".tools a[download]").href`); !strings.HasSuffix(got, "/special.mp3") {
		t.Errorf("the download leads to %q", got)
	}
}

// TestPlayerTellsTheSystem reads what the system's media controls are told.
func TestPlayerTellsTheSystem(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.quiet()
	p.atStart(`window.told = {};
		const set = MediaSession.prototype.setActionHandler, place = MediaSession.prototype.setPositionState;
		MediaSession.prototype.setActionHandler = function (name, f) { told[name] = f; return set.call(this, name, f) };
		MediaSession.prototype.setPositionState = function (state) { told.position = state; return place.call(this, state) }`)
	p.open(s.URL + special)
	p.playOn()
	got := eval[[]string](p, `(() => { const m = navigator.mediaSession.metadata; return [m.title, m.artist, ...m.artwork.map((a) => a.sizes)] })()`)
	if strings.Join(got, "|") != "Special: David and Willem interview each other|The IT/OT Insider|300x300|600x600" {
		t.Errorf("the system shows %q", got)
	}
	for i := range 2 {
		src := eval[string](p, fmt.Sprintf("navigator.mediaSession.metadata.artwork[%d].src", i))
		if a := s.get(strings.TrimPrefix(src, s.URL)); a.Status != 200 || a.Header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("%s: %d %s", src, a.Status, a.Header.Get("Content-Type"))
		}
	}
	p.wait("the position is told", "told.position?.duration > 164 && told.position.playbackRate === 1")
	for _, c := range []struct {
		act  string
		want float64
	}{
		{"told.seekto({ seekTime: 70 })", 70}, {"told.nexttrack()", 87}, {"told.previoustrack()", 60}, {"told.seekforward({})", 90},
		{"told.seekbackward({ seekOffset: 5 })", 85}, {"told.seekbackward({})", 70},
	} {
		p.run(c.act)
		p.mustBeAt(c.act, c.want)
	}
	p.wait("a seek is told", "told.position.position >= 70")
	p.run("told.pause()")
	p.waitState("paused")
	p.run("told.play()")
	p.waitState("playing")
}

// TestPlayerPlaysWithoutStorage has no local storage: all but remembering works.
func TestPlayerPlaysWithoutStorage(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.quiet()
	p.atStart(`Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError") } })`)
	p.open(s.URL + special + "?t=60")
	p.waitState("idle")
	p.press(".offer button")
	p.waitState("playing")
	p.mustBeAt("?t= without storage", 60)
	p.key(">")
	p.waitSaid("Speed 1.25")
	p.press(".transport .play")
	p.waitState("paused")
}

// TestPlayerSetsTheVolume changes the volume, which stands only where the device has no keys for it.
func TestPlayerSetsTheVolume(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t, chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"))
	p.size(1280, 900)
	p.quiet()
	p.open(s.URL + special)
	p.waitState("idle")
	if !p.shown(".volume input") {
		t.Error("there is no volume")
	}
	p.run(`const v = document.querySelector(".volume input"); v.value = .4; v.dispatchEvent(new Event("input", { bubbles: true }))`)
	if got := eval[float64](p, sound+".volume"); got != .4 {
		t.Errorf("the volume is %v", got)
	}
	p.press("[data-do=mute]")
	p.wait("it is silent", sound+`.muted && document.querySelector(".volume input").value === "0"`)
	p.atStart(`Object.defineProperty(HTMLMediaElement.prototype, "volume", { get: () => 1, set: () => {} })`)
	p.open(s.URL + special)
	p.waitState("idle")
	if p.shown(".volume") {
		t.Error("a volume that cannot be set is offered")
	}
}

// TestPlayerFollowsTheTranscript plays on to the transcript: what is said is marked, followed once that is chosen, until
// somebody scrolls, and its times seek.
func TestPlayerFollowsTheTranscript(t *testing.T) {
	t.Parallel()
	s, p := listen(t, special)
	p.size(1280, 500)
	p.playOn()
	p.wait("what is said is marked on the episode's page", `document.querySelectorAll(".turns li.now").length === 1`)
	p.press(".script .buttons a")
	p.wait("the transcript is there", fmt.Sprintf("location.href === %q", s.URL+special+"/transcript"))
	p.run(sound + ".currentTime = 140")
	p.wait("what is said is marked", `document.querySelectorAll(".turns span.now").length === 1 && document.querySelector(".turns li.now span.now").dataset.at > 130`)
	inView := `(() => { const b = document.querySelector(".turns span.now").getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight })()`
	if eval[bool](p, inView) {
		t.Error("it follows before that is chosen")
	}
	p.press(".follow")
	p.wait("it follows", inView)
	if got := eval[string](p, `document.querySelector(".follow").ariaPressed`); got != "true" {
		t.Errorf("following is %s", got)
	}
	p.picture("player-follow-1280")
	call(p, "the wheel", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel, X: 400, Y: 300, DeltaX: .1, DeltaY: -2000})
		return err
	})
	p.wait("scrolling ends it", `document.querySelector(".follow").ariaPressed === "false"`)
	p.wait("the page rests", `scrollY === window.rested || (window.rested = scrollY, false)`)
	p.press(".turns a[href*='?t=']")
	p.wait("a time seeks", sound+".currentTime < 20")
	if !eval[bool](p, `location.pathname.endsWith("/transcript") && !`+sound+".paused") {
		t.Error("a time led away, or stopped the sound")
	}
}
