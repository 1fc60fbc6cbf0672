package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestPlayerSaysWhatFails loses its audio, then the network: what happens is said and shown, and it goes on after another try.
func TestPlayerSaysWhatFails(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.size(1280, 900)
	p.quiet("ERR_BLOCKED_BY_CLIENT", "ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
	p.open(s.URL + special)
	p.waitState("idle")
	p.block("*://*:*/*.mp3")
	p.press(".transport .play")
	p.waitState("error")
	const failed = "This audio could not be loaded. Try again or download it."
	if got := p.text(".trouble span"); got != failed || !p.shown(".trouble button") {
		t.Errorf("it shows %q", got)
	}
	p.waitSaid(failed)
	if got := p.label(".transport .play"); got != "Play Episode 1" {
		t.Errorf("the button is named %q", got)
	}
	p.picture("player-error-1280")
	p.block()
	p.press(".trouble button")
	p.waitState("playing")
	p.wait("it plays", sound+".currentTime > 0")

	p.open(s.URL + special + "?t=60")
	p.waitState("idle")
	p.offline(true)
	p.press(".transport .play")
	p.waitState("offline")
	if got := p.text(".trouble span"); !strings.HasPrefix(got, "You are offline.") {
		t.Errorf("offline it shows %q", got)
	}
	p.offline(false)
	p.waitState("playing")
	p.mustBeAt("back on the network", 60)
}

// TestPlayerWaitsForTheNetwork holds the audio back: the button shows that it loads, after a second the player says what it waits for.
func TestPlayerWaitsForTheNetwork(t *testing.T) {
	t.Parallel()
	_, p := listen(t, special)
	p.waitState("idle")
	held := make(chan fetch.RequestID, 8)
	if err := chromedp.Listen(p.ctx, func(event any) {
		if e, ok := event.(*fetch.EventRequestPaused); ok {
			held <- e.RequestID
		}
	}); err != nil {
		t.Fatal(err)
	}
	call(p, "hold the audio", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: "*.mp3"}}})
		return err
	})
	p.press(".transport .play")
	p.waitState("loading")
	busy := `document.querySelector(".transport .play").ariaBusy === "true"`
	if !eval[bool](p, busy) {
		t.Error("the button is not busy")
	}
	p.waitState("stalled")
	p.waitSaid("Waiting for the network")
	if got := p.text(".trouble span"); got != "Waiting for the network" || p.shown(".trouble button") || !eval[bool](p, busy) {
		t.Errorf("it shows %q", got)
	}
	call(p, "let it go", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, fetch.Disable, cdp.Empty{})
		return err
	})
	p.waitState("playing")
	if len(held) == 0 || eval[bool](p, busy) {
		t.Errorf("%d requests were held, and the button is still busy", len(held))
	}
}

// TestPlayerWithoutItsScript loses the script alone: after a while the native element stands in its place, where nothing moves.
func TestPlayerWithoutItsScript(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.size(360, 800)
	p.quiet("ERR_BLOCKED_BY_CLIENT")
	p.watchShifts()
	p.open(s.URL + "/about")
	p.block("*://*:*/assets/js/player*")
	p.open(s.URL + special)
	p.wait("the native element shows itself", `document.querySelector(".native audio").checkVisibility({ visibilityProperty: true })`)
	if p.shown(".transport .play") || p.shown(".track") {
		t.Error("controls that cannot work are shown")
	}
	p.mustNotHaveMoved()
	p.press("a[href*='?t=60']")
	p.wait("a chapter loads the page at its second", `document.querySelector("audio source").src.endsWith("#t=60")`)
}

// TestPlayerWithoutAnyScript has the native element alone, with nothing beside it that cannot work, and links for chapters and times.
func TestPlayerWithoutAnyScript(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.size(1280, 900)
	p.quiet()
	p.scripts(false)
	p.open(s.URL + special + "?t=1:14")
	p.wait("the native element is there", `document.querySelector(".native audio").checkVisibility({ visibilityProperty: true })`)
	if p.shown(".controls") || p.shown(".track") {
		t.Error("controls that cannot work are shown")
	}
	if src := eval[string](p, `document.querySelector("audio source").src`); !strings.HasSuffix(src, ".mp3#t=74") {
		t.Errorf("it would play %s", src)
	}
	if got := p.text(".native p"); !strings.HasPrefix(got, "The paradox") || !strings.Contains(got, "starts at 1:14") {
		t.Errorf("beside it stands %q", got)
	}
	p.press(".chapters a[href*='?t=87']")
	p.wait("a chapter loads the page at its second", `location.search === "?t=87" && location.hash === "#player"`)
}

// block lets the browser load nothing that matches.
func (p *tab) block(patterns ...string) {
	p.t.Helper()
	call(p, "block", func(ctx context.Context) error {
		var blocked []*network.BlockPattern
		for _, x := range patterns {
			blocked = append(blocked, &network.BlockPattern{URLPattern: x, Block: true})
		}
		_, err := chromedp.Call(ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: blocked})
		return err
	})
}

// offline takes the network away from the sound, or gives it back.
func (p *tab) offline(yes bool) {
	p.t.Helper()
	if yes {
		p.block("*://*:*/*.mp3")
	} else {
		p.block()
	}
	call(p, "the network", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: yes, DownloadThroughput: -1, UploadThroughput: -1})
		return err
	})
}
