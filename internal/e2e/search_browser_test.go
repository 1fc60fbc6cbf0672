package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

const field = `document.querySelector("form.search input")`

// seek opens the search page of the show that ships in a fresh browser.
func seek(t *testing.T, path string) (*server, *tab) {
	t.Helper()
	s, p := start(t), browse(t)
	s.searchable()
	p.size(360, 800)
	p.quiet("/nowhere")
	p.open(s.URL + path)
	return s, p
}

// ask types into the field once scripts have made it a combobox.
func (p *tab) ask(text string) {
	p.t.Helper()
	p.wait("the field is a combobox", field+`.role === "combobox"`)
	p.fill("#q", text)
}

// suggested waits for suggestions and returns their text.
func (p *tab) suggested() []string {
	p.t.Helper()
	p.wait("there are suggestions", `document.querySelector("[role=listbox]:not([hidden]) [role=option]")`)
	return eval[[]string](p, `[...document.querySelectorAll("[role=option]")].map((o) => o.textContent)`)
}

// TestBrowserSuggestsTitles walks the combobox by keyboard and by pointer.
func TestBrowserSuggestsTitles(t *testing.T) {
	t.Parallel()
	s, p := seek(t, "/search")
	p.ask("dav")
	list := p.suggested()
	if len(list) < 2 || len(list) > 8 || !strings.Contains(strings.Join(list, "; "), "Special: David and Willem interview each other Episode") {
		t.Errorf("suggested: %q", list)
	}
	p.wait("how many there are is said", `/^\d titles$/.test(document.querySelector("form.search [role=status]").textContent)`)
	if got := eval[string](p, field+`.ariaExpanded + " " + (`+field+`.getAttribute("aria-activedescendant") ?? "none")`); got != "true none" {
		t.Errorf("before an arrow: %s", got)
	}
	active := field + `.getAttribute("aria-activedescendant")`
	selected := `[...document.querySelectorAll("[role=option][aria-selected=true]")].map((o) => o.id).join()`
	for _, step := range []struct{ key, want string }{{kb.ArrowDown, "suggestion-0"}, {kb.ArrowDown, "suggestion-1"}, {kb.ArrowUp, "suggestion-0"}} {
		p.key(step.key)
		if a, b := eval[string](p, active), eval[string](p, selected); a != step.want || b != step.want {
			t.Errorf("after an arrow %s is active and %s selected, not %s", a, b, step.want)
		}
	}
	p.key(kb.ArrowUp) // around
	if got, want := eval[string](p, active), "suggestion-"+string(rune('0'+len(list)-1)); got != want {
		t.Errorf("up from the first is %s, not %s", got, want)
	}
	p.key(kb.Escape)
	if eval[string](p, field+`.ariaExpanded + `+field+`.value`) != "falsedav" {
		t.Error("Escape does more or less than close the list")
	}

	p.open(s.URL + "/search")
	p.ask("lighth")
	p.wait("the suggestion for more letters", `document.querySelectorAll("[role=option]").length === 1`)
	p.key(kb.ArrowDown)
	p.key(kb.Enter)
	p.wait("Enter opens the page", `location.pathname === "/articles/the-lighthouse-plant"`)

	p.open(s.URL + "/search")
	p.ask("two clo")
	p.suggested()
	p.press("[role=option]")
	p.wait("a press opens the page", `location.pathname === "/articles/two-clocks-in-one-plant"`)

	p.open(s.URL + "/nowhere")
	p.ask("lighthouse")
	p.suggested()
	p.key(kb.Enter)
	p.wait("Enter without a choice searches", `location.pathname + location.search === "/search?q=lighthouse"`)
	if got := p.text("h1"); !strings.HasSuffix(got, "results for “lighthouse”") {
		t.Errorf("the heading says %q", got)
	}
}

// TestBrowserPlaysWhatWasFound presses a moment in a transcript; without scripts the page still starts there.
func TestBrowserPlaysWhatWasFound(t *testing.T) {
	t.Parallel()
	s, p := seek(t, "/search?q=%22billions+have+been%22")
	const hit = `.turns a[href^="` + special + `?t="]`
	second := eval[float64](p, `+new URL(document.querySelector('`+hit+`').href).searchParams.get("t")`)
	p.press(hit)
	p.wait("the page of that second", `location.pathname === "`+special+`" && location.hash === "#player" && document.querySelector("audio")`)
	p.playOn()
	p.mustBeAt("what was found", second)
	p.scripts(false)
	p.open(s.URL + "/search")
	p.fill("#q", "lighthouse")
	p.press("form.search button")
	p.wait("the form searches without scripts", `location.search === "?q=lighthouse"`)
}

// TestSearchingLeavesThePlayerAlone searches while an episode plays.
func TestSearchingLeavesThePlayerAlone(t *testing.T) {
	t.Parallel()
	s, p := listen(t, special)
	s.searchable()
	p.playOn()
	p.run(trace)
	p.run(`document.querySelector(".menu a[href='/search']").click()`)
	p.arrived(s.URL + "/search")
	p.mustSound("the search page")
	p.ask("lighthouse")
	p.suggested()
	p.key(kb.Enter)
	p.wait("the results are in place", `location.search === "?q=lighthouse" && document.querySelector("main mark")`)
	p.mustSound("the results")
}
