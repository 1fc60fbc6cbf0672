package parse

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"insider/internal/frontmatter"
	"insider/internal/show"
)

// TestDocsListEveryKey compares the tables of keys with the keys that the code asks for.
func TestDocsListEveryKey(t *testing.T) {
	docs, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "content.md"))
	if err != nil {
		t.Fatal(err)
	}
	sections := map[show.Kind]string{show.Media: "## show.yaml\n", show.Episodes: "## Episodes\n", show.Articles: "## Articles\n", show.Pages: "## Pages\n", show.People: "## People\n"}
	for kind, heading := range sections {
		p := &parse{reader: &reader{first: 1}, v: &Context{GUID: func() string { return "" }}, rec: &Record{Kind: kind}}
		m := p.mapping("it", frontmatter.Node{Kind: frontmatter.Mapping}, 1)
		p.front(m)
		_, section, found := strings.Cut(string(docs), heading)
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
