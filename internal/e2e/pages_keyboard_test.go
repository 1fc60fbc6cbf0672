package e2e

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"insider/internal/browser"
)

// stop is where the focus is: what it is on, and what is wrong with it.
type stop struct {
	Name   string
	Number int    // of the element, in the order in which elements were reached; -1 outside the page
	Again  bool   // it was here before
	Native bool   // a player of the browser's own, with stops inside and focus as the browser paints it
	Wrong  string // "" when the focus can be seen
}

// where tells the stop that the focus is on. Focus that is painted round something larger, such as a row, has to be painted there.
const where = `(() => {
	const e = document.activeElement, all = window.stops ??= [];
	if (!e || e === document.body || e === document.documentElement) return { Number: -1 };
	const again = all.includes(e);
	if (!again) all.push(e);
	const box = e.getBoundingClientRect(), own = getComputedStyle(e);
	const hit = document.elementFromPoint(Math.min(Math.max(box.left + Math.min(box.width, 40) / 2, 0), innerWidth - 1), Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 0), innerHeight - 1));
	const ring = (x) => x && x.outlineStyle !== "none" && parseFloat(x.outlineWidth) >= 2;
	let wrong = "";
	if (box.bottom <= 0 || box.top >= innerHeight || box.width === 0) wrong = "is off the screen";
	else if (!ring(own) && !ring(e.parentElement && getComputedStyle(e.parentElement)) && !ring(getComputedStyle(e, "::before")) && !ring(getComputedStyle(e, "::after"))) wrong = "shows no focus";
	else if (hit && !e.contains(hit) && !hit.contains(e) && !(e.labels && [...e.labels].some((l) => l.contains(hit)))) wrong = "is covered by " + hit.localName + "." + hit.className;
	return { Name: e.localName + " " + (e.textContent.trim() || e.name || e.ariaLabel || "").slice(0, 30), Number: all.indexOf(e), Again: again, Native: e.matches("audio, video"), Wrong: wrong };
})()`

// reachable counts what the tab key has to reach: radio buttons of one name are one stop.
const reachable = `(() => {
	const groups = new Set();
	return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, audio[controls], [tabindex='0']")].filter((e) => {
		if (!e.checkVisibility({ visibilityProperty: true }) || e.disabled || e.tabIndex < 0) return false;
		if (e.type !== "radio") return true;
		const name = e.form?.action + e.name, first = !groups.has(name);
		groups.add(name);
		return first;
	}).length;
})()`

// lookByKeyboard goes through every page by the tab key alone: the skip link comes first, except in frames, every stop shows that the
// focus is there, nothing holds it, and all that can be used is reached.
func lookByKeyboard(t *testing.T, pages []corePage) {
	p := browse(t)
	p.size(1280, 800)
	p.emulate("", "prefers-reduced-motion=reduce")
	for _, page := range pages {
		p.visit(page)
		p.run(`document.activeElement?.blur(); scrollTo(0, 0); getSelection().removeAllRanges(); document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex")`)
		p.walkByTab(page)
	}
}

// walkByTab presses the tab key until the focus leaves the page or comes round.
func (p *tab) walkByTab(page corePage) {
	p.t.Helper()
	want, reached := eval[int](p, reachable), 0
	for presses := 0; ; presses++ {
		p.key(kb.Tab)
		at := eval[stop](p, where)
		switch {
		case at.Number == 0 && at.Again || at.Number < 0:
			if reached != want {
				p.t.Errorf("%s: the tab key reaches %d of %d", page, reached, want)
			}
			return
		case presses == 0 && page.class != browser.Embed && eval[string](p, "document.activeElement.className") != "skip":
			p.t.Errorf("%s: the first stop is %s", page, at.Name)
		case at.Again && !at.Native, presses > 2*want+20:
			p.t.Errorf("%s: the focus is held at %s", page, at.Name)
			return
		case at.Wrong != "" && !at.Native:
			p.t.Errorf("%s: %s %s", page, at.Name, at.Wrong)
		}
		reached = at.Number + 1
	}
}
