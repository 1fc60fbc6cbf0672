package e2e

import (
	"testing"

	"insider/internal/browser"
)

// printed tells what is wrong with a page on paper, "" for nothing: only what is read may be seen, in black on white.
const printed = `(() => {
	const seen = [...document.querySelectorAll("body > header, body > footer, .skip, audio, form, button, .player")].filter((e) => e.checkVisibility());
	if (seen.length) return "still there: " + seen.map((e) => e.localName + "." + e.className).join(", ");
	if (!document.querySelector("h1").checkVisibility()) return "no title";
	const body = getComputedStyle(document.body);
	if (body.color !== "rgb(0, 0, 0)" || body.backgroundColor !== "rgb(255, 255, 255)") return body.color + " on " + body.backgroundColor;
	const address = document.querySelector("link[rel=canonical]");
	if (address && ![...document.querySelectorAll(".printed")].some((e) => e.checkVisibility() && e.textContent.includes(address.href))) return "no address of the page";
	return "";
})()`

// forced tells what cannot be seen any more when the system chooses the colours: buttons and fields without border, buttons that are a
// word or an icon alone without colour, and pens without colour.
const forced = `(() => {
	const bare = [...document.querySelectorAll(".button, input:not([type=radio], [type=checkbox], [type=range]), select, textarea")].filter((e) => {
		if (!e.checkVisibility() || e.closest(".trap, .hidden")) return false;
		const own = getComputedStyle(e);
		return own.borderTopStyle === "none" || parseFloat(own.borderTopWidth) < 1 || own.borderTopColor === own.backgroundColor;
	});
	const paper = getComputedStyle(document.body).backgroundColor;
	const pale = [...document.querySelectorAll("svg :is(.pen1, .pen2, .pen3)")].filter((e) => e.checkVisibility() && [paper, "none"].includes(getComputedStyle(e).stroke));
	const blank = [...document.querySelectorAll("button:not(.button)")].filter((e) => e.checkVisibility() && getComputedStyle(e).color === getComputedStyle(e).backgroundColor);
	return [...bare, ...pale, ...blank].map((e) => e.localName + "." + (e.className.baseVal ?? e.className)).join(", ");
})()`

// moving tells what runs.
const moving = `document.getAnimations().filter((a) => a.playState === "running").map((a) => a.animationName || a.transitionProperty || "an animation").join(", ") +
	(getComputedStyle(document.documentElement).scrollBehavior === "smooth" ? " smooth scrolling" : "")`

// lookInMedia opens every page for readers who ask for less motion, whose system chooses the colours, and on paper.
func lookInMedia(t *testing.T, pages []corePage) {
	p := browse(t)
	p.size(1280, 900)
	for _, page := range pages {
		p.emulate("", "prefers-reduced-motion=reduce")
		p.visit(page)
		if found := eval[string](p, moving); found != "" {
			t.Errorf("%s: runs for who asks for less motion: %s", page, found)
		}
		p.emulate("", "forced-colors=active", "prefers-reduced-motion=reduce")
		if found := eval[string](p, forced); found != "" {
			t.Errorf("%s: not to be seen in the system's colours: %s", page, found)
		}
		if page.class == browser.Embed {
			continue // a player in a frame has nothing to print
		}
		p.emulate("print", "prefers-color-scheme=dark", "prefers-reduced-motion=reduce")
		if found := eval[string](p, printed); found != "" {
			t.Errorf("%s: on paper: %s", page, found)
		}
	}
}
