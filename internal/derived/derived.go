// Package derived keeps files that can always be made again, such as pictures in a size or social cards.
//
// It owns when a file is made, that no two are made at once, where they are kept and when they are forgotten. It does not
// know what is in them.
package derived

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	"insider/internal/fault"
)

// unused is after which time a kept file is forgotten: it is made anew, if anybody asks.
const unused = 180 * 24 * time.Hour

// half is the beginning of the names of files that are being written.
const half = "making-"

// File is a derived file, open at its start. An *os.File goes out by sendfile.
type File interface {
	io.ReadSeekCloser
	Stat() (fs.FileInfo, error)
}

// Folder makes files when they are first asked for and keeps them. It is safe for concurrent use.
type Folder struct {
	path  string
	log   *slog.Logger
	maker maker

	failing atomic.Bool // the last file could not be kept: said once in the log
}

// Open returns a folder at a path, which it creates, and forgets what was made long before now.
func Open(path string, log *slog.Logger, now time.Time) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The folder for what can be made again cannot be made. Check the data folder.")
	}
	f := &Folder{path: path, log: log, maker: newMaker()}
	return f, errors.Join(f.clearHalf(), f.Forget(now))
}

// Forget removes what was made long before now.
func (f *Folder) Forget(now time.Time) error {
	return f.remove(func(info fs.FileInfo) bool { return now.Sub(info.ModTime()) > unused })
}

// clearHalf removes what a crash left half written.
func (f *Folder) clearHalf() error {
	return f.remove(func(info fs.FileInfo) bool { return filepath.Ext(info.Name()) == "" })
}

func (f *Folder) remove(which func(fs.FileInfo) bool) error {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return err
	}
	var failed []error
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || !which(info) {
			continue
		}
		failed = append(failed, os.Remove(filepath.Join(f.path, e.Name())))
	}
	return errors.Join(failed...)
}

// Open opens the file with a name, a base name with an extension that stands for everything the file is made from. produce
// is called when there is none yet. While the folder takes no files, because the disk is full or read-only, the file comes
// from memory and is made again for the next who asks.
func (f *Folder) Open(ctx context.Context, name string, produce func() ([]byte, error)) (File, error) {
	path := filepath.Join(f.path, name)
	get := func() (File, bool) {
		kept, err := openWhole(path)
		return kept, err == nil
	}
	return f.maker.open(ctx, get, produce, func(data []byte) (File, error) {
		err := f.write(path, data)
		f.tell(err)
		if err != nil {
			return fileOf(name, data), nil
		}
		return os.Open(path)
	})
}

// openWhole opens a file that holds something: after a power cut a name may be there without what was written.
func openWhole(path string) (*os.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err != nil || info.Size() == 0 {
		return nil, errors.Join(fs.ErrNotExist, err, file.Close())
	}
	return file, nil
}

// tell logs that nothing can be kept, what to do, and that it can be again, once each.
func (f *Folder) tell(err error) {
	switch failed := f.failing.Swap(err != nil); {
	case failed == (err != nil):
	case err == nil:
		f.log.Info("what is made for visitors is kept again", "folder", f.path)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		f.log.Error("there is no room to keep what is made for visitors, so it is made again each time: make room on that disk", "folder", f.path, "err", err)
	default:
		f.log.Error("what is made for visitors cannot be kept, so it is made again each time: check that the folder is there and who owns it", "folder", f.path, "err", err)
	}
}

// write makes a file that others see whole or not at all.
func (f *Folder) write(path string, data []byte) error {
	temp, err := os.CreateTemp(f.path, half+"*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}
