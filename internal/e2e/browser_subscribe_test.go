package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// letterForm is the form for the letter where it stands on other pages.
const letterForm = ".in-place form"

// heading is the text over the form for the letter.
const heading = `document.querySelector("#subscribe").textContent`

// TestBrowserSubscribesInPlace subscribes on the home page without leaving it: a mistake, the answer, another address.
func TestBrowserSubscribesInPlace(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.open(s.URL + "/")
	p.run(`window.same = true`)
	title := eval[string](p, "document.title")
	p.fill(letterForm+" [type=email]", "reader at example.com")
	p.press(letterForm + " button")
	p.mustShowMistakes(1)
	if value := eval[string](p, `document.querySelector("#email").value`); value != "reader at example.com" {
		t.Errorf("the field holds %q", value)
	}
	p.picture("subscribe-in-place-mistake")
	p.run(`document.querySelector("#email").value = ""`)
	p.fill("#email", "raeder@example.com")
	p.press(letterForm + " button.primary")
	p.wait("the answer stands in its place", heading+` === "Check your inbox" && document.activeElement.id === "subscribe"`)
	if said := p.text(".in-place"); !strings.Contains(said, "We are sending a link to raeder@example.com. It works for 48 hours.") {
		t.Errorf("the answer says %q", said)
	}
	if now := eval[string](p, "document.title"); now != title {
		t.Errorf("the title is %q, was %q", now, title)
	}
	p.picture("subscribe-in-place-answer")
	p.press(letterForm + " button")
	p.wait("the form is back with the address", `document.activeElement.id === "email" && document.activeElement.value === "raeder@example.com" && `+heading+` !== "Check your inbox"`)
	p.run(`document.querySelector("#email").value = ""`)
	p.fill("#email", "reader@example.com")
	p.press(letterForm + " button.primary")
	p.wait("the second answer", `document.querySelector(".in-place strong")?.textContent === "reader@example.com"`)
	if !eval[bool](p, "window.same === true && location.pathname === '/'") {
		t.Error("the page was left")
	}
	p.open(s.URL + s.waitForLink("/subscribe/confirm"))
	if status := p.submit("main form button"); status != http.StatusOK || p.text("h1") != "You are on the list" {
		t.Errorf("confirmed: %d %s", status, p.text("h1"))
	}
}

// TestBrowserSubscribesByPageWhenTheAnswerIsLost falls back to a normal load.
func TestBrowserSubscribesByPageWhenTheAnswerIsLost(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	p.open(s.URL + "/")
	p.run(`window.fetch = () => Promise.reject(new TypeError("lost"))`)
	p.fill(letterForm+" [type=email]", "reader@example.com")
	if status := p.submit(letterForm + " button"); status != http.StatusOK || p.text("h1") != "Check your inbox" {
		t.Errorf("by page: %d %s", status, p.text("h1"))
	}
}
