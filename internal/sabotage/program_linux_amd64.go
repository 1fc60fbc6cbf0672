package sabotage

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Program is a program under watch. Its methods may be called at any time, from any goroutine.
type Program struct {
	mu    sync.Mutex
	judge Judge

	shift  atomic.Int64 // nanoseconds
	hidden bool         // the clock that needs no system call
}

// Start starts cmd under watch; afterwards cmd is as after cmd.Start. The test's own binary becomes the program, so its TestMain
// must begin with Child. Errors say that this system hands over no calls.
func Start(cmd *exec.Cmd, w Watch) (*Program, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	ours, theirs, err := socketPair()
	if err != nil {
		return nil, err
	}
	defer ours.Close()
	defer theirs.Close()
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env, childEnv+"="+order{Path: cmd.Path, Watch: w, Socket: 3 + len(cmd.ExtraFiles)}.String())
	cmd.Path, cmd.ExtraFiles = self, append(cmd.ExtraFiles, theirs)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	_ = theirs.Close() // so that a child that fails is noticed
	listener, err := receive(ours)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sabotage: %w", err), cmd.Process.Kill(), cmd.Wait())
	}
	p := &Program{}
	p.Shift(w.Shift)
	go p.watch(listener)
	return p, nil
}

// Judge sets who decides about each file call from now on; nil lets all through. When it returns, nobody who decided before
// still does.
func (p *Program) Judge(j Judge) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.judge = j
}

// Shift sets how far the program's time of day is ahead of this machine's. Timers go on as they were, as they do when a clock is
// set.
func (p *Program) Shift(d time.Duration) { p.shift.Store(int64(d)) }

// watch answers for every call until the program has ended.
func (p *Program) watch(l listener) {
	defer unix.Close(int(l))
	for {
		n, err := l.next()
		if err != nil {
			return
		}
		l.answer(p.decide(n))
	}
}

// decide does what has to be done about one call and says how it ends.
func (p *Program) decide(n *notice) verdict {
	switch n.Number {
	case unix.SYS_ARCH_PRCTL: // the first one of a Go program, before it looks for the clock without system calls
		if !p.hidden {
			p.hidden = hideClock(n.PID)
		}
		return goOn(n)
	case unix.SYS_CLOCK_GETTIME:
		return tellTime(n, time.Now().Add(time.Duration(p.shift.Load())))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.judge == nil {
		return goOn(n)
	}
	if errno := p.judge(n.call()); errno != 0 {
		return verdict{ID: n.ID, Error: -int32(errno)}
	}
	return goOn(n)
}

func socketPair() (ours, theirs *os.File, err error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	return os.NewFile(uintptr(pair[0]), "ours"), os.NewFile(uintptr(pair[1]), "theirs"), nil
}

// receive waits for the listener that a child sends.
func receive(from *os.File) (listener, error) {
	text, rights := make([]byte, 512), make([]byte, unix.CmsgSpace(4))
	n, r, _, _, err := unix.Recvmsg(int(from.Fd()), text, rights, unix.MSG_CMSG_CLOEXEC)
	if err != nil {
		return 0, err
	}
	if r == 0 {
		return 0, errors.New("the system hands over no calls: " + string(text[:n]))
	}
	messages, err := unix.ParseSocketControlMessage(rights[:r])
	if err != nil {
		return 0, err
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil {
		return 0, err
	}
	return listener(fds[0]), nil
}

// exited reports whether a call is worth no answer any more, because whoever made it is gone.
func exited(err error) bool { return errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.EINTR) }
