package folder

import (
	"io/fs"
	"syscall"
)

// changeTime returns when a file's inode last changed: it tells of a write that kept size and modification time.
func changeTime(info fs.FileInfo) int64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctim.Nano()
	}
	return 0
}
