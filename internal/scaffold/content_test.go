package scaffold_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"insider/internal/content"
	"insider/internal/scaffold"
)

// TestWhatIsWrittenPassesTheCheck reads everything that init and new write with the reader of content files.
func TestWhatIsWrittenPassesTheCheck(t *testing.T) {
	now := time.Date(2026, time.March, 4, 9, 30, 0, 0, time.FixedZone("", 3600))
	dir := filepath.Join(t.TempDir(), "show")
	if _, err := scaffold.Init(dir, nil, now); err != nil {
		t.Fatal(err)
	}
	recording := filepath.Join(dir, "episodes/your-first-episode/sample.mp3")
	for _, item := range []scaffold.Item{
		{Kind: "episode", Title: "Without audio: yet"},
		{Kind: "episode", Title: "With audio", Audio: recording},
		{Kind: "episode", Audio: filepath.Join("..", "audio", "testdata", "tagged.m4a")},
		{Kind: "article", Title: `"Quotes" \ 'and' #signs - [all] {of} them: *&!|>%@` + "`"},
		{Kind: "article", Title: "青葉"},
		{Kind: "article", Title: "true"},
		{Kind: "page", Title: "2026"},
		{Kind: "person", Title: "Zoë \u200fعمر"},
	} {
		if _, err := scaffold.New(dir, item, now); err != nil {
			t.Fatalf("%s %q: %v", item.Kind, item.Title, err)
		}
	}
	result, err := content.New(content.Options{Dir: dir}).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range result.Mistakes {
		t.Error(m)
	}
	s := result.Source
	if len(s.Episodes) != 4 || len(s.Articles) != 3 || len(s.Pages) != 3 || len(s.People) != 2 {
		t.Errorf("%d episodes, %d articles, %d pages, %d people", len(s.Episodes), len(s.Articles), len(s.Pages), len(s.People))
	}
	for _, e := range s.Episodes {
		if want := e.Slug != "your-first-episode"; e.Draft != want {
			t.Errorf("%s: draft %v", e.Slug, e.Draft)
		}
		if e.Slug == "with-audio" && (len(e.Chapters) != 2 || e.Audio.Duration < 7*time.Second) {
			t.Errorf("%s: %d chapters, %s", e.Slug, len(e.Chapters), e.Audio.Duration)
		}
		if e.Slug == "two-clocks" && (len(e.Chapters) != 2 || e.Audio.Type != "audio/mp4" || e.Audio.Path != "/media/episodes/two-clocks/tagged.m4a") {
			t.Errorf("%s: %+v", e.Slug, e)
		}
	}
}

// TestEpisodeGoesOnAirWithoutItsDraftLine takes out the one line that the file asks to take out.
func TestEpisodeGoesOnAirWithoutItsDraftLine(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "show")
	if _, err := scaffold.Init(dir, nil, time.Now()); err != nil {
		t.Fatal(err)
	}
	recording := filepath.Join(dir, "episodes/your-first-episode/sample.mp3")
	written, err := scaffold.New(dir, scaffold.Item{Kind: "episode", Title: "Two", Audio: recording}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	index := written[len(written)-1]
	data, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(index, withoutLine(t, data, "draft: true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	result, err := content.New(content.Options{Dir: dir}).Load(t.Context())
	if err != nil || len(result.Mistakes) > 0 {
		t.Fatalf("%v %v", err, result.Mistakes)
	}
	for _, e := range result.Source.Episodes {
		if e.Draft {
			t.Errorf("%s is a draft", e.Slug)
		}
	}
}

func withoutLine(t *testing.T, data []byte, line string) []byte {
	t.Helper()
	before, after, found := bytes.Cut(data, []byte(line))
	if !found {
		t.Fatalf("no line %q in\n%s", line, data)
	}
	return append(bytes.Clone(before), after...)
}
