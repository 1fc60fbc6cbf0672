package e2e

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	target "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"insider/internal/browser"
)

// tab is one tab of a fresh Chromium that can reach nothing but this machine.
type tab struct {
	t   testing.TB
	ctx context.Context
}

// browse starts a browser for one test. Without Chromium the test is skipped, and the gate's summary names it.
func browse(t testing.TB, more ...chromedp.ExecAllocatorOption) *tab {
	t.Helper()
	ctx, stop, err := browser.Start(context.Background(), t.TempDir(), more...)
	if errors.Is(err, browser.ErrMissing) {
		t.Skip("SKIP-TOOL chromium: browser tests need it")
	}
	if err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	t.Cleanup(stop)
	return &tab{t: t, ctx: ctx}
}

// limited is the context of the tab for a minute.
func (p *tab) limited() (context.Context, context.CancelFunc) {
	return context.WithTimeout(p.ctx, time.Minute)
}

// act runs actions within a minute.
func (p *tab) act(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := p.limited()
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatalf("browser: %v", err)
	}
}

// open goes to an address.
func (p *tab) open(url string) { p.t.Helper(); p.act(chromedp.Navigate(url)) }

// size sets the window in CSS pixels.
func (p *tab) size(width, height int64) { p.t.Helper(); p.act(chromedp.EmulateViewport(width, height)) }

// fill types into a field.
func (p *tab) fill(selector, text string) {
	p.t.Helper()
	p.act(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// press clicks an element and waits until the page that follows is complete.
func (p *tab) press(selector string) {
	p.t.Helper()
	p.act(chromedp.Click(chromedp.CSS(selector)))
}

// text is the visible text of an element.
func (p *tab) text(selector string) string {
	p.t.Helper()
	return value(p, chromedp.Text(chromedp.CSS(selector)))
}

// wait waits until a JavaScript expression is true.
func (p *tab) wait(what, expression string) {
	p.t.Helper()
	eventually(p.t, 30*time.Second, what, func() bool {
		ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
		defer cancel()
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		return err == nil && ok
	})
}

// value runs an action and returns its value.
func value[T any](p *tab, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := p.limited()
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		p.t.Fatalf("browser: %v", err)
	}
	return v
}

// eval is the value of a JavaScript expression.
func eval[T any](p *tab, expression string) T {
	p.t.Helper()
	return value(p, chromedp.Evaluate[T](expression))
}

// run runs JavaScript for what it does.
func (p *tab) run(script string) {
	p.t.Helper()
	p.act(chromedp.Evaluate[chromedp.Void]("{" + script + "} undefined"))
}

// promised is the value that a JavaScript promise comes to.
func promised[T any](p *tab, expression string) T {
	p.t.Helper()
	return value(p, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// atStart runs JavaScript at the start of every page that the tab opens.
func (p *tab) atStart(script string) {
	p.t.Helper()
	call(p, "a script at the start", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, target.AddScriptToEvaluateOnNewDocument, target.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	})
}

// emulate shows pages as on a medium, "" for the screen, with features such as "prefers-color-scheme=dark".
func (p *tab) emulate(medium string, features ...string) {
	p.t.Helper()
	params := emulation.SetEmulatedMediaParams{Media: medium}
	for _, feature := range features {
		name, value, _ := strings.Cut(feature, "=")
		params.Features = append(params.Features, &emulation.MediaFeature{Name: name, Value: value})
	}
	call(p, "a medium", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, params)
		return err
	})
}

// prefer makes the system prefer a colour scheme.
func (p *tab) prefer(scheme string) { p.t.Helper(); p.emulate("", "prefers-color-scheme="+scheme) }

// picture saves the whole page as PNG into the folder that PICTURES names; without it nothing is saved.
func (p *tab) picture(name string) {
	p.t.Helper()
	dir := os.Getenv("PICTURES")
	if dir == "" {
		return
	}
	png := value(p, chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
