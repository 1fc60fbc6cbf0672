package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"insider/internal/browser"
)

// judges is where the gate puts what other people wrote to look at pages.
const judges = "../../.tools/pages"

// barriers runs axe by some of its rules and returns what it finds.
const barriers = `axe.run(document, { resultTypes: ["violations"], %s }).then(({ violations }) => violations.map((v) => v.id + ", " + v.nodes.length + " times: " + v.nodes[0].target.join(" ") + ": " + v.nodes[0].failureSummary.replace(/\s+/g, " ")))`

// WCAG 2.2 AA, and what axe holds to be good practice; the rule on the size of targets is off unless it is asked for.
const (
	everyRule  = `runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"], rules: { "target-size": { enabled: true } }`
	colourRule = `runOnly: ["color-contrast", "link-in-text-block"]`
)

// lookForBarriers has axe look at every page, small and large, light and dark.
func lookForBarriers(t *testing.T, pages []corePage) {
	axe, err := os.ReadFile(filepath.Join(judges, "node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Skip("SKIP-TOOL axe by npm: pages are not searched for barriers")
	}
	p := browse(t)
	p.atStart(string(axe))
	for _, page := range pages {
		for _, width := range []int64{360, 1280} {
			p.size(width, 800)
			p.emulate("", "prefers-reduced-motion=reduce", "prefers-color-scheme=light")
			p.visit(page)
			for scheme, rules := range map[string]string{"light": everyRule, "dark": colourRule} {
				p.emulate("", "prefers-reduced-motion=reduce", "prefers-color-scheme="+scheme)
				for _, found := range promised[[]string](p, fmt.Sprintf(barriers, rules)) {
					t.Errorf("%s, %d px, %s: %s", page, width, scheme, found)
				}
			}
		}
	}
	p.run(`document.querySelector("main").append(new Image())`)
	if found := promised[[]string](p, fmt.Sprintf(barriers, everyRule)); len(found) == 0 {
		t.Error("axe does not see a picture without alternative")
	}
}

// lookAtMarkup has a checker of HTML read every page as it is sent.
func lookAtMarkup(t *testing.T, pages []corePage) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("SKIP-TOOL npm: the HTML of pages is not checked")
	}
	if _, err := os.Stat(filepath.Join(judges, "node_modules/html-validate")); err != nil {
		t.Skip("SKIP-TOOL html-validate by npm: the HTML of pages is not checked")
	}
	dir := t.TempDir()
	command := exec.Command("node", "../../.ci/pages/judge.cjs")
	for i, page := range pages {
		file := filepath.Join(dir, fmt.Sprintf("%d.html", i))
		if err := os.WriteFile(file, page.fetch(t), 0o600); err != nil {
			t.Fatal(err)
		}
		command.Args = append(command.Args, file)
	}
	absolute, err := filepath.Abs(filepath.Join(judges, "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	command.Env = append(os.Environ(), "NODE_PATH="+absolute)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaint.String())
	}
	var found [][]string
	if err := json.Unmarshal(out, &found); err != nil || len(found) != len(pages) {
		t.Fatalf("%v: %d pages of %d", err, len(found), len(pages))
	}
	for i, lines := range found {
		for _, line := range lines {
			t.Errorf("%s: %s", pages[i], line)
		}
	}
}

// fetch returns the page as it is sent.
func (p corePage) fetch(t *testing.T) []byte {
	t.Helper()
	method, body, kind := http.MethodGet, io.Reader(nil), ""
	if p.form != "" {
		method, body, kind = http.MethodPost, strings.NewReader(p.form), "application/x-www-form-urlencoded"
	}
	a, err := p.site.try(method, p.path, body, "Content-Type", kind)
	if err != nil || int64(a.Status) != p.status {
		t.Fatalf("%s: %v %v", p, err, a)
	}
	return []byte(a.Body)
}

// lookAtWeight weighs a first visit to every page against the budget of its class.
func lookAtWeight(t *testing.T, pages []corePage) {
	p := browse(t)
	for _, page := range pages {
		ctx, cancel := p.limited()
		w, err := browser.Weigh(ctx, page.url(), page.form)
		cancel()
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		if budget := page.class.Budget(); w.Share(budget) > 1 {
			t.Errorf("%s weighs %s; a %s may weigh %s (KiB of HTML, CSS and scripts; of scripts; of faces; requests)", page, w, page.class, budget)
		}
		t.Logf("%s: %s", page, w)
	}
}
