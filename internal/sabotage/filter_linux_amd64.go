package sabotage

import "golang.org/x/sys/unix"

// fileCalls are the system calls about files that a Go program and SQLite in it make.
var fileCalls = map[int32]string{
	unix.SYS_OPEN: "open", unix.SYS_OPENAT: "openat", unix.SYS_READ: "read", unix.SYS_PREAD64: "pread64", unix.SYS_WRITE: "write",
	unix.SYS_PWRITE64: "pwrite64", unix.SYS_FSYNC: "fsync", unix.SYS_FDATASYNC: "fdatasync", unix.SYS_FTRUNCATE: "ftruncate",
	unix.SYS_FALLOCATE: "fallocate", unix.SYS_RENAMEAT: "renameat", unix.SYS_RENAMEAT2: "renameat2", unix.SYS_LINKAT: "linkat",
	unix.SYS_UNLINK: "unlink", unix.SYS_UNLINKAT: "unlinkat", unix.SYS_MKDIRAT: "mkdirat", unix.SYS_FSTAT: "fstat",
	unix.SYS_STAT: "stat", unix.SYS_LSTAT: "lstat", unix.SYS_NEWFSTATAT: "newfstatat", unix.SYS_GETDENTS64: "getdents64",
	unix.SYS_FCHMOD: "fchmod", unix.SYS_FCHMODAT: "fchmodat", unix.SYS_UTIMENSAT: "utimensat", unix.SYS_SENDFILE: "sendfile",
	unix.SYS_COPY_FILE_RANGE: "copy_file_range",
}

// Places in what a filter is given (struct seccomp_data).
const (
	numberAt   = 0
	argumentAt = 16 // the first one, its lower half
)

// filter is the kernel's program that chooses which calls are handed over.
func filter(w Watch) []unix.SockFilter {
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	end := func(how uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: how} }
	unless := func(value int) unix.SockFilter { // skips the next one
		return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: uint32(value)}
	}
	program := []unix.SockFilter{load(numberAt)}
	if w.Files {
		for number := range fileCalls {
			program = append(program, unless(int(number)), end(unix.SECCOMP_RET_USER_NOTIF))
		}
	}
	if w.Clock {
		other := unless(unix.SYS_CLOCK_GETTIME)
		other.Jf = 3
		program = append(program, unless(unix.SYS_ARCH_PRCTL), end(unix.SECCOMP_RET_USER_NOTIF),
			other, load(argumentAt), unless(unix.CLOCK_REALTIME), end(unix.SECCOMP_RET_USER_NOTIF))
	}
	return append(program, end(unix.SECCOMP_RET_ALLOW))
}
