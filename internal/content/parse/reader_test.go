package parse

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"insider/internal/content/folder"
	"insider/internal/show"
)

// TestManyMistakesOfOneFile links 20,000 files that are not there beside 500 that are: the first hundred are told, that there are
// more, and nobody compares the others with every name.
func TestManyMistakesOfOneFile(t *testing.T) {
	var text strings.Builder
	text.WriteString("---\ntitle: A\ndate: 2026-01-01\n---\n")
	for i := range 20_000 {
		fmt.Fprintf(&text, "[](missing-%d.pdf)\n\n", i)
	}
	source := "articles/x/index.md"
	v := fuzzView(source, text.String())
	for i := range 500 {
		v.Tree.Set(fmt.Sprintf("articles/x/there-%d.pdf", i), folder.Entry{Kind: folder.Plain, Size: 1, Mod: 1})
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := File(v, show.Articles, source, "x")
	runtime.ReadMemStats(&after)
	if len(r.Mistakes) != maxMistakes || !strings.Contains(r.Mistakes[maxMistakes-1].Fix, "more mistakes") || strings.Contains(r.Mistakes[0].Fix, "more mistakes") {
		t.Fatalf("%d mistakes, the last is %+v", len(r.Mistakes), r.Mistakes[len(r.Mistakes)-1])
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 100<<20 {
		t.Errorf("took %d MiB", used>>20)
	}
}

// TestManySpeakersOfOneTranscript lets 40,000 people speak, and names as many voices that nobody has as front matter can hold.
func TestManySpeakersOfOneTranscript(t *testing.T) {
	var text, transcript strings.Builder
	text.WriteString("---\ntitle: A\ndate: 2026-01-01\ntranscript: t.vtt\nvoices:\n")
	for i := range 3000 {
		fmt.Fprintf(&text, "  v%d: pen 1\n", i)
	}
	text.WriteString("---\n")
	transcript.WriteString("WEBVTT\n\n")
	for i := range 40_000 {
		fmt.Fprintf(&transcript, "00:00.000 --> 00:01.000\n<v S%d>a\n\n", i)
	}
	source := "episodes/x/index.md"
	v := fuzzView(source, text.String())
	v.Folder, _ = folder.Open("", fstest.MapFS{source: {Data: []byte(text.String())}, "episodes/x/t.vtt": {Data: []byte(transcript.String())}}, nil)
	v.Tree.Set("episodes/x/t.vtt", folder.Entry{Kind: folder.Plain, Size: int64(transcript.Len()), Mod: 1})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := File(v, show.Episodes, source, "x")
	runtime.ReadMemStats(&after)
	if len(r.Mistakes) != maxMistakes || !strings.Contains(r.Mistakes[maxMistakes-1].Sentence, "No transcript has a speaker") {
		t.Fatalf("%d mistakes, the last is %+v", len(r.Mistakes), r.Mistakes[len(r.Mistakes)-1])
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 100<<20 {
		t.Errorf("took %d MiB", used>>20)
	}
}
