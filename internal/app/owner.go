package app

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"insider/internal/fault"
)

// handOver gives what root made in a data folder to whoever owns the folder. A service has a user of its own; what a command of
// the operator's wrote beside it (a restored database, erased.log) it could not open otherwise. Links are not followed.
func handOver(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	info, err := root.Stat(".")
	if err != nil {
		return err
	}
	owner := info.Sys().(*syscall.Stat_t)
	if os.Geteuid() != 0 || owner.Uid == 0 {
		return nil
	}
	return fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return ignoreGone(err)
		}
		info, err := d.Info()
		if err != nil || info.Sys().(*syscall.Stat_t).Uid != 0 {
			return ignoreGone(err)
		}
		return ignoreGone(root.Lchown(name, int(owner.Uid), int(owner.Gid)))
	})
}

// handingOver joins to an error what kept a command from giving its files to the owner of the data folder.
func handingOver(dir string, err *error) {
	if failed := handOver(dir); failed != nil && !errors.Is(failed, fs.ErrNotExist) {
		*err = errors.Join(*err, fault.Wrap(failed, fault.Unavailable, "What was written into %s could not be given to the owner of that folder; do it by chown.", dir))
	}
}
