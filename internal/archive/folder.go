package archive

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"insider/internal/fault"
)

// How long copies in the folder are kept.
const (
	KeepRegular   = 7                   // regular backups
	KeepMigration = 7                   // copies before migrations
	KeepDays      = 30 * 24 * time.Hour // for the latter, at most
)

// Names in the folder. The time in a name is UTC, so names sort by age.
const (
	regularPrefix   = "backup-"
	migrationPrefix = "before-migration-"
	stampForm       = "20060102T150405Z"
	lastName        = "last"
)

// Folder is data/backups: where the program itself keeps copies.
type Folder struct{ Dir string }

// Copy is a copy in the folder.
type Copy struct {
	Name  string
	Made  time.Time
	Bytes int64
}

// Make makes the folder, readable by its owner only.
func (f Folder) Make() error {
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return fault.Wrap(err, fault.Unavailable, "The folder %s for backups cannot be made. Check the owner of the data folder and the space left.", f.Dir)
	}
	return os.Chmod(f.Dir, 0o700)
}

// Regular returns the path of a regular backup made at a time.
func (f Folder) Regular(made time.Time) string {
	return filepath.Join(f.Dir, regularPrefix+made.UTC().Format(stampForm)+".tar")
}

// BeforeMigration returns the path of a copy made before a migration from a version; kind is "db" or "tar".
func (f Folder) BeforeMigration(from int64, made time.Time, kind string) string {
	return filepath.Join(f.Dir, migrationPrefix+"from-"+strconv.FormatInt(from, 10)+"-"+made.UTC().Format(stampForm)+"."+kind)
}

// RegularCopies returns the regular backups, newest first.
func (f Folder) RegularCopies() ([]Copy, error) { return f.list(regularPrefix) }

// All returns every copy that the program made here, newest first.
func (f Folder) All() ([]Copy, error) {
	regular, err := f.list(regularPrefix)
	if err != nil {
		return nil, err
	}
	migration, err := f.list(migrationPrefix)
	all := slices.Concat(regular, migration)
	slices.SortFunc(all, func(a, b Copy) int { return b.Made.Compare(a.Made) })
	return all, err
}

// list returns the copies with a prefix, newest first. What is named otherwise is nobody's here.
func (f Folder) list(prefix string) (list []Copy, err error) {
	entries, err := os.ReadDir(f.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		made, ok := madeAt(e.Name(), prefix)
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || !ok || !e.Type().IsRegular() {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Copy{e.Name(), made, info.Size()})
	}
	slices.SortFunc(list, func(a, b Copy) int { return b.Made.Compare(a.Made) })
	return list, nil
}

// madeAt reads the time in a name.
func madeAt(name, prefix string) (time.Time, bool) {
	stem, isCopy := strings.CutPrefix(name, prefix)
	ext := filepath.Ext(stem)
	stem = strings.TrimSuffix(stem, ext)
	if i := strings.LastIndexByte(stem, '-'); i >= 0 {
		stem = stem[i+1:]
	}
	made, err := time.Parse(stampForm, stem)
	return made, isCopy && err == nil && (ext == ".tar" || ext == ".db")
}

// Tidy removes copies that are too many or too old, oldest first, and parts that crashes left.
func (f Folder) Tidy(now time.Time) error {
	regular, err := f.list(regularPrefix)
	if err != nil {
		return err
	}
	migration, err := f.list(migrationPrefix)
	if err != nil {
		return err
	}
	old, err := f.parts()
	if err != nil {
		return err
	}
	for i, c := range regular {
		if i >= KeepRegular {
			old = append(old, c.Name)
		}
	}
	for i, c := range migration {
		if i >= KeepMigration || now.Sub(c.Made) > KeepDays {
			old = append(old, c.Name)
		}
	}
	for _, name := range old {
		if err := os.Remove(filepath.Join(f.Dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Supersede removes the other copies of the version that the copy at a path was made from: an upgrade that fails again and
// again, as one that has no room does, must not push the copies of other upgrades out.
func (f Folder) Supersede(path string) error {
	copies, err := f.list(migrationPrefix)
	if err != nil {
		return err
	}
	newest := filepath.Base(path)
	version := newest[:strings.LastIndexByte(newest, '-')+1]
	for _, c := range copies {
		if c.Name == newest || !strings.HasPrefix(c.Name, version) {
			continue
		}
		if err := os.Remove(filepath.Join(f.Dir, c.Name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// parts returns what crashes left half written. A file that somebody writes just now is locked.
func (f Folder) parts() (names []string, err error) {
	entries, err := os.ReadDir(f.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if e.Type().IsRegular() && strings.Contains(e.Name(), partialSuffix) && isAbandoned(filepath.Join(f.Dir, e.Name())) {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// Note remembers that a whole backup was made, wherever it went.
func (f Folder) Note(made time.Time) error {
	if err := f.Make(); err != nil {
		return err
	}
	return writeFile(filepath.Join(f.Dir, lastName), []byte(made.UTC().Format(time.RFC3339)+"\n"))
}

// Last returns when the newest whole backup was made, wherever it went; zero when none ever was.
func (f Folder) Last() (time.Time, error) {
	text, err := os.ReadFile(filepath.Join(f.Dir, lastName))
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	made, err := time.Parse(time.RFC3339, strings.TrimSpace(string(text)))
	if err != nil {
		return time.Time{}, nil // somebody else's file: as if there was none
	}
	return made, nil
}

// Due returns when the next regular backup is due. A copy that a clock far ahead made does not hold up the next one.
func (f Folder) Due(now time.Time, interval time.Duration) (time.Time, error) {
	copies, err := f.RegularCopies()
	if err != nil {
		return now, err
	}
	for _, c := range copies {
		if !c.Made.After(now.Add(time.Minute)) {
			return c.Made.Add(interval), nil
		}
	}
	return now, nil
}
