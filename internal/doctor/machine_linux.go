package doctor

import "golang.org/x/sys/unix"

// SpaceOf returns the room of the file system that holds dir, for whoever is not root.
func SpaceOf(dir string) (Space, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return Space{}, err
	}
	return Space{Free: s.Bavail * uint64(s.Bsize), Total: s.Blocks * uint64(s.Bsize)}, nil
}

// Synchronised asks the kernel whether its clock follows another (adjtimex(2), STA_UNSYNC).
func Synchronised() (bool, error) {
	var t unix.Timex
	_, err := unix.Adjtimex(&t)
	return t.Status&unix.STA_UNSYNC == 0, err
}
