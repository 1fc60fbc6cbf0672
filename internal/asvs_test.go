package internal_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestASVS holds docs/asvs.tsv to the standard: as many requirements of each level as OWASP ASVS 5.0.0 has, each once, each with an
// answer; tests exist, documents and their sections too.
func TestASVS(t *testing.T) {
	data, err := os.ReadFile("../docs/asvs.tsv")
	if err != nil {
		t.Fatal(err)
	}
	tests, count, seen := testNames(t), map[string]int{}, map[string]bool{}
	id := regexp.MustCompile(`^V([1-9]|1[0-7])\.[1-8]\.[1-9][0-9]?$`)
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 || !id.MatchString(fields[0]) || seen[fields[0]] {
			t.Errorf("not a requirement, its level and its answer, or a second one: %q", line)
			continue
		}
		seen[fields[0]] = true
		count[fields[1]]++
		kind, answer, _ := strings.Cut(fields[2], ": ")
		switch kind {
		case "test":
			for name := range strings.SplitSeq(answer, ", ") {
				if !tests[name] {
					t.Errorf("%s: there is no %s", fields[0], name)
				}
			}
		case "operator":
			document := regexp.MustCompile(`docs/[a-z-]+\.md`).FindString(answer)
			text, err := os.ReadFile("../" + document)
			if err != nil {
				t.Errorf("%s names no document: %q", fields[0], answer)
			}
			if _, section, found := strings.Cut(answer, ".md, "); found {
				section, _, _ = strings.Cut(section, ";")
				if !strings.Contains(strings.ToLower(string(text)), "## "+strings.ToLower(section)) {
					t.Errorf("%s: %s has no section %q", fields[0], document, section)
				}
			}
		case "n/a", "gap":
			if len(answer) < len("no LDAP") {
				t.Errorf("%s says not why: %q", fields[0], answer)
			}
			for _, name := range regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w+`).FindAllString(answer, -1) {
				if !tests[name] {
					t.Errorf("%s: there is no %s", fields[0], name)
				}
			}
		default:
			t.Errorf("%s is answered by %q", fields[0], kind)
		}
	}
	if count["1"] != 70 || count["2"] != 183 || len(count) != 2 {
		t.Errorf("requirements by level: %v, want 70 of level 1 and 183 of level 2", count)
	}
}

// testNames are the names of all tests and fuzz targets.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	names := map[string]bool{}
	for _, top := range []string{".", "../cmd", "../static"} {
		err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			data, err := os.ReadFile(path)
			for _, m := range declared.FindAllStringSubmatch(string(data), -1) {
				names[m[1]] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}
