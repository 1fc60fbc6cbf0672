// Package browser drives a Chromium that reaches nothing but this machine, and weighs pages in it, for tests and benches.
//
// It owns how the browser is started and what each class of page may weigh. What a page shall look like and do is the business of
// the tests that use it.
package browser

import (
	"context"
	"errors"
	"os/exec"

	"github.com/chromedp/chromedp"
)

// ErrMissing says that there is no Chromium on this machine.
var ErrMissing = errors.New("chromium is not installed")

// Start starts a browser whose profile lies in a folder of its own, and returns the context of its first tab. Actions run in that
// tab with chromedp. The browser ends with stop, or with the parent. More options may say what device it runs on.
func Start(parent context.Context, profile string, more ...chromedp.ExecAllocatorOption) (tab context.Context, stop context.CancelFunc, err error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, nil, ErrMissing
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("mute-audio", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"),
		chromedp.UserDataDir(profile),
	}
	allocator, free := chromedp.NewExecAllocator(parent, append(options, more...)...)
	tab, cancel := chromedp.NewContext(allocator)
	stop = func() { cancel(); free() }
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil {
		stop()
		return nil, nil, err
	}
	return tab, stop, nil
}
