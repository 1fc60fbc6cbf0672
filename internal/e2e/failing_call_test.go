package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"insider/internal/sabotage"
)

// wrongs are how a call can fail; those that are not named here fail with an error of the disk.
var wrongs = map[string]syscall.Errno{
	"open": syscall.EMFILE, "openat": syscall.EMFILE, "write": syscall.ENOSPC, "pwrite64": syscall.ENOSPC, "mkdirat": syscall.ENOSPC,
	"renameat": syscall.ENOSPC, "linkat": syscall.ENOSPC,
}

// writes are the calls that fail when a disk is full, or becomes read-only.
var writes = []string{"write", "pwrite64", "fsync", "mkdirat", "renameat", "linkat", "ftruncate"}

// callSaboteur fails calls of a server about its own files: the n-th one, or from there on all that write.
type callSaboteur struct {
	program *sabotage.Program
	dirs    []string
	n       int64
	lasting bool
	calls   atomic.Int64
	first   atomic.Pointer[sabotage.Call]
}

func (x *callSaboteur) strike() { x.program.Judge(x.judge) }
func (x *callSaboteur) relent() { x.program.Judge(nil) }

func (x *callSaboteur) hit() string {
	if c := x.first.Load(); c != nil {
		return fmt.Sprintf("%+v failed", *c)
	}
	return ""
}

func (x *callSaboteur) judge(c sabotage.Call) syscall.Errno {
	if !slices.ContainsFunc(x.dirs, func(dir string) bool { return strings.HasPrefix(c.Path, dir) }) || x.lasting && !slices.Contains(writes, c.Name) {
		return 0
	}
	if n := x.calls.Add(1); n < x.n || n > x.n && !x.lasting {
		return 0
	}
	x.first.CompareAndSwap(nil, &c)
	if errno, ok := wrongs[c.Name]; ok {
		return errno
	}
	return syscall.EIO
}

// callFails walks every journey while its n-th call to the disk fails, for every n; then while all writing from the n-th call on
// fails, until the cause is gone. Whoever is refused is told so and can do it again, nothing is there by half, and readers are served.
func callFails(t *testing.T) {
	t.Parallel()
	callFailsInCommand(t)
	for _, journey := range journeys {
		t.Run(journey.name, func(t *testing.T) {
			t.Parallel()
			content := newShow(t)
			s := start(t, withContent(content), noLimits, withWatch(sabotage.Watch{Files: true}), withEnv("INSIDER_TRUSTED_PROXIES=127.0.0.1/32"))
			s.says(0, "", "editor", "add", "editor@example.com")
			v := &traveller{server: s, db: openDatabase(t, s.Data), seen: map[string]bool{}}
			calls := 0
			for _, lasting := range []bool{false, true} {
				for n := int64(1); ; n += stride(n) {
					v.saboteur = &callSaboteur{program: s.program, dirs: []string{s.Data, content}, n: n, lasting: lasting}
					v.n++
					v.walk(journey.steps(v))
					v.mustHaveNoHalves(fmt.Sprintf("call %d failed, lasting: %v", n, lasting))
					calls++
					if v.hit() == "" || t.Failed() {
						break
					}
				}
			}
			if calls < 10 {
				t.Errorf("only %d calls failed", calls)
			}
			s.says(0, "", "mail", "on")
			if out, _ := s.command("doctor", "--json"); !databaseIsSound(t, out) {
				t.Errorf("doctor: %s", out)
			}
			if strings.Contains(s.log.String(), "panic") {
				t.Error("something panicked")
			}
		})
	}
}

// callFailsInCommand gives every command while its n-th call to the disk fails, for every n; then while all writing from there on fails.
func callFailsInCommand(t *testing.T) {
	for _, what := range errands {
		t.Run(what.name, func(t *testing.T) {
			t.Parallel()
			e := what.in(house{t: t})
			all := []string{filepath.Dir(t.TempDir())}
			for _, lasting := range []bool{false, true} {
				n := int64(1)
				e.fails(t, func() commandSaboteur {
					x := &callSaboteur{dirs: all, n: n, lasting: lasting}
					n += stride(8 * n)
					return x
				})
			}
		})
	}
}

// stride is how far it is to the next call that fails: the later, the farther, unless there is time.
func stride(n int64) int64 {
	if os.Getenv("FAULT_ROUNDS") != "" {
		return 1
	}
	return 1 + n/2
}
