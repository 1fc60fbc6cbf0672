package parse

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"insider/internal/content/folder"
	"insider/internal/show"
)

// FuzzParse reads any text as every kind: it gives a record or mistakes with places, and never fails otherwise.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"title: A\ndate: 2026-01-01\nguid: x\naudio: {url: 'https://example.com/a.mp3', bytes: 1, type: audio/mpeg, duration: 60}",
		"title: “A”\nnumber: 1\ntopics: [a, b]\npeople:\n- person: x\n", "a: &x [*x]", "title: a: b", "\ttitle: a", "- a", "{", "[[[[[[", "? a\n: b",
		"title: |\n  a\nchapters: ['0:00 A', {start: 1, title: B}]\nvoices: {A: pen 1}", "transcript: {en: a.vtt}\nsoundbites: [{start: 1}]", "name: x\nlinks: [{name: a, url: b}]",
		"seasons: {1: a}\nowner: {name: a, email: b}\ncategories: [Technology]\ntags: {episode: EP}\nletter: {time: 07:00}",
	} {
		f.Add(s, "Text [a](b.png)\n\n## Chapters\n\n0:00 A\n")
	}
	f.Fuzz(func(t *testing.T, yaml, body string) {
		for _, kind := range append(folder.Kinds, show.Media) {
			source, text := string(kind)+"/x/index.md", "---\n"+yaml+"\n---\n"+body
			if kind == show.Media {
				source, text = "show.yaml", yaml
			}
			v := fuzzView(source, text)
			r := File(v, kind, source, "x")
			if r.Record == nil && len(r.Mistakes) == 0 {
				t.Errorf("%s: neither a record nor mistakes", kind)
			}
			for _, m := range r.Mistakes {
				if m.Rule == "" || m.Sentence == "" || m.Line < 0 || m.Line > 1+strings.Count(text, "\n")+strings.Count(text, "\r") {
					t.Errorf("%s: %+v", kind, m)
				}
			}
		}
	})
}

func fuzzView(source, text string) *Context {
	files := fstest.MapFS{source: {Data: []byte(text)}}
	t := folder.Tree{}
	t.Set(source, folder.Entry{Kind: folder.Plain, Size: int64(len(text)), Mod: 1})
	one := func() string { return "11111111-2222-4333-8444-555555555555" }
	none := func(string, []byte) error { return nil }
	from, _ := folder.Open("", files, nil) // only a folder of the disk can fail
	return &Context{View: &folder.View{Folder: from, Tree: t, Facts: folder.NewFacts()}, Keep: none, GUID: one}
}

// TestHostileYAMLIsAnsweredSoon gives the parser what makes parsers slow or recurse.
func TestHostileYAMLIsAnsweredSoon(t *testing.T) {
	for name, s := range map[string]string{
		"brackets": strings.Repeat("[", 60_000), "some brackets": strings.Repeat("[", 4000), "braces": strings.Repeat("{a: ", 3900), "dashes": strings.Repeat("- ", 30_000),
		"deep keys": deepKeys(350), "colons": strings.Repeat("a: ", 20_000), "questions": strings.Repeat("? ", 30_000), "anchors": strings.Repeat("&a ", 20_000),
		"tags": strings.Repeat("!a ", 20_000), "quotes": strings.Repeat(`"`, 60_000), "laughs": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "lines": strings.Repeat("a\n", 30_000),
	} {
		start := time.Now()
		r := File(fuzzView("articles/x.md", "---\n"+s+"\n---\n"), show.Articles, "articles/x.md", "x")
		if len(r.Mistakes) == 0 {
			t.Errorf("%s: no mistake", name)
		}
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%s: %s", name, took)
		}
	}
}

func deepKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}
