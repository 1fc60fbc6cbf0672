package archive

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"insider/internal/fault"
)

// Names of what a restore leaves while it works.
const (
	journalName = "restoring.json" // in the data folder
	stagingName = ".restoring"     // in each folder that gets files
)

// journal says in the data folder what a restore is about to do, so that after a crash the next process can finish it or
// take it back.
type journal struct {
	Mark    string   `json:"mark"`    // of the database once it is there
	Folders []folder `json:"folders"` // that get files
}

// folder is one that gets files.
type folder struct {
	Path   string `json:"path"`
	Shared bool   `json:"shared"` // others may read it: authors work in the content folder
	Made   bool   `json:"made"`   // by this restore
}

// modes are the permissions of folders and files in it.
func (f folder) modes() (dir, file os.FileMode) {
	if f.Shared {
		return 0o755, 0o644
	}
	return 0o700, 0o600
}

// staging keeps files beside their places, in the same folders, until all of them move at once.
type staging struct {
	data    string
	journal journal
}

// stage begins: it writes the journal and makes the folders.
func stage(data, mark string, folders ...folder) (*staging, error) {
	s := &staging{data: data, journal: journal{Mark: mark}}
	for _, f := range folders {
		absolute, err := filepath.Abs(f.Path)
		if err != nil {
			return nil, err
		}
		_, err = os.Lstat(absolute)
		s.journal.Folders = append(s.journal.Folders, folder{absolute, f.Shared, errors.Is(err, fs.ErrNotExist)})
	}
	text, err := json.Marshal(s.journal)
	if err != nil {
		return nil, err
	}
	if err := writeFile(filepath.Join(data, journalName), text); err != nil {
		return nil, err
	}
	for _, f := range s.journal.Folders {
		dir, _ := f.modes()
		if err := os.MkdirAll(filepath.Join(f.Path, stagingName), dir); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// put stages a file for the n-th folder. It is on disk when put returns.
func (s *staging) put(n int, name string, modified time.Time, in io.Reader) error {
	dir, file := s.journal.Folders[n].modes()
	root, err := os.OpenRoot(filepath.Join(s.journal.Folders[n].Path, stagingName))
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.MkdirAll(path.Dir(name), dir); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, file)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, in); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil || modified.IsZero() {
		return err
	}
	return root.Chtimes(name, modified, modified)
}

// finish moves every staged file to its place. It can be repeated after a crash.
func (s *staging) finish() error {
	for _, f := range s.journal.Folders {
		if err := f.settle(); err != nil {
			return err
		}
	}
	return s.end()
}

// takeBack removes what was staged and the folders that were made for it.
func (s *staging) takeBack() error {
	for _, f := range s.journal.Folders {
		if err := os.RemoveAll(filepath.Join(f.Path, stagingName)); err != nil {
			return err
		}
		if f.Made {
			_ = os.Remove(f.Path) // somebody may use it since
		}
	}
	return s.end()
}

// end removes the journal: from then on nobody restores.
func (s *staging) end() error {
	if err := os.Remove(filepath.Join(s.data, journalName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncDir(s.data)
}

// settle moves the staged files of a folder to their places.
func (f folder) settle() error {
	from, to := filepath.Join(f.Path, stagingName), f.Path
	dir, _ := f.modes()
	err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rest, err := filepath.Rel(from, name)
		if err != nil || rest == "." {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rest), dir)
		}
		place := filepath.Join(to, rest)
		if err := os.Rename(name, place); err != nil {
			return err
		}
		return syncDir(filepath.Dir(place))
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil // moved before a crash
	}
	if err != nil {
		return err
	}
	return os.RemoveAll(from)
}

// Place is where the database of an installation is, or would be.
type Place interface {
	// Mark tells which restore made the database, "" when none did or there is none.
	Mark(ctx context.Context) (string, error)
	// Discard removes what a restore that was killed built beside the place.
	Discard(ctx context.Context) error
}

// Recover ends a restore that was interrupted in a data folder: it is finished when the database is in its place, and its mark is
// returned; else it is taken back.
func Recover(ctx context.Context, data string, p Place) (finished string, err error) {
	text, err := os.ReadFile(filepath.Join(data, journalName))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	s := &staging{data: data}
	if err := json.Unmarshal(text, &s.journal); err != nil {
		return "", fault.Wrap(err, fault.Invalid, "%s cannot be read. It was left by a restore that was interrupted; restore into an empty folder.", filepath.Join(data, journalName))
	}
	mark, err := p.Mark(ctx)
	if err != nil {
		return "", fault.Wrap(err, fault.Unavailable, "A restore was interrupted here, and the database does not tell whether it was complete. Try again when the database answers.")
	}
	if mark == s.journal.Mark {
		return mark, s.finish()
	}
	if err := p.Discard(ctx); err != nil {
		return "", err
	}
	return "", s.takeBack()
}
