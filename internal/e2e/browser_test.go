package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// tab is one tab of a fresh Chromium that can reach nothing but this machine.
type tab struct {
	t   testing.TB
	ctx context.Context
}

// browse starts a browser for one test. Without Chromium the test is skipped, and the gate's summary names it.
func browse(t testing.TB) *tab {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("SKIP-TOOL chromium: browser tests need it")
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("mute-audio", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"),
		chromedp.UserDataDir(t.TempDir()),
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() { cancel(); stop() })
	p := &tab{t: t, ctx: ctx}
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	return p
}

// act runs actions within a minute.
func (p *tab) act(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
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
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
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
