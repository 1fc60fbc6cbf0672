package content

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"insider/internal/frontmatter"
	"insider/internal/show"
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
	for _, r := range Rules() {
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
	for _, r := range Rules() {
		known = append(known, r.Name)
	}
	if !slices.Equal(names, known) {
		t.Errorf("cases: %v\nrules: %v", names, known)
	}
}

// TestDocsListEveryKey compares the tables of keys with the keys that the code asks for.
func TestDocsListEveryKey(t *testing.T) {
	sections := map[show.Kind]string{show.Media: "## show.yaml\n", show.Episodes: "## Episodes\n", show.Articles: "## Articles\n", show.Pages: "## Pages\n", show.People: "## People\n"}
	for kind, heading := range sections {
		p := &parse{reader: &reader{first: 1}, v: &sight{guid: func() string { return "" }}, rec: &record{Kind: kind}}
		m := p.mapping("it", frontmatter.Node{Kind: frontmatter.Mapping}, 1)
		p.front(m)
		_, section, found := strings.Cut(contentDocs(t), heading)
		if !found {
			t.Fatalf("no section %q", heading)
		}
		section, _, _ = strings.Cut(section, "\n## ")
		var documented []string
		for line := range strings.Lines(section) {
			if key, ok := strings.CutPrefix(line, "| `"); ok {
				key, _, _ = strings.Cut(key, "`")
				documented = append(documented, key)
			}
		}
		slices.Sort(documented)
		slices.Sort(m.asked)
		if !slices.Equal(documented, slices.Compact(m.asked)) {
			t.Errorf("%s documents %v, the code asks for %v", strings.TrimSpace(heading), documented, m.asked)
		}
	}
}
