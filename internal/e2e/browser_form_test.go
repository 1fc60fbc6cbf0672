package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// told is the line under the story.
const told = `document.querySelector(".told [role=status]").textContent`

// TestBrowserFormsSayWhatTheyDo holds what scripts add to the story form: the exact credit line, the count of words, and one
// sending per press.
func TestBrowserFormsSayWhatTheyDo(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.open(s.URL + "/stories/new")
	p.wait("the line says what stands under the story", `document.querySelector("#credit-hint").textContent.includes("You are not named")`)
	p.press("input[name=naming][value=full]")
	p.fill("#credit", "  Ann   Peeters ")
	if line := p.text("#credit-hint"); line != "Under your story will stand: “Sent in by Ann Peeters”." {
		t.Errorf("the line says %q", line)
	}
	p.fill("#text", "The pump ran backwards.")
	p.wait("the words are counted", told+` === "4 words."`)

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

// kept is the draft of this device.
const kept = `localStorage.getItem("insider story")`

// TestBrowserKeepsADraftWhenAsked keeps a draft on the device only after somebody asked for it, and deletes it when the story
// is sent.
func TestBrowserKeepsADraftWhenAsked(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	w := p.watch()
	const button = ".told button"
	p.open(s.URL + "/stories/new")
	p.fill("#text", "The pump ran backwards.")
	p.wait("the words are counted", told+` === "4 words."`)
	if draft := eval[any](p, kept); draft != nil {
		t.Fatalf("nobody asked for the draft %v", draft)
	}
	if label := p.text(button); label != "Keep a draft on this device" {
		t.Errorf("the button says %q", label)
	}
	p.press(button)
	p.wait("the line says since when", `/^4 words\. Saved on this device \d\d:\d\d\.$/.test(`+told+`)`)
	p.fill("#text", " Nobody asked.")
	p.press("#air")
	p.wait("what changed is kept", kept+`.includes("backwards. Nobody asked.") && `+kept+`.includes('"air"')`)

	p.open(s.URL + "/")
	p.open(s.URL + "/stories/new")
	p.wait("the draft is back", `document.querySelector("#text").value === "The pump ran backwards. Nobody asked." && document.querySelector("#air").checked`)
	p.press(button)
	p.wait("the draft is deleted", kept+` === null && `+told+`.includes("Draft deleted.")`)
	p.picture("draft-deleted")
	p.press(button)
	p.press("input[name=naming][value=full]") // and no name: a mistake
	if status := p.submit("#story .buttons button"); status != http.StatusUnprocessableEntity {
		t.Errorf("without a name: %d", status)
	}
	p.wait("the draft outlives a mistake", `document.querySelector("`+button+`").textContent === "Delete draft" && `+kept+`.includes("full")`)
	p.press("input[name=naming][value=none]")
	if status := p.submit("#story .buttons button"); status != http.StatusOK || !strings.Contains(p.text("h1"), "We have your story") {
		t.Errorf("sent: %d %s", status, p.text("h1"))
	}
	p.wait("the draft is gone with the sending", kept+" === null")
	said, _ := w.taken()
	for _, line := range said {
		if !strings.Contains(line, "status of 422") {
			t.Error(line)
		}
	}
}

// TestBrowserFormsWorkWhileSoundGoesOn opens the form by a link while an episode plays: the page is not loaded anew, and the
// form has all that scripts give it.
func TestBrowserFormsWorkWhileSoundGoesOn(t *testing.T) {
	t.Parallel()
	_, p := listen(t, special)
	p.playOn()
	p.run(`window.same = true`)
	p.press(`.foot a[href="/stories/new"]`)
	p.wait("the form is there", `document.querySelector("#story .told button")?.textContent === "Keep a draft on this device"`)
	p.fill("#text", "The pump ran backwards.")
	p.wait("the words are counted", told+` === "4 words."`)
	p.press(`.foot a[href="/articles"]`)
	p.wait("the articles are there", `location.pathname === "/articles" && document.querySelector(".in-place [type=email]")`)
	p.fill(letterForm+" [type=email]", "reader@example.com")
	p.press(letterForm + " button")
	p.wait("the answer stands in its place", heading+` === "Check your inbox"`)
	p.press(`.foot a[href="/stories/new"]`)
	p.wait("the form is there again, with one button", `document.querySelectorAll("#story .told button").length === 1`)
	if !eval[bool](p, "window.same === true && !"+sound+".paused") {
		t.Error("the page was loaded anew, or the sound stopped")
	}
}
