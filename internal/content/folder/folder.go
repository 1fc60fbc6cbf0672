// Package folder is the content folder: what stands in it, what was learnt of each file by reading it, and when a file has
// stopped changing. It does not know what the files say.
package folder

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"insider/internal/content/mistake"
)

// MediaPrefix begins the paths of files in what the bucket holds; every other path lies in the content folder.
const MediaPrefix = "/media/"

// Folder is the content folder opened for one scan, so that a folder that was replaced meanwhile is seen. In a folder of
// the disk nothing outside can be reached.
type Folder struct {
	files fs.FS
	media fs.FS // nil when there is none
	root  *os.Root
	below map[string]fs.FS // folders of kinds, opened once: a Root walks every path from its top
	roots []*os.Root       // to be closed

	Unread []mistake.Mistake // folders that could not be read, as they were looked at
}

// File is an open content file: an *os.File when the folder is one of the disk.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
	Stat() (fs.FileInfo, error)
}

// Open opens the folder dir, or without one the files of fsys. media is what the bucket holds, nil for nothing.
func Open(dir string, fsys, media fs.FS) (*Folder, error) {
	if dir == "" {
		return &Folder{files: fsys, media: media}, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Folder{files: root.FS(), media: media, root: root, roots: []*os.Root{root}}, nil
}

// openKinds opens the folders of kinds once, for an update that reads many files. A folder that is no plain one is left to
// be refused by its path.
func (f *Folder) openKinds() {
	if f.root == nil {
		return
	}
	f.below = map[string]fs.FS{}
	for _, kind := range Kinds {
		if info, err := f.root.Lstat(string(kind)); err != nil || !info.IsDir() {
			continue
		}
		if root, err := f.root.OpenRoot(string(kind)); err == nil {
			f.below[string(kind)] = root.FS()
			f.roots = append(f.roots, root)
		}
	}
}

// Close ends the scan.
func (f *Folder) Close() {
	for _, root := range f.roots {
		_ = root.Close()
	}
}

// within returns the file system in which a path lies, and its name there.
func (f *Folder) within(name string) (fs.FS, string) {
	if inner, ok := strings.CutPrefix(name, MediaPrefix); ok && f.media != nil {
		return f.media, inner
	}
	if top, rest, ok := strings.Cut(name, "/"); ok && f.below[top] != nil {
		return f.below[top], rest
	}
	return f.files, name
}

// open opens a file by its path. Whoever calls it has seen that no link stands there.
func (f *Folder) open(name string) (File, error) {
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

// Lstat returns what is at a path; an entry of no kind when nothing is.
func (f *Folder) Lstat(name string) (Entry, error) {
	fsys, name := f.within(name)
	if !fs.ValidPath(name) || strings.ContainsRune(name, 0) {
		return Entry{}, nil
	}
	info, err := fs.Lstat(fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist), err != nil && strings.Contains(err.Error(), "not a directory"):
		return Entry{}, nil
	case err != nil:
		return Entry{}, err
	}
	return entryOf(info), nil
}

// OpenPlain opens a regular file and refuses links.
func (f *Folder) OpenPlain(name string) (File, error) {
	e, err := f.Lstat(name)
	if err != nil {
		return nil, err
	}
	if e.Kind != Plain {
		return nil, fs.ErrNotExist
	}
	return f.open(name)
}

// Rootless returns an error without the path of the content folder on this machine.
func Rootless(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
