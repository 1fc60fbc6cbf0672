package archive

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"insider/internal/fault"
)

func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestSevenAreKept(t *testing.T) {
	f := Folder{filepath.Join(t.TempDir(), "backups")}
	if err := f.Tidy(made); err != nil {
		t.Fatal("without a folder:", err)
	}
	if err := f.Make(); err != nil {
		t.Fatal(err)
	}
	for day := range 10 {
		put(t, f.Regular(made.Add(time.Duration(day)*24*time.Hour)), "x")
		put(t, f.BeforeMigration(4, made.Add(time.Duration(day)*time.Hour), "db"), "x")
	}
	put(t, f.BeforeMigration(3, made.Add(-40*24*time.Hour), "tar"), "x")
	put(t, filepath.Join(f.Dir, "mine.tar"), "x")
	put(t, filepath.Join(f.Dir, "backup-of-mine.tar"), "x")
	put(t, f.Regular(made)+partialSuffix, "half")
	put(t, f.BeforeMigration(4, made, "db")+partialSuffix+"-wal", "half")
	if err := f.Tidy(made.Add(10 * 24 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	names := namesIn(t, f.Dir)
	if len(names) != 16 || !slices.Contains(names, "mine.tar") || !slices.Contains(names, "backup-of-mine.tar") || slices.Contains(names, filepath.Base(f.Regular(made))) ||
		!slices.Contains(names, "backup-20261204T090000Z.tar") || !slices.Contains(names, "before-migration-from-4-20261125T180000Z.db") {
		t.Error(names)
	}
	if err := f.Tidy(made.Add(60 * 24 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	if names := namesIn(t, f.Dir); len(names) != 9 {
		t.Error("copies before migrations stay for ever:", names)
	}
	if all, err := f.All(); err != nil || len(all) != 7 || all[0].Made != time.Date(2026, 12, 4, 9, 0, 0, 0, time.UTC) {
		t.Error(all, err)
	}
	if info, err := os.Stat(f.Dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Error(info.Mode(), err)
	}
}

func TestAnUpgradeThatFailsAgainPushesNothingOut(t *testing.T) {
	f := Folder{t.TempDir()}
	for _, name := range []string{f.BeforeMigration(1, made.Add(-time.Hour), "db"), f.BeforeMigration(14, made.Add(-time.Hour), "tar"), f.Regular(made)} {
		put(t, name, "x")
	}
	for minute := range 2 * KeepMigration {
		name := f.BeforeMigration(4, made.Add(time.Duration(minute)*time.Minute), []string{"db", "tar"}[minute%2])
		put(t, name, "x")
		if err := errors.Join(f.Supersede(name), f.Tidy(made)); err != nil {
			t.Fatal(err)
		}
		want := []string{"backup-20261125T090000Z.tar", "before-migration-from-1-20261125T080000Z.db", "before-migration-from-14-20261125T080000Z.tar", filepath.Base(name)}
		if names := namesIn(t, f.Dir); !slices.Equal(names, want) {
			t.Errorf("%v, not %v", names, want)
		}
	}
}

func TestDueIsToldByTheNewest(t *testing.T) {
	f := Folder{t.TempDir()}
	due := func(want time.Time) {
		t.Helper()
		if got, err := f.Due(made, 24*time.Hour); err != nil || !got.Equal(want) {
			t.Errorf("due %v, %v; want %v", got, err, want)
		}
	}
	due(made)
	put(t, f.Regular(made.Add(365*24*time.Hour)), "of a clock that was a year ahead")
	due(made)
	put(t, f.Regular(made.Add(-30*time.Hour)), "old")
	due(made.Add(-6 * time.Hour))
	put(t, f.Regular(made.Add(-time.Hour)), "new")
	due(made.Add(23 * time.Hour))
}

func TestTheNewestBackupIsRemembered(t *testing.T) {
	f := Folder{filepath.Join(t.TempDir(), "backups")}
	if last, err := f.Last(); err != nil || !last.IsZero() {
		t.Error(last, err)
	}
	if err := f.Note(made); err != nil {
		t.Fatal(err)
	}
	if last, err := f.Last(); err != nil || !last.Equal(made) {
		t.Error(last, err)
	}
	put(t, filepath.Join(f.Dir, lastName), "yesterday")
	if last, err := f.Last(); err != nil || !last.IsZero() {
		t.Error(last, err)
	}
}

func TestAFileIsThereWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "show.tar")
	put(t, name, "the one before")
	broken := errors.New("broken")
	if err := Create(name, func(w io.Writer) error { _, _ = io.WriteString(w, "half"); return broken }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if err := Create(name, func(io.Writer) error { return syscall.ENOSPC }); !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), "no room") {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "the one before" || len(namesIn(t, dir)) != 1 {
		t.Fatalf("%q, %v, %v", data, err, namesIn(t, dir))
	}
	put(t, name+partialSuffix, "what a crash left, which is longer than what comes")
	err := Create(name, func(w io.Writer) error {
		if err := Create(name, func(io.Writer) error { return nil }); !fault.Is(err, fault.Conflict) {
			t.Errorf("two at once: %v", err)
		}
		_, err := io.WriteString(w, "whole")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "whole" || len(namesIn(t, dir)) != 1 {
		t.Fatalf("%q, %v, %v", data, err, namesIn(t, dir))
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	if err := Create(dir, func(io.Writer) error { return nil }); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	for _, wrong := range []string{filepath.Join(dir, "no/such/folder/x"), filepath.Join(name, "x")} {
		if err := Create(wrong, func(io.Writer) error { return nil }); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
