package content

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"insider/internal/content/mistake"
)

func contentDocs(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "content.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestDocsListEveryRule compares the table at the end of docs/content.md with the rules, and the rules with the cases.
func TestDocsListEveryRule(t *testing.T) {
	var want strings.Builder
	want.WriteString("| rule | when |\n|---|---|\n")
	for _, r := range mistake.Rules() {
		fmt.Fprintf(&want, "| `%s` | %s |\n", r.Name, r.What)
	}
	_, table, _ := strings.Cut(contentDocs(t), "| rule | when |\n")
	if got := "| rule | when |\n" + table; got != want.String() {
		t.Errorf("docs/content.md does not end with the table of rules:\n%s", want.String())
	}
	cases, err := os.ReadDir(filepath.Join("testdata", "mistakes"))
	if err != nil {
		t.Fatal(err)
	}
	var names, known []string
	for _, c := range cases {
		names = append(names, c.Name())
	}
	for _, r := range mistake.Rules() {
		known = append(known, r.Name)
	}
	if !slices.Equal(names, known) {
		t.Errorf("cases: %v\nrules: %v", names, known)
	}
}
