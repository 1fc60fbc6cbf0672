package sabotage_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"insider/internal/sabotage"
)

// programEnv makes the test binary a program: for each line it is given it writes into the file
// with this name, and tells the time and how that went.
const programEnv = "TEST_SABOTAGE_FILE"

func TestMain(m *testing.M) {
	sabotage.Child()
	if name := os.Getenv(programEnv); name != "" {
		program(name)
	}
	os.Exit(m.Run())
}

func program(name string) {
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		err := os.WriteFile(name, []byte("text"), 0o600)
		fmt.Printf("%d %v\n", time.Now().Unix(), err)
	}
	os.Exit(0)
}

// started runs the program under watch; say lets it write once more and returns what it tells.
func started(t *testing.T, name string, w sabotage.Watch) (p *sabotage.Program, say func() (at time.Time, err string)) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), programEnv+"="+name)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p, err = sabotage.Start(cmd, w); err != nil {
		t.Skip("SKIP-TOOL seccomp: ", err)
	}
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	return p, func() (time.Time, string) {
		if _, err := in.Write([]byte("\n")); err != nil {
			t.Fatal(err)
		}
		line := make([]byte, 512)
		n, err := out.Read(line)
		if err != nil {
			t.Fatal(err)
		}
		seconds, rest, _ := strings.Cut(strings.TrimSpace(string(line[:n])), " ")
		var at int64
		if _, err := fmt.Sscan(seconds, &at); err != nil {
			t.Fatal(err)
		}
		return time.Unix(at, 0), rest
	}
}

func TestCallsFailWhenToldTo(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	p, say := started(t, name, sabotage.Watch{Files: true})
	if _, err := say(); err != "<nil>" {
		t.Errorf("nobody judges and it says %s", err)
	}
	for call, errno := range map[string]syscall.Errno{"write": syscall.ENOSPC, "openat": syscall.EACCES} {
		var asked atomic.Int32
		p.Judge(func(c sabotage.Call) syscall.Errno {
			if c.Name != call || c.Path != name {
				return 0
			}
			if !c.Writes {
				t.Errorf("%s of a file that is written does not count as writing", call)
			}
			asked.Add(1)
			return errno
		})
		if _, err := say(); !strings.Contains(err, errno.Error()) || asked.Load() != 1 {
			t.Errorf("%s fails with %v: it says %s, asked %d times", call, errno, err, asked.Load())
		}
	}
	p.Judge(nil)
	if _, err := say(); err != "<nil>" {
		t.Errorf("afterwards it says %s", err)
	}
}

func TestTheClockIsSet(t *testing.T) {
	p, say := started(t, filepath.Join(t.TempDir(), "file"), sabotage.Watch{Clock: true})
	for _, shift := range []time.Duration{0, 366 * 24 * time.Hour, -24 * time.Hour} {
		p.Shift(shift)
		if at, err := say(); err != "<nil>" || at.Sub(time.Now().Add(shift)).Abs() > 5*time.Second {
			t.Errorf("the clock is set by %v: it is %v for the program, %s", shift, at, err)
		}
	}
}
