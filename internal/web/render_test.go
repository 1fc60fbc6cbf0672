package web

import (
	"html/template"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

func testFuncs(t *testing.T) template.FuncMap {
	t.Helper()
	assets, err := NewAssets(files("css/site.css", "a{}"), "/radio")
	if err != nil {
		t.Fatal(err)
	}
	return Funcs(&url.URL{Scheme: "https", Host: "example.com", Path: "/radio/"}, assets)
}

func TestEachPageHasItsOwnSet(t *testing.T) {
	r, err := NewRenderer(files(
		"layout.html", `<title>{{.}}</title>{{block "main" .}}nothing{{end}}`,
		"parts/row.html", `row of {{.}}`,
		"site/index.html", `{{define "main"}}site {{template "parts/row" .}}{{end}}`,
		"site/bare.html", ``,
		"desk/layout.html", `desk: {{template "main" .}}{{template "desk/parts/nav"}}`,
		"desk/parts/nav.html", `[nav]`,
		"desk/index.html", `{{define "main"}}index {{template "parts/row" .}}{{end}}`,
		"mail/letter.html", `{{broken`,
	), nil, false)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"site/index": "<title>&lt;x&gt;</title>site row of &lt;x&gt;",
		"site/bare":  "<title>&lt;x&gt;</title>nothing",
		"desk/index": "desk: index row of &lt;x&gt;[nav]",
	} {
		got, err := r.Execute(name, "<x>")
		if err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if names := strings.Join(r.Names(), " "); names != "desk/index site/bare site/index" {
		t.Error(names)
	}
	if _, err := r.Execute("site/none", nil); err == nil {
		t.Error("a page that is not there was rendered")
	}
}

func TestFailingTemplateGivesNothing(t *testing.T) {
	r, err := NewRenderer(files("layout.html", `before {{.Missing}}`, "site/x.html", ``), nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := r.Execute("site/x", struct{}{}); err == nil || out != nil {
		t.Fatalf("%q, %v", out, err)
	}
	if _, err := NewRenderer(files("site/x.html", `{{if}}`), nil, false); err == nil {
		t.Fatal("a broken template was accepted")
	}
}

func TestDevelopmentReadsAgain(t *testing.T) {
	dir := t.TempDir()
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "x.html"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("one")
	r, err := NewRenderer(os.DirFS(dir), nil, true)
	if err != nil {
		t.Fatal(err)
	}
	write("two")
	if out, err := r.Execute("x", nil); err != nil || string(out) != "two" {
		t.Fatalf("%q, %v", out, err)
	}
}

func TestFuncs(t *testing.T) {
	page := `{{link "/a"}} {{abs "/a"}} {{asset "css/site.css"}} {{date .When}} | {{dateTime .When}} | {{duration .Long}} | {{clock .Long}} | {{number 1234567}}`
	r, err := NewRenderer(files("x.html", page), testFuncs(t), false)
	if err != nil {
		t.Fatal(err)
	}
	out, err := r.Execute("x", struct {
		When time.Time
		Long time.Duration
	}{testTime, 65*time.Minute + 4*time.Second})
	if err != nil {
		t.Fatal(err)
	}
	want := "/radio/a https://example.com/radio/a /radio/assets/css/site.5f546eb4606b.css 3 November 2026 | 3 November 2026, 09:00 | 1 h 5 min | 1:05:04 | 1,234,567"
	if string(out) != want {
		t.Fatalf("got  %s\nwant %s", out, want)
	}
	if r, err = NewRenderer(files("x.html", `{{asset "css/none.css"}}`), testFuncs(t), false); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Execute("x", nil); err == nil {
		t.Fatal("a static file that is not there got an address")
	}
}

func TestDurationsAndNumbers(t *testing.T) {
	for d, want := range map[time.Duration]string{45 * time.Second: "45 s", 42*time.Minute + 29*time.Second: "42 min",
		59*time.Minute + 40*time.Second: "1 h", 2 * time.Hour: "2 h", 125 * time.Minute: "2 h 5 min"} {
		if got := Duration(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", -1234567: "−1,234,567"} {
		if got := Number(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if Clock(125*time.Second) != "2:05" || Clock(3600*time.Second) != "1:00:00" {
		t.Error(Clock(125*time.Second), Clock(3600*time.Second))
	}
}
