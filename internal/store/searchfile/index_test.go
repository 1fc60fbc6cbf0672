package searchfile_test

import (
	"context"
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/fault"
	"insider/internal/search"
	"insider/internal/store/searchfile"
)

// index opens a search index in a folder of its own.
func index(t *testing.T) (x *searchfile.Index, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a b?c#%.db")
	x = searchfile.New(path, slog.New(slog.DiscardHandler))
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	if items, err := x.Open(t.Context()); err != nil || len(items) != 0 {
		t.Fatal(items, err)
	}
	return x, path
}

// entries are a document and a transcript.
var entries = []search.Entry{
	{Item: search.Item{ID: 7, Path: "/articles/seven", Hash: 70}, Title: "Seven gauges", Names: "Ada\nPumps\n", Text: "Running over a naïve façade."},
	{Item: search.Item{ID: 8, Path: "/episodes/eight/transcript", Hash: 80}, Passages: []search.Passage{
		{Text: "A gauge was here.", Cues: []search.Cue{{Offset: 0, Start: 1500 * time.Millisecond, Speaker: "Ada"}}},
		{Text: "It ran. It runs.", Cues: []search.Cue{{Offset: 0, Start: time.Minute, Speaker: "Ada"}, {Offset: 8, Start: 65 * time.Second, Speaker: "Bé"}}},
	}},
}

func TestTheIndexFindsWhatWasPut(t *testing.T) {
	x, _ := index(t)
	ctx := t.Context()
	if err := x.Put(ctx, slices.Values(entries)); err != nil {
		t.Fatal(err)
	}
	items, err := x.Open(ctx) // again, as after a failure
	if err != nil || !slices.Equal(items, []search.Item{entries[0].Item, entries[1].Item}) {
		t.Fatalf("%+v %v", items, err)
	}
	documents, err := x.Documents(ctx, `"gauges" AND "facade" AND "run"`, 10)
	if err != nil || len(documents) != 1 || documents[0].ID != 7 || documents[0].Score >= 0 {
		t.Errorf("%+v %v", documents, err)
	}
	described, err := x.Describe(ctx, `"gauge" OR "pumps" OR "naive"`, []int64{7, 99})
	want := search.Description{Title: "Seven \x02gauges\x03", Names: "Ada\n\x02Pumps\x03\n", Text: "Running over a \x02naïve\x03 façade."}
	if err != nil || len(described) != 1 || described[7] != want {
		t.Errorf("%v %v", described, err)
	}
	passages, err := x.Passages(ctx, `"run" OR "gauge"`, 10)
	if err != nil || len(passages) != 2 || passages[0].Place != (search.Place{ID: 8}) || passages[1].Place != (search.Place{ID: 8, Number: 1}) {
		t.Errorf("%+v %v", passages, err)
	}
	if first, err := x.Passages(ctx, `"run" OR "gauge"`, 1); err != nil || len(first) != 1 || first[0].Number != 0 {
		t.Errorf("%+v %v", first, err)
	}
	quotes, err := x.Quote(ctx, `"run"`, []search.Place{passages[1].Place})
	if q := quotes[passages[1].Place]; err != nil || q.Text != "It ran. It \x02runs\x03." || !slices.Equal(q.Cues, entries[1].Passages[1].Cues) {
		t.Errorf("%v %v", quotes, err)
	}
	for match, found := range map[string]bool{`"sev" *`: true, `"gauges"`: true, `"gauge"`: false, `"running"`: false} {
		if ids, err := x.Titles(ctx, match, 5); err != nil || (len(ids) == 1) != found {
			t.Errorf("titles %s: %v %v", match, ids, err)
		}
	}
	stems := map[string]int{}
	if err := x.Stems(ctx, "g", "s", func(stem string, n int) { stems[stem] += n }); err != nil || stems["gaug"] != 2 || stems["run"] != 2 || stems["seven"] != 0 {
		t.Errorf("%v %v", stems, err)
	}
}

func TestPutReplacesAndRemoveLeavesNoByte(t *testing.T) {
	x, path := index(t)
	ctx := t.Context()
	if err := x.Put(ctx, slices.Values(entries)); err != nil {
		t.Fatal(err)
	}
	other := search.Entry{Item: search.Item{ID: 8, Path: entries[1].Path, Hash: 81}, Passages: []search.Passage{{Text: "Something else.", Cues: []search.Cue{{}}}}}
	if err := x.Put(ctx, slices.Values([]search.Entry{other})); err != nil {
		t.Fatal(err)
	}
	if old, err := x.Passages(ctx, `"gauge" OR "run"`, 5); err != nil || len(old) != 0 {
		t.Errorf("%+v %v", old, err)
	}
	if err := x.Remove(ctx, []int64{7, 8, 99}); err != nil {
		t.Fatal(err)
	}
	items, err := x.Open(ctx)
	if err != nil || len(items) != 0 {
		t.Errorf("%+v %v", items, err)
	}
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, word := range []string{"Seven", "seven", "gaug", "Pumps", "facad", "façade", "It ran", "Something", "somet", "Ada", "/articles/"} {
			if strings.Contains(string(data), word) {
				t.Errorf("%q is still in the file%s", word, suffix)
			}
		}
	}
}

func TestAnotherVersionOfTheIndexIsThrownAway(t *testing.T) {
	x, path := index(t)
	if err := x.Put(t.Context(), slices.Values(entries)); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path[:strings.LastIndex(path, "/")]+"/other.db")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE items (id INTEGER PRIMARY KEY, path TEXT); PRAGMA user_version = 999"); err != nil {
		t.Fatal(err)
	}
	old := searchfile.New(filepath.Join(filepath.Dir(path), "other.db"), slog.New(slog.DiscardHandler))
	defer old.Close()
	if items, err := old.Open(t.Context()); err != nil || len(items) != 0 {
		t.Fatalf("%+v %v", items, err)
	}
	if err := old.Put(t.Context(), slices.Values(entries)); err != nil {
		t.Error(err)
	}
}

func TestTheIndexSaysThatItIsNotThere(t *testing.T) {
	ctx := t.Context()
	never := searchfile.New(filepath.Join(t.TempDir(), "missing", "search.db"), slog.New(slog.DiscardHandler))
	if _, err := never.Open(ctx); !fault.Is(err, fault.Unavailable) {
		t.Errorf("open: %v", err)
	}
	_, documents := never.Documents(ctx, `"a"`, 1)
	for what, err := range map[string]error{"put": never.Put(ctx, slices.Values(entries)), "remove": never.Remove(ctx, []int64{1}), "documents": documents} {
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := never.Close(); err != nil {
		t.Error(err)
	}
}

func TestTheIndexIsForItsOwnerOnly(t *testing.T) {
	x, path := index(t)
	if err := x.Put(t.Context(), slices.Values(entries)); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%q: %v, %v", suffix, info, err)
		}
	}
}

func TestASearchThatTakesTooLongEnds(t *testing.T) {
	x, _ := index(t)
	words := strings.Repeat("the same words again and again ", 200)
	many := func(yield func(search.Entry) bool) {
		for i := range 300 {
			e := search.Entry{Item: search.Item{ID: int64(i + 1), Path: "p", Hash: 1}, Title: "T", Text: words}
			if !yield(e) {
				return
			}
		}
	}
	if err := x.Put(t.Context(), many); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := x.Documents(ctx, `"same words again and again the same words" OR "the same words again"`, 10_000); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
	if _, err := x.Documents(t.Context(), `"again"`, 1); err != nil {
		t.Errorf("the next one: %v", err)
	}
}
