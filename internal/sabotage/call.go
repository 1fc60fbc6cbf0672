package sabotage

import (
	"syscall"
	"time"
)

// Call is something the program is about to do with a file.
type Call struct {
	Name string // of the system call, such as "pwrite64"
	Path string // of the file; for a rename the new one

	Writes bool // it would change something, or opens a file for that
}

// Judge says what becomes of a call: 0 lets the kernel do it, anything else is the error that the program gets instead. It is
// asked by one goroutine, and the program waits for its answer.
type Judge func(Call) syscall.Errno

// Watch says what of a program is watched. What is not costs nothing.
type Watch struct {
	Files bool // calls about files, see Program.Judge
	Clock bool // the time of day, see Program.Shift

	Shift time.Duration // with Clock: how far the time of day is ahead when the program starts
}
