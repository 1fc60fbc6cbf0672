package content

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// mediaPrefix begins the paths of files in Options.Media; every other path lies in the content folder.
const mediaPrefix = "/media/"

// folder is the content folder opened for one scan, so that a folder that was replaced meanwhile is seen. In a folder of
// the disk nothing outside can be reached.
type folder struct {
	files fs.FS
	media fs.FS // nil when there is none
	root  *os.Root
	below map[string]fs.FS // folders of kinds, opened once: a Root walks every path from its top
	roots []*os.Root       // to be closed

	unread []Mistake // folders that could not be read, as they were looked at
}

// File is an open content file: an *os.File when the folder is one of the disk.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
	Stat() (fs.FileInfo, error)
}

// openFolder opens the folder dir, or without one the files of fsys. media is what the bucket holds, nil for nothing.
func openFolder(dir string, fsys, media fs.FS) (*folder, error) {
	if dir == "" {
		return &folder{files: fsys, media: media}, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &folder{files: root.FS(), media: media, root: root, roots: []*os.Root{root}}, nil
}

// openKinds opens the folders of kinds once, for an update that reads many files. A folder that is no plain one is left to
// be refused by its path.
func (f *folder) openKinds() {
	if f.root == nil {
		return
	}
	f.below = map[string]fs.FS{}
	for _, kind := range kinds {
		if info, err := f.root.Lstat(string(kind)); err != nil || !info.IsDir() {
			continue
		}
		if root, err := f.root.OpenRoot(string(kind)); err == nil {
			f.below[string(kind)] = root.FS()
			f.roots = append(f.roots, root)
		}
	}
}

func (f *folder) close() {
	for _, root := range f.roots {
		_ = root.Close()
	}
}

// within returns the file system in which a path lies, and its name there.
func (f *folder) within(name string) (fs.FS, string) {
	if inner, ok := strings.CutPrefix(name, mediaPrefix); ok && f.media != nil {
		return f.media, inner
	}
	if top, rest, ok := strings.Cut(name, "/"); ok && f.below[top] != nil {
		return f.below[top], rest
	}
	return f.files, name
}

// open opens a file by its path. Whoever calls it has seen that no link stands there.
func (f *folder) open(name string) (File, error) {
	fsys, name := f.within(name)
	if !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	opened, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	file, ok := opened.(File)
	if !ok {
		return nil, errors.Join(fmt.Errorf("%s cannot be read at any place", name), opened.Close())
	}
	return file, nil
}

// lstat returns what is at a path; an entry of no kind when nothing is.
func (f *folder) lstat(name string) (entry, error) {
	fsys, name := f.within(name)
	if !fs.ValidPath(name) || strings.ContainsRune(name, 0) {
		return entry{}, nil
	}
	info, err := fs.Lstat(fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist), err != nil && strings.Contains(err.Error(), "not a directory"):
		return entry{}, nil
	case err != nil:
		return entry{}, err
	}
	return entryOf(info), nil
}

// openPlain opens a regular file and refuses links.
func (f *folder) openPlain(name string) (File, error) {
	e, err := f.lstat(name)
	if err != nil {
		return nil, err
	}
	if e.Kind != plain {
		return nil, fs.ErrNotExist
	}
	return f.open(name)
}

// rootless returns an error without the path of the content folder on this machine.
func rootless(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
