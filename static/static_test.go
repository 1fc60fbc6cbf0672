package static

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	colour = regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(`)
	ascii  = regexp.MustCompile(`[^\x00-\x7f]`)
)

// TestComponentsUseTokens holds style sheets to colours by name: values stand in :root alone.
func TestComponentsUseTokens(t *testing.T) {
	source := os.DirFS("src")
	sheets, err := fs.Glob(source, "css/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatal(sheets, err)
	}
	for _, name := range sheets {
		data, err := fs.ReadFile(source, name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			token := strings.HasPrefix(strings.TrimSpace(line), "--") || strings.Contains(line, ":root {")
			if m := colour.FindString(line); m != "" && !token {
				t.Errorf("%s:%d: %s is no token", name, i+1, m)
			}
			if ascii.MatchString(line) {
				t.Errorf("%s:%d: not ASCII: the sheet has no charset", name, i+1)
			}
		}
	}
}

// danger is what makes code or markup out of words, or hears other windows; innerHTML is allowed for what the script itself spells out.
var danger = regexp.MustCompile("\\beval\\(|\\bFunction\\(|insertAdjacentHTML|outerHTML|document\\.write|createContextualFragment|setHTML|srcdoc|__proto__|postMessage|[\"'](message|storage)[\"']|on(message|storage)\\b|innerHTML(?:\\s*\\+=|\\s*=\\s*[^'\"\\s])")

// TestScriptsMakeNoMarkupOfWords reads the sources: what somebody typed or sent is text to them.
func TestScriptsMakeNoMarkupOfWords(t *testing.T) {
	scripts := 0
	err := filepath.WalkDir("src/js", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if m := danger.Find(data); m != nil {
			t.Errorf("%s: %s", name, m)
		}
		scripts++
		return err
	})
	if err != nil || scripts == 0 {
		t.Fatal(err)
	}
}

// TestFacesAreSmallAndLicensed holds the faces to their budget and their licence texts to their side.
func TestFacesAreSmallAndLicensed(t *testing.T) {
	for name, limit := range map[string]int64{"plate-600.woff2": 12_800, "tag-450.woff2": 7_700, "text-400.woff2": 22_000,
		"text-400-italic.woff2": 22_000, "text-600.woff2": 22_000} {
		info, err := fs.Stat(FS, "fonts/"+name)
		if err != nil || info.Size() > limit {
			t.Errorf("%s: %v, more than %d bytes?", name, err, limit)
		}
		licence, err := fs.ReadFile(FS, "fonts/"+strings.SplitN(name, "-", 2)[0]+".OFL.txt")
		if err != nil || !strings.Contains(string(licence), "SIL Open Font License, Version 1.1") {
			t.Errorf("%s has no licence beside it: %v", name, err)
		}
	}
}

// TestScriptsAreSmall holds the scripts of a first visit to the budget of the design, with half a KiB left for the heads of each answer:
// 5 KiB where nothing plays, 8 KiB on an episode's page.
func TestScriptsAreSmall(t *testing.T) {
	const heads = 512
	for budget, scripts := range map[int][]string{5 << 10: {"site.js"}, 8 << 10: {"site.js", "player.js"}} {
		size := 0
		for _, name := range scripts {
			data, err := fs.ReadFile(FS, "js/"+name)
			if err != nil {
				t.Fatal(err)
			}
			size += packed(data) + heads
		}
		if size > budget {
			t.Errorf("%v: %d bytes, more than %d", scripts, size, budget)
		}
	}
}

// packed is how many bytes gzip makes of data.
func packed(data []byte) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data) // a buffer takes everything
	_ = z.Close()
	return b.Len()
}

// TestBundlesAreFresh bundles the sources again: what is committed is what they give.
func TestBundlesAreFresh(t *testing.T) {
	fresh := t.TempDir()
	if out, err := exec.Command("./bundle.sh", fresh).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	made := map[string]bool{}
	for _, pattern := range []string{"css/*", "js/*"} {
		for _, name := range append(glob(t, os.DirFS(fresh), pattern), glob(t, FS, pattern)...) {
			made[name] = true
		}
	}
	for name := range made {
		want, err := os.ReadFile(filepath.Join(fresh, name))
		if err != nil {
			t.Errorf("%s comes from no source: delete it", name)
			continue
		}
		if got, _ := fs.ReadFile(FS, name); !bytes.Equal(got, want) {
			t.Errorf("%s is older than its sources: run make assets", name)
		}
	}
}

func glob(t *testing.T, files fs.FS, pattern string) []string {
	names, err := fs.Glob(files, pattern)
	if err != nil || len(names) == 0 {
		t.Fatal(pattern, names, err)
	}
	return names
}
