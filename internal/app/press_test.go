package app

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/content"
	"insider/internal/feed"
	"insider/internal/scaffold"
	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/story"
)

// pressed is a press on a folder and a database of its own, with a clock that the test moves.
type pressed struct {
	*press
	dir string
	now time.Time
	log *strings.Builder
}

func newPressed(t *testing.T) *pressed {
	t.Helper()
	x := &pressed{dir: filepath.Join(t.TempDir(), "show"), now: testTime, log: &strings.Builder{}}
	base := &url.URL{Scheme: "https", Host: "show.example"}
	if _, err := scaffold.Init(x.dir, base, testTime); err != nil {
		t.Fatal(err)
	}
	s := storetest.Open(t, store.Config{URL: storetest.SQLite(t), Migrate: true})
	clock := func() time.Time { return x.now }
	x.press = &press{
		library: content.New(content.Options{Dir: x.dir, Base: base, Clock: clock}), store: s, stories: &story.Service{Store: s, Clock: clock},
		builder: feed.NewBuilder(base), clock: clock, log: slog.New(slog.NewTextHandler(x.log, nil)),
	}
	if err := x.first(t.Context()); err != nil {
		t.Fatal(err)
	}
	return x
}

// article writes an article and lets the press see it.
func (x *pressed) article(t *testing.T, slug, title string, date time.Time) {
	t.Helper()
	text := "---\ntitle: " + title + "\nsummary: What it says.\ndate: " + date.Format(time.RFC3339) + "\n---\nWords.\n"
	err := os.MkdirAll(filepath.Join(x.dir, "articles"), 0o755)
	if err = errors.Join(err, os.WriteFile(filepath.Join(x.dir, "articles", slug+".md"), []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
	scan, err := x.library.Load(t.Context())
	if err != nil || len(scan.Mistakes) > 0 {
		t.Fatalf("%v, %v", err, scan.Mistakes)
	}
	if err := x.step(t.Context(), scan); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsScheduledAppearsAsItWasLastWritten(t *testing.T) {
	x := newPressed(t)
	x.article(t, "soon", "A first wording", testTime.Add(time.Hour))
	x.article(t, "soon", "A better wording", testTime.Add(time.Hour))
	x.article(t, "later", "Another", testTime.Add(2*time.Hour))
	for hour, want := range []string{"", "A better wording", "Another, A better wording"} {
		x.now = testTime.Add(time.Duration(hour) * time.Hour)
		var titles []string
		for _, a := range x.holder.Current().Articles {
			titles = append(titles, a.Title)
		}
		if got := strings.Join(titles, ", "); got != want {
			t.Errorf("after %d hours there is %q, want %q", hour, got, want)
		}
	}
}

func TestMistakesAreLoggedOnceWhileTheDatabaseIsAway(t *testing.T) {
	x := newPressed(t)
	if err := x.store.Close(); err != nil {
		t.Fatal(err)
	}
	scan, err := x.library.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	scan.Mistakes = []content.Mistake{{File: "articles/x.md", Line: 1, Rule: "unknown-key"}}
	ctx, cancel := context.WithTimeout(t.Context(), 4*revisionPoll)
	defer cancel()
	x.scanned(scan)
	if err := x.run(ctx); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(x.log.String(), "content mistake"); n != 1 || len(x.Mistakes()) != 1 {
		t.Fatalf("logged %d times:\n%s", n, x.log)
	}
}
