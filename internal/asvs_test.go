package internal_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// levels are the levels of the requirements of each section of OWASP ASVS 5.0.0, in their order: V1.5 has three, of level 1, 2 and 3.
const levels = `
	1.1 22  1.2 1111122223  1.3 112222222223  1.4 222  1.5 123
	2.1 122  2.2 112  2.3 12223  2.4 23
	3.1 3  3.2 113  3.3 12223  3.4 11222233  3.5 11122333  3.6 3  3.7 22333
	4.1 12233  4.2 23333  4.3 22  4.4 1222
	5.1 2  5.2 112333  5.3 113  5.4 222
	6.1 122  6.2 111111112222  6.3 11223333  6.4 112233  6.5 22222333  6.6 2223  6.7 33  6.8 2222
	7.1 222  7.2 1111  7.3 22  7.4 11222  7.5 223  7.6 22
	8.1 1233  8.2 1123  8.3 133  8.4 23
	9.1 111  9.2 1222
	10.1 22  10.2 223  10.3 22223  10.4 1111122222233333  10.5 22222  10.6 22  10.7 222
	11.1 2233  11.2 22233  11.3 11233  11.4 1222  11.5 23  11.6 23  11.7 33
	12.1 12233  12.2 11  12.3 22223
	13.1 2333  13.2 222223  13.3 2233  13.4 1222233
	14.1 22  14.2 12223333  14.3 122
	15.1 12233  15.2 12233  15.3 1222222  15.4 3333
	16.1 2  16.2 22222  16.3 2222  16.4 222  16.5 2223
	17.1 23  17.2 22223333  17.3 22`

// required maps each requirement of levels 1 and 2 to its level.
func required() map[string]string {
	of, words := map[string]string{}, strings.Fields(levels)
	for i := 0; i < len(words); i += 2 {
		for n, level := range words[i+1] {
			if level != '3' {
				of[fmt.Sprintf("V%s.%d", words[i], n+1)] = string(level)
			}
		}
	}
	return of
}

// TestASVS holds docs/asvs.tsv to the standard: every requirement of levels 1 and 2 of OWASP ASVS 5.0.0 and no other, each once, each with
// an answer; tests exist, documents and their sections too.
func TestASVS(t *testing.T) {
	data, err := os.ReadFile("../docs/asvs.tsv")
	if err != nil {
		t.Fatal(err)
	}
	tests, open := testNames(t), required()
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 || open[fields[0]] != fields[1] {
			t.Errorf("not a requirement, its level and its answer, or a second one: %q", line)
			continue
		}
		delete(open, fields[0])
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
	for id := range open {
		t.Errorf("%s has no answer", id)
	}
}

// TestSecurityDocumentNamesTests holds docs/security.md to tests that exist, and every promise in it to at least one.
func TestSecurityDocumentNamesTests(t *testing.T) {
	data, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	tests, named := testNames(t), regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w+`)
	for _, name := range named.FindAllString(string(data), -1) {
		if !tests[name] {
			t.Errorf("there is no %s", name)
		}
	}
	_, promises, _ := strings.Cut(string(data), "\n## Promises\n")
	promises, _, _ = strings.Cut(promises, "\n\n[")
	for _, promise := range strings.Split(promises, "\n- ")[1:] {
		if !named.MatchString(promise) {
			t.Errorf("no test holds the promise %q", promise)
		}
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
