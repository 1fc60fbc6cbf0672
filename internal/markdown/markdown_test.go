package markdown_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"insider/internal/markdown"
	"insider/internal/show"
)

var update = flag.Bool("update", false, "write the golden files anew")

var files = map[string]*show.File{
	"room.jpg":      {Name: "room.jpg", Type: "image/jpeg", Width: 1200, Height: 800},
	"drawing.png":   {Name: "drawing.png", Type: "image/png", Width: 900, Height: 450, Hash: "0123456789abcdef0123"},
	"photo.jpg":     {Name: "photo.jpg", Type: "image/jpeg", Width: 3000, Height: 2000, Hash: "fedcba9876543210fedc"},
	"notes one.pdf": {Name: "notes one.pdf", Type: "application/pdf"},
}

func place() markdown.Context {
	return markdown.Context{
		Root:  "/root",
		Site:  "show.example",
		Media: "/media/episodes/whispers/",
		File:  func(name string) (*show.File, bool) { f, ok := files[name]; return f, ok },
	}
}

// golden compares the document with the file beside the Markdown it came from.
func golden(t *testing.T, source string, doc *show.Document) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n--- headings\n", doc.HTML)
	for _, h := range doc.Headings {
		fmt.Fprintf(&b, "%d #%s %s\n", h.Level, h.ID, h.Text)
	}
	for _, o := range doc.Origins {
		fmt.Fprintf(&b, "loads from %s\n", o)
	}
	fmt.Fprintf(&b, "--- plain, %d words\n%s\n", doc.Words, doc.Plain)
	path := strings.TrimSuffix(source, ".md") + ".golden"
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

func TestRender(t *testing.T) {
	for _, source := range sources(t, "testdata/render/*.md") {
		t.Run(filepath.Base(source), func(t *testing.T) {
			c := place()
			if filepath.Base(source) == "times.md" {
				c.Length = time.Hour + 10*time.Minute
			}
			doc, err := markdown.Render(read(t, source), c)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, source, doc)
			wellNested(t, string(doc.HTML))
		})
	}
}

func TestRenderStory(t *testing.T) {
	for _, source := range sources(t, "testdata/story/*.md") {
		t.Run(filepath.Base(source), func(t *testing.T) {
			doc, err := markdown.RenderStory(string(read(t, source)))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, source, doc)
			wellNested(t, string(doc.HTML))
		})
	}
}

func TestRenderAtTheRoot(t *testing.T) {
	doc, err := markdown.Render([]byte("[a](/x) ![p](room.jpg) [t](0:10)\n"), markdown.Context{Media: "/media/pages/about/", File: place().File})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`href="/x"`, `src="/media/pages/about/room.jpg"`} {
		if !strings.Contains(string(doc.HTML), want) {
			t.Errorf("%s is missing in %s", want, doc.HTML)
		}
	}
}

func sources(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		t.Fatalf("no files match %s: %v", pattern, err)
	}
	return found
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
