package frontmatter

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/goccy/go-yaml/ast"
)

// compareParsers reads data both ways; whatever the plain reader takes, the whole parser must read alike.
func compareParsers(t *testing.T, data []byte) (plain bool) {
	t.Helper()
	n, ok := readPlain(data)
	if !ok {
		return false
	}
	file, err := parseAST(straighten(data))
	if err != nil || len(file.Docs) != 1 {
		t.Fatalf("%q\nis read as %+v, but is wrong: %v", data, n, err)
	}
	body, isMapping := file.Docs[0].Body.(*ast.MappingNode)
	if !isMapping {
		t.Fatalf("%q\nis read as %+v, but is %T", data, n, file.Docs[0].Body)
	}
	if whole := convert(body); !reflect.DeepEqual(values(n), values(whole)) {
		t.Fatalf("%q\nis read as %+v\nand by the parser as %+v", data, n, whole)
	}
	return true
}

// values drops the lines of lists and mappings, which nobody asks for: theirs are those of their keys.
func values(n Node) Node {
	if n.Kind == List || n.Kind == Mapping {
		n.Line = 0
	}
	for i := range n.Items {
		n.Items[i] = values(n.Items[i])
	}
	for i := range n.Pairs {
		n.Pairs[i].Value = values(n.Pairs[i].Value)
	}
	return n
}

var plainTexts = []string{
	"title: A text, with signs (and more) - even 'quotes'; \"too\"\ndate: 2026-11-30 09:00\nnumber: 12\ndraft: true\n",
	"title: \"Quoted: with #signs\"\nsummary: 'It is'\nguid: 7c1d7c1c-0000-4000-8000-000000000002\n",
	"topics: [Pumps, \"Valves, and\", 12]\nvoices: {A: ada, Reader B: pen 2}\naudio: {url: \"https://example.com/a.mp3\", bytes: 1}\n",
	"people:\n  - {person: ada, role: host}\n  - person: ben\n    role: guest\n  - carol\naliases:\n- /a\n",
	"# a comment\n\nvoices:\n  Reader A: pen 1\n\n  Reader B: pen 2\n# another\ntype: full\n",
	"date: 2015-01-05T06:00:00Z\nurl: https://example.com/a?b=c\n",
}

func TestPlainReaderTakesWhatAuthorsWrite(t *testing.T) {
	for _, s := range plainTexts {
		if !compareParsers(t, []byte(s)) {
			t.Errorf("%q takes the whole parser", s)
		}
	}
	files, err := filepath.Glob("../content/testdata/mistakes/*/content/*/*.md")
	if err != nil || len(files) < 50 {
		t.Fatal(len(files), err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if f, wrong := Split(data); wrong == nil {
			compareParsers(t, f.YAML)
		}
	}
}

func TestPlainReaderLeavesTheRestToTheParser(t *testing.T) {
	for _, s := range []string{
		"", "# only", "a: b: c", "a: b:", "a: |\n  x", "a: >-\n  x", "a: &x b", "a: *x", "a: !!str b", "a:\n  b\n", "a: b\n  c\n", "a: b # c", "a: 007", "a: 1.5", "a: 1e3", "a: 0x10",
		"a: ~", "a: null", "a: Yes", "a: 'it''s'", "a: \"x\\n\"", "a:\tb", "- a", "a: [b", "a: [b,]", "a: {b}", "a: [b: c]", "a: b\na: c", " a: b", "a: -1", "a: .inf", "a: @b", "a: `b`", "a: %b",
		"a: “b”", "a:\n", "a: 'b' c", "a: [b] c", "? a", "<<: b", "a: 1:02", "a: ,b", "a: ?b", "a: :b", "---\na: b", "a: b\n---\nc: d", "a: b\n...\n",
	} {
		if n, ok := readPlain([]byte(s)); ok {
			compareParsers(t, []byte(s))
			t.Logf("%q is read as %+v", s, n)
		}
	}
}

func FuzzPlainYAML(f *testing.F) {
	for _, s := range plainTexts {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		if text, wrong := Clean(data); wrong == nil {
			compareParsers(t, text)
		}
	})
}
