package sabotage

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/unix"
)

// listener is where the kernel hands over calls.
type listener int

// notice is a call that waits for a verdict (struct seccomp_notif).
type notice struct {
	ID          uint64
	PID         uint32 // of the thread
	Flags       uint32
	Number      int32
	Arch        uint32
	Instruction uint64
	Args        [6]uint64
}

// verdict is how a call ends (struct seccomp_notif_resp).
type verdict struct {
	ID    uint64
	Value int64
	Error int32
	Flags uint32
}

// goOn lets the kernel do a call.
func goOn(n *notice) verdict {
	return verdict{ID: n.ID, Flags: unix.SECCOMP_USER_NOTIF_FLAG_CONTINUE}
}

// next waits for a call; an error means that the program has ended.
func (l listener) next() (*notice, error) {
	for {
		waiting := []unix.PollFd{{Fd: int32(l), Events: unix.POLLIN}}
		if _, err := unix.Poll(waiting, -1); err != nil && !exited(err) {
			return nil, err
		}
		if waiting[0].Revents&unix.POLLIN == 0 {
			if waiting[0].Revents != 0 {
				return nil, os.ErrClosed
			}
			continue
		}
		var n notice
		if err := l.control(unix.SECCOMP_IOCTL_NOTIF_RECV, unsafe.Pointer(&n)); err == nil {
			return &n, nil
		} else if !exited(err) {
			return nil, err
		}
	}
}

// answer ends a call. Whoever made it may be gone meanwhile.
func (l listener) answer(v verdict) { _ = l.control(unix.SECCOMP_IOCTL_NOTIF_SEND, unsafe.Pointer(&v)) }

func (l listener) control(request uintptr, argument unsafe.Pointer) error {
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(l), request, uintptr(argument)); errno != 0 {
		return errno
	}
	return nil
}

// workingFolder is AT_FDCWD as an argument.
const workingFolder = 0xffffff9c

// call says in words what the program is about to do.
func (n *notice) call() Call {
	c := Call{Name: fileCalls[n.Number], Writes: n.writes()}
	switch n.Number {
	case unix.SYS_OPEN, unix.SYS_UNLINK, unix.SYS_STAT, unix.SYS_LSTAT:
		c.Path = n.named(workingFolder, n.Args[0])
	case unix.SYS_OPENAT, unix.SYS_UNLINKAT, unix.SYS_MKDIRAT, unix.SYS_NEWFSTATAT, unix.SYS_FCHMODAT, unix.SYS_UTIMENSAT:
		c.Path = n.named(n.Args[0], n.Args[1])
	case unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2, unix.SYS_LINKAT:
		c.Path = n.named(n.Args[2], n.Args[3])
	default:
		c.Path = n.opened(n.Args[0])
	}
	return c
}

// writes reports whether a call would change something.
func (n *notice) writes() bool {
	const changes = unix.O_WRONLY | unix.O_RDWR | unix.O_CREAT | unix.O_TRUNC
	switch n.Number {
	case unix.SYS_OPEN:
		return n.Args[1]&changes != 0
	case unix.SYS_OPENAT:
		return n.Args[2]&changes != 0
	case unix.SYS_READ, unix.SYS_PREAD64, unix.SYS_FSTAT, unix.SYS_STAT, unix.SYS_LSTAT, unix.SYS_NEWFSTATAT, unix.SYS_GETDENTS64, unix.SYS_SENDFILE:
		return false
	}
	return true
}

// named reads the name at an address of the program; a relative one is below an open folder, or below the working folder.
func (n *notice) named(folder, address uint64) string {
	name := n.text(address)
	switch {
	case filepath.IsAbs(name):
		return filepath.Clean(name)
	case int32(folder) != unix.AT_FDCWD:
		return filepath.Join(n.opened(folder), name)
	}
	working, _ := os.Readlink(fmt.Sprintf("/proc/%d/cwd", n.PID)) // "" when the thread is gone
	return filepath.Join(working, name)
}

// opened is the path of an open file.
func (n *notice) opened(fd uint64) string {
	name, _ := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", n.PID, int32(fd))) // "" when the thread is gone
	return name
}

// text reads a string of the program.
func (n *notice) text(address uint64) string {
	var text []byte
	for len(text) < unix.PathMax && bytes.IndexByte(text, 0) < 0 {
		part := make([]byte, 256-(address+uint64(len(text)))%256) // never over the end of a page
		local := []unix.Iovec{{Base: &part[0], Len: uint64(len(part))}}
		remote := []unix.RemoteIovec{{Base: uintptr(address) + uintptr(len(text)), Len: len(part)}}
		got, err := unix.ProcessVMReadv(int(n.PID), local, remote, 0)
		if err != nil || got == 0 {
			break
		}
		text = append(text, part[:got]...)
	}
	name, _, _ := bytes.Cut(text, []byte{0})
	return string(name)
}
