package sabotage

import (
	"encoding/json"
	"os"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// childEnv holds the order for a test binary that shall become a program under watch.
const childEnv = "SABOTAGE_CHILD"

// order says what a child shall become.
type order struct {
	Path   string // of the program
	Watch  Watch
	Socket int // where the listener is sent
}

// String is the order as it is handed over.
func (o order) String() string {
	text, _ := json.Marshal(o) // strings, numbers and booleans always can be
	return string(text)
}

// Child makes the test binary the program under watch when Start started it, and returns otherwise. Call it first in TestMain.
func Child() {
	text, ordered := os.LookupEnv(childEnv)
	if !ordered {
		return
	}
	var o order
	err := json.Unmarshal([]byte(text), &o)
	if err == nil {
		err = o.become()
	}
	_, _ = unix.Write(o.Socket, []byte(err.Error())) // without a listener: Start tells it
	os.Exit(1)
}

// become hands the system calls of this thread over and runs the program in it. It returns only when it fails.
func (o order) become() error {
	runtime.LockOSThread()
	unix.CloseOnExec(o.Socket)
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	program := filter(o.Watch)
	flags := uintptr(unix.SECCOMP_FILTER_FLAG_NEW_LISTENER | unix.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV)
	fd, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, flags,
		uintptr(unsafe.Pointer(&unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]})))
	if errno != 0 {
		return errno
	}
	if err := unix.Sendmsg(o.Socket, []byte{0}, unix.UnixRights(int(fd)), nil, 0); err != nil {
		return err
	}
	return syscall.Exec(o.Path, os.Args, environ())
}

// environ is the environment without the order.
func environ() []string {
	var env []string
	for _, line := range os.Environ() {
		if !strings.HasPrefix(line, childEnv+"=") {
			env = append(env, line)
		}
	}
	return env
}
