package archive

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"insider/internal/fault"
)

// partialSuffix ends the name of a file while it is written.
const partialSuffix = ".partial"

// writeFile replaces a small file durably by one that only its owner can read.
func writeFile(name string, data []byte) error {
	return Create(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// Create makes a file of what write writes: under another name first (NAME.partial), on disk before it gets its own, readable
// by its owner only. When write fails, NAME is as it was. A file that a crash left is written over; one that somebody writes
// just now is a Conflict.
func Create(name string, write func(w io.Writer) error) (err error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fault.New(fault.Invalid, "%s is a folder. Name the file to write in it.", name)
	}
	partial := name + partialSuffix
	f, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return diskFault(err, name)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return fault.Wrap(err, fault.Conflict, "Another backup into %s is being written.", name)
	}
	if err := errors.Join(f.Truncate(0), f.Chmod(0o600)); err != nil {
		return diskFault(err, name)
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = os.Rename(partial, name)
	}
	if err != nil {
		return diskFault(errors.Join(err, os.Remove(partial)), name)
	}
	return syncDir(filepath.Dir(name))
}

// isAbandoned reports whether nobody writes a file any more.
func isAbandoned(name string) bool {
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// diskFault says what an operator can do about an error of the disk.
func diskFault(err error, name string) error {
	var known *fault.Error
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fault.Wrap(err, fault.Unavailable, "There is no room for %s. What was there before is as it was. Make room on that disk.", name)
	case errors.As(err, &known):
		return err
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR):
		return fault.Wrap(err, fault.Unavailable, "%s cannot be written. Check that its folder is there and who owns it.", name)
	}
	return err
}

// syncDir makes the names in a folder survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
