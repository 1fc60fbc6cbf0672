package web

import (
	"net/url"
	"testing"

	"insider/static"
	"insider/templates"
)

// BenchmarkStart is what a start of the program spends here before the first page.
func BenchmarkStart(b *testing.B) {
	base := &url.URL{Scheme: "http", Host: "localhost"}
	for b.Loop() {
		assets, err := NewAssets(static.FS, "")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := NewRenderer(templates.FS, Funcs(base, assets), false); err != nil {
			b.Fatal(err)
		}
	}
}
