package scaffold

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"insider/internal/fault"
)

// folder writes new files below a directory and remembers them. It never overwrites.
type folder struct {
	dir     string
	written []string
}

// write creates the file with the slash path name.
func (f *folder) write(name string, data []byte) error {
	return f.create(name, func(w io.Writer) error { _, err := w.Write(data); return err })
}

// create makes the file with the slash path name, and the folders it needs, and has fill write it.
func (f *folder) create(name string, fill func(io.Writer) error) error {
	path := filepath.Join(f.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return unwritable(err, f.dir)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Conflict, "%s exists already and was left as it is. Choose another title.", path)
	}
	if err != nil {
		return unwritable(err, f.dir)
	}
	f.written = append(f.written, path)
	if err = errors.Join(fill(file), file.Close()); err != nil {
		return unwritable(err, f.dir)
	}
	return nil
}

// undo removes what was written, after a failure half-way; folders it made and emptied go too.
func (f *folder) undo() {
	for _, path := range f.written {
		_ = os.Remove(path)
		for dir := filepath.Dir(path); dir != filepath.Clean(f.dir); dir = filepath.Dir(dir) {
			if os.Remove(dir) != nil {
				break
			}
		}
	}
	f.written = nil
}

func unwritable(err error, dir string) error {
	return fault.Wrap(err, fault.Unavailable, "The folder %s cannot be written. Check its owner and the space left, or write a show elsewhere with: insider init DIR", dir)
}

// emptyFolder makes dir or checks that nothing is in it.
func emptyFolder(dir string) error {
	if dir == "" {
		return fault.New(fault.Invalid, "Name the folder to write into, e.g. my-show.")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return unwritable(err, dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return unwritable(err, dir)
	}
	if len(entries) > 0 {
		return fault.New(fault.Conflict, "The folder %s is not empty, and nothing in it was touched. Name a new folder.", dir)
	}
	return nil
}

// contentFolder checks that dir is a show's folder.
func contentFolder(dir string) error {
	const remedy = "Write one with: insider init DIR, and name it with --content DIR or INSIDER_CONTENT."
	if dir == "" {
		return fault.New(fault.Invalid, "There is no content folder to write into: the show in the binary cannot be changed. %s", remedy)
	}
	_, err := os.Stat(filepath.Join(dir, "show.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Invalid, "The folder %s holds no show: show.yaml is missing. %s", dir, remedy)
	}
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "The folder %s cannot be read. %s", dir, remedy)
	}
	return nil
}

// mustRead returns an embedded file; it panics when the name is wrong, which every test would show.
func mustRead(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("scaffold: %v", err))
	}
	return data
}
