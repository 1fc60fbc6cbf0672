package archive

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"insider/internal/fault"
)

// treeOf maps the files of a folder to their texts.
func treeOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rest, err := filepath.Rel(dir, name)
		if err != nil || rest == "." {
			return err
		}
		if d.IsDir() {
			files[rest+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(name)
		files[rest] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// house is where a test restores to.
type house struct {
	Destination
	db   *filled
	mark string // of the database, "" while it is not in its place
}

func newHouse(t *testing.T) *house {
	dir := t.TempDir()
	h := &house{db: &filled{rows: rows{}}}
	h.Destination = Destination{
		Data: filepath.Join(dir, "data"), Bucket: filepath.Join(dir, "data", "bucket"), Content: filepath.Join(dir, "show"), Mark: "this one",
		Secret: []byte("keys\n"), Erased: []byte("log\n"),
	}
	if err := os.Mkdir(h.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) restore(t *testing.T, a *Archive) error {
	return a.Restore(t.Context(), h.Destination, h.db, func(context.Context) error { h.mark = h.Mark; return nil })
}

func (h *house) recover(t *testing.T) (finished string) {
	t.Helper()
	finished, err := Recover(t.Context(), h.Data, &at{mark: h.mark})
	if err != nil {
		t.Fatal(err)
	}
	return finished
}

// at is where a database is.
type at struct {
	mark      string
	err       error
	discarded bool
}

func (p *at) Mark(context.Context) (string, error) { return p.mark, p.err }
func (p *at) Discard(context.Context) error        { p.discarded = true; return nil }

func archiveOf(t *testing.T) *Archive {
	t.Helper()
	p := plan(someFiles)
	p.Database = manyRows
	a, err := read(written(t, p))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// complete checks that everything is in its place, and nothing else.
func (h *house) complete(t *testing.T) {
	t.Helper()
	want := map[string]string{"data/secret": "keys\n", "data/erased.log": "log\n"}
	for name, f := range someFiles {
		if key := bucketKey(name); key != "" {
			want["data/bucket/"+key] = string(f.Data)
		} else {
			want["show/"+contentPath(name)] = string(f.Data)
		}
	}
	got := treeOf(t, filepath.Dir(h.Data))
	maps.DeleteFunc(got, func(name, _ string) bool { return strings.HasSuffix(name, "/") })
	if !maps.Equal(got, want) {
		t.Errorf("got %q\nwant %q", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

func TestRestoringPutsEverythingInItsPlace(t *testing.T) {
	h, a := newHouse(t), archiveOf(t)
	if err := h.restore(t, a); err != nil {
		t.Fatal(err)
	}
	h.complete(t)
	for table, lines := range manyRows {
		if !slices.Equal(h.db.rows[table], lines) {
			t.Errorf("table %s has %d lines, want %d", table, len(h.db.rows[table]), len(lines))
		}
	}
	if h.db.last["users"] != 7 {
		t.Error(h.db.last)
	}
	info, err := os.Stat(filepath.Join(h.Content, "show.yaml"))
	if err != nil || !info.ModTime().Equal(someFiles["content/show.yaml"].ModTime) || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info, err)
	}
	for _, private := range []string{filepath.Join(h.Data, "secret"), filepath.Join(h.Bucket, "private/stories/1/photo")} {
		if info, err := os.Stat(private); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", private, info.Mode(), err)
		}
	}
}

// TestAFailedRestoreLeavesTheFolderAsItWas fails at each step before the database is in its place.
func TestAFailedRestoreLeavesTheFolderAsItWas(t *testing.T) {
	broken := errors.New("broken")
	for name, fail := range map[string]func(h *house, a *Archive) error{
		"rows": func(h *house, a *Archive) error { h.db.fail = broken; return h.restore(t, a) },
		"finish": func(h *house, a *Archive) error {
			return a.Restore(t.Context(), h.Destination, h.db, func(context.Context) error { return broken })
		},
		"a file in the way": func(h *house, a *Archive) error {
			return h.restore(t, a)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h, a := newHouse(t), archiveOf(t)
			if name == "a file in the way" {
				put(t, filepath.Join(h.Bucket, "public/episodes/a/a.mp3"), "somebody else's")
			}
			put(t, filepath.Join(h.Data, "secret"), "old")
			before := treeOf(t, filepath.Dir(h.Data))
			if err := fail(h, a); err == nil {
				t.Fatal("nothing failed")
			}
			h.recover(t)
			if after := treeOf(t, filepath.Dir(h.Data)); !maps.Equal(before, after) {
				t.Errorf("before %q\nafter %q", before, after)
			}
		})
	}
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestACrashAfterTheDatabaseIsFinished stops a restore in the middle of moving files.
func TestACrashAfterTheDatabaseIsFinished(t *testing.T) {
	h, a := newHouse(t), archiveOf(t)
	crash := errors.New("crash")
	err := a.Restore(t.Context(), h.Destination, h.db, func(context.Context) error { h.mark = h.Mark; return crash }) // before the first file moves
	if !errors.Is(err, crash) {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(h.Data, stagingName, "secret"), filepath.Join(h.Data, "secret")); err != nil { // one has moved
		t.Fatal(err)
	}
	for _, want := range []string{h.Mark, ""} { // again is fine
		if finished := h.recover(t); finished != want {
			t.Errorf("finished %q, not %q", finished, want)
		}
		h.complete(t)
	}
}

func TestARestoreIsNotDecidedWithoutTheDatabase(t *testing.T) {
	h, a := newHouse(t), archiveOf(t)
	h.db.fail = errors.New("broken")
	if err := h.restore(t, a); err == nil {
		t.Fatal("nothing failed")
	}
	away := errors.New("away")
	if _, err := Recover(t.Context(), h.Data, &at{err: away}); !errors.Is(err, away) || !fault.Is(err, fault.Unavailable) {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(h.Data, journalName)); err != nil {
		t.Error("the journal is gone:", err)
	}
	back := &at{mark: "another restore"}
	if finished, err := Recover(t.Context(), h.Data, back); err != nil || finished != "" || !back.discarded {
		t.Errorf("what was built stays: %v", err)
	}
	put(t, filepath.Join(h.Data, journalName), "{")
	if _, err := Recover(t.Context(), h.Data, nil); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func TestWhereContentGoes(t *testing.T) {
	a := archiveOf(t)
	dir := t.TempDir()
	want := func(where string, want Content) {
		t.Helper()
		if got, err := a.ContentIn(filepath.Join(dir, where)); got != want || err != nil {
			t.Errorf("%s: %v, %v; want %v", where, got, err, want)
		}
	}
	want("missing", ContentFits)
	put(t, filepath.Join(dir, "hidden/.git/config"), "x")
	want("hidden", ContentFits)
	put(t, filepath.Join(dir, "other/show.yaml"), "title: Another\n")
	want("other", ContentKept)
	for name, f := range someFiles {
		if path := contentPath(name); path != "" {
			put(t, filepath.Join(dir, "same", path), string(f.Data))
		}
	}
	want("same", ContentSame)
	empty, err := read(written(t, plan(nil)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := empty.ContentIn(dir); got != NoContent || err != nil {
		t.Error(got, err)
	}
}
