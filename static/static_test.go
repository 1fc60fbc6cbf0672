package static

import (
	"io/fs"
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
	sheets, err := fs.Glob(FS, "css/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatal(sheets, err)
	}
	for _, name := range sheets {
		data, err := fs.ReadFile(FS, name)
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
