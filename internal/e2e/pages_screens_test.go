package e2e

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// wide tells what is wider than the window, "" for nothing.
const wide = `(() => {
	const room = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= room) return "";
	const out = [...document.body.querySelectorAll("*")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > room + 1);
	return document.documentElement.scrollWidth + " px: " + out.slice(-3).map((e) => e.localName + "." + e.className).join(", ");
})()`

// cut tells which controls their container cuts off, or which texts their own box does, unless it says so by dots.
const cut = `[...document.querySelectorAll("a[href], button, input, select, textarea, summary, h1, h2, h3, p, label, li")].filter((e) => {
	if (!e.checkVisibility() || e.closest(".skip, .hidden, .trap")) return false;
	const box = e.getBoundingClientRect(), own = getComputedStyle(e);
	if (/hidden|clip/.test(own.overflowX + own.overflowY) && own.webkitLineClamp === "none" && e.matches("a, button, h1, h2, h3, p, label, li") && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2)) return true;
	for (let p = e.parentElement; p; p = p.parentElement) {
		const flow = getComputedStyle(p).overflowX, around = p.getBoundingClientRect();
		if (/auto|scroll/.test(flow)) return false;
		if (/hidden|clip/.test(flow) && (box.right > around.right + 2 || box.left < around.left - 2)) return true;
	}
	return false;
}).map((e) => e.localName + " " + e.textContent.trim().slice(0, 30)).join(", ")`

// shifts records what moves while the page loads.
const shifts = `window.shifts = [];
new PerformanceObserver((list) => {
	for (const e of list.getEntries()) if (!e.hadRecentInput) shifts.push({ Value: e.value, What: e.sources.map((s) => s.node?.className || s.node?.nodeName).join(", ") });
}).observe({ type: "layout-shift", buffered: true });`

// shift is one of them; together they make the CLS, which has to be 0.00.
type shift struct {
	Value float64
	What  string
}

// spacing is what WCAG 1.4.12 lets readers ask for; twice is text of twice the size (1.4.4).
const (
	spacing = `(() => { const s = new CSSStyleSheet(); s.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"); document.adoptedStyleSheets.push(s); })()`
	twice   = `document.documentElement.style.fontSize = "200%"`
)

// lookOnScreens opens every page on screens of all sizes over a slow line: nothing moves while it loads, nothing is wider than the
// screen or cut off, also with wide spacing, large text and a zoom of 400 %; nobody else is asked for anything, and no cookie is set.
// With PICTURES it photographs every page at every width, light and dark.
func lookOnScreens(t *testing.T, pages []corePage) {
	p := browse(t)
	w := p.watch()
	p.atStart(shifts)
	for _, page := range pages {
		p.size(360, 740)
		p.mustLoadStill(page)
		p.mustShowPictures(page)
		for _, width := range []int64{320, 360, 768, 1280, 1920} {
			p.size(width, 740)
			p.mustFit(page, fmt.Sprintf("%d px", width))
			p.photograph(page, width)
		}
		p.size(320, 256)
		p.mustFit(page, "at 400 %")
		p.run(spacing)
		p.mustFit(page, "with wide spacing")
		p.size(640, 740)
		p.run(twice)
		p.mustFit(page, "with large text")
		w.mustKnowOnly(t, page)
	}
	for _, page := range pages {
		if cookies := value(p, cookiesOf(page.url())); len(cookies) > 0 {
			t.Errorf("%s: a reader has %d cookies", page, len(cookies))
		}
	}
}

// mustLoadStill visits a page twice, in which nothing may move: when its faces come long after its words, and over the line as it is.
func (p *tab) mustLoadStill(page corePage) {
	p.t.Helper()
	for _, faces := range []time.Duration{800 * time.Millisecond, 0} {
		p.slow(faces)
		p.visit(page)
		var moved float64
		var by []string
		for _, s := range eval[[]shift](p, "window.shifts") {
			moved, by = moved+s.Value, append(by, s.What)
		}
		if moved >= 0.005 {
			p.t.Errorf("%s moves while it loads, its faces %v late: CLS is %.4f by %s", page, faces, moved, strings.Join(by, "; "))
		}
	}
}

// mustShowPictures expects every picture of a page, also those further down, and room for each before it comes.
func (p *tab) mustShowPictures(page corePage) {
	p.t.Helper()
	p.run(`document.querySelectorAll("img").forEach((i) => { i.loading = "eager"; })`)
	p.wait("the pictures of "+page.String(), `[...document.images].every((i) => i.complete)`)
	if broken := eval[string](p, `[...document.images].filter((i) => !i.naturalWidth || !i.getAttribute("width")).map((i) => i.src).join(", ")`); broken != "" {
		p.t.Errorf("%s: pictures that are broken or of no size: %s", page, broken)
	}
}

// mustFit expects nothing wider than the window and nothing cut off.
func (p *tab) mustFit(page corePage, where string) {
	p.t.Helper()
	if found := eval[string](p, wide); found != "" {
		p.t.Errorf("%s, %s: wider than the window: %s", page, where, found)
	}
	if found := eval[string](p, cut); found != "" {
		p.t.Errorf("%s, %s: cut off: %s", page, where, found)
	}
}

// mustKnowOnly expects that a page of the core set asked for nothing but what is on its own site, and complained of nothing.
func (w *witness) mustKnowOnly(t *testing.T, page corePage) {
	t.Helper()
	said, asked := w.taken()
	for _, line := range said {
		if page.status == 200 || !strings.Contains(line, fmt.Sprintf("status of %d", page.status)) { // the browser says so of every failure
			t.Errorf("%s: %s", page, line)
		}
	}
	for _, url := range asked {
		if !strings.HasPrefix(url, page.site.URL+"/") && !strings.HasPrefix(url, "data:") { // icons of the browser's own player
			t.Errorf("%s asks for %s", page, url)
		}
	}
}

// slow makes the line of the tab that of a telephone far from its mast: 1.6 Mbit/s and 150 ms, nothing remembered, faces later still.
func (p *tab) slow(faces time.Duration) {
	p.t.Helper()
	call(p, "a slow line", func(ctx context.Context) error {
		if _, err := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
			return err
		}
		line := network.Conditions{Latency: 150, DownloadThroughput: 1.6e6 / 8, UploadThroughput: 750e3 / 8}
		late := line
		late.URLPattern, late.Latency = "*://*:*/*.woff2", line.Latency+float64(faces.Milliseconds())
		_, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{&late, &line},
		})
		return err
	})
}

// photograph saves the page as it stands, light and dark, when pictures are wanted.
func (p *tab) photograph(page corePage, width int64) {
	p.t.Helper()
	if os.Getenv("PICTURES") == "" {
		return
	}
	for _, scheme := range []string{"dark", "light"} {
		p.emulate("", "prefers-color-scheme="+scheme, "prefers-reduced-motion=reduce")
		p.picture(fmt.Sprintf("%s-%s-%d-%s", page.show, page.name, width, scheme))
	}
}
