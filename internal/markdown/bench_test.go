package markdown_test

import (
	"os"
	"testing"

	"insider/internal/markdown"
)

func BenchmarkRender(b *testing.B) {
	src, err := os.ReadFile("testdata/render/code.md")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := markdown.Render(src, markdown.Context{}); err != nil {
			b.Fatal(err)
		}
	}
}
