package internal_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryFuzzTargetKeepsItsCorpus holds fuzz targets to inputs that are kept beside them: "go test" tries those each time,
// and a search begins where the last one ended.
func TestEveryFuzzTargetKeepsItsCorpus(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)
	targets, kept := map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if before, file, found := strings.Cut(path, "/testdata/fuzz/"); found {
			kept[before+" "+filepath.Dir(file)] = true
			return nil
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		data, err := os.ReadFile(path)
		for _, m := range declared.FindAllStringSubmatch(string(data), -1) {
			targets[filepath.Dir(path)+" "+m[1]] = true
		}
		return err
	})
	if err != nil || len(targets) == 0 {
		t.Fatal(err, len(targets))
	}
	for target := range targets {
		if !kept[target] {
			t.Errorf("no corpus is kept for %s", target)
		}
	}
	for corpus := range kept {
		if !targets[corpus] {
			t.Errorf("a corpus of no target: %s", corpus)
		}
	}
}
