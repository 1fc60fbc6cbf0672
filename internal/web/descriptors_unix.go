//go:build unix

package web

import "golang.org/x/sys/unix"

// descriptors returns how many the process may have open.
func descriptors() int {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) != nil {
		return 2 * mostConnections
	}
	return int(min(uint64(limit.Cur), 2*mostConnections))
}
