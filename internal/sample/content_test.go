package sample_test

import (
	"testing"

	"insider/internal/content"
	"insider/internal/sample"
)

// TestGeneratedShowsPassTheCheck reads generated shows with the reader of content files.
func TestGeneratedShowsPassTheCheck(t *testing.T) {
	for seed := range uint64(3) {
		dir := t.TempDir()
		o := sample.Options{Episodes: 120, Articles: 200, Seed: seed}
		if err := sample.Generate(dir, o); err != nil {
			t.Fatal(err)
		}
		result, err := content.New(content.Options{Dir: dir}).Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range result.Mistakes[:min(len(result.Mistakes), 10)] {
			t.Error(m)
		}
		if e, a := len(result.Source.Episodes), len(result.Source.Articles); e != o.Episodes || a != o.Articles {
			t.Errorf("%d episodes, %d articles", e, a)
		}
	}
}
