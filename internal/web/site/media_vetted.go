package site

import (
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"
)

const (
	vettedFor  = time.Second // how long a careful opening counts; also how long a new stored copy may stay unnoticed
	vettedMost = 256         // files remembered
)

// vetted remembers for a moment what opening with care gave: a player asks for one file many times, and the care (no link
// in any part of the path, the stored copy first) costs twenty system calls each time. A remembered file is opened again
// by its name and counts only while it is the very file that was seen. The zero value is ready; it is safe for concurrent
// use.
type vetted struct {
	mu    sync.Mutex
	files map[mediaAddress]vettedFile
}

type vettedFile struct {
	name   string // as the system knows it
	seen   fs.FileInfo
	stored bool
	until  time.Time
}

// open opens a remembered file again, or returns nil.
func (v *vetted) open(a mediaAddress, now time.Time) (body *os.File, info fs.FileInfo, stored bool) {
	v.mu.Lock()
	known, ok := v.files[a]
	v.mu.Unlock()
	if !ok || !now.Before(known.until) {
		return nil, nil, false
	}
	f, err := openPlain(known.name)
	if err != nil {
		return nil, nil, false
	}
	if info, err = f.Stat(); err != nil || !os.SameFile(info, known.seen) {
		_ = f.Close() // read only: nothing to lose
		return nil, nil, false
	}
	return f, info, known.stored
}

// remember keeps a file that was opened with care. Files that are no files of the system are not kept.
func (v *vetted) remember(a mediaAddress, body MediaFile, info fs.FileInfo, stored bool, now time.Time) {
	f, ok := body.(*os.File)
	if !ok {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.files == nil || len(v.files) >= vettedMost {
		v.files = map[mediaAddress]vettedFile{}
	}
	v.files[a] = vettedFile{f.Name(), info, stored, now.Add(vettedFor)}
}

// openPlain is os.Open for a file that is known to be a regular one: nobody waits for it, so the poller is not asked, which
// spares five system calls.
func openPlain(name string) (*os.File, error) {
	fd, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}
