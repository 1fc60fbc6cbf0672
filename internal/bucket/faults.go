package bucket

import (
	"errors"
	"io/fs"
	"syscall"

	"insider/internal/fault"
)

func absent() error { return fault.New(fault.NotFound, "There is no such file.") }

// classify gives errors of the file system their kind; what is none of these stays as it is.
func classify(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return fault.Wrap(err, fault.NotFound, "There is no such file.")
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fault.Wrap(err, fault.Unavailable, "There is no room in the bucket, and nothing was changed. Make room on its disk, then try again.")
	}
	return err
}

func ignoreAbsent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
