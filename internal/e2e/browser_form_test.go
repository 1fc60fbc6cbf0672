package e2e

import (
	"strings"
	"testing"
)

// TestBrowserFormsSayWhatTheyDo holds what scripts add to the story form: the exact credit line, the count of words, and one
// sending per press.
func TestBrowserFormsSayWhatTheyDo(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.open(s.URL + "/stories/new")
	if line := p.text("#credit-hint"); !strings.Contains(line, "You are not named") {
		t.Errorf("before a choice the line says %q", line)
	}
	p.press("input[name=naming][value=full]")
	p.fill("#credit", "  Ann   Peeters ")
	if line := p.text("#credit-hint"); line != "Under your story will stand: “Sent in by Ann Peeters”." {
		t.Errorf("the line says %q", line)
	}
	p.fill("#text", "The pump ran backwards.")
	p.wait("the words are counted", `document.querySelector("#text + [role=status]").textContent === "4 words"`)

	const first = "main form .buttons button"
	eval[bool](p, `window.sent = 0, document.querySelector("main form").addEventListener("submit", (e) => {
		if (!e.defaultPrevented) window.sent++;
		e.preventDefault();
	}), true`)
	p.press(first)
	p.press(first)
	if sent, label := eval[int](p, "window.sent"), p.text(first); sent != 1 || label != "Sending …" {
		t.Errorf("pressed twice: sent %d times, the button says %q", sent, label)
	}
	p.wait("another press counts again after a while", `document.querySelector("`+first+`").textContent === "Send your story"`)
}
