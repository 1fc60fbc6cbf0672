package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// process is a server under measurement, ours or a floor.
type process struct {
	cmd   *exec.Cmd
	addr  string        // host:port
	ended chan struct{} // closed when the process is no more
}

// build makes the program under test as `make build` does.
func (b *bench) build() error {
	cmd := exec.Command("go", "build", "-trimpath", "-tags", "nomsgpack", "-ldflags", "-s -w", "-o", b.binary, "insider/cmd/insider")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return err
	}
	info, err := os.Stat(b.binary)
	if err != nil {
		return err
	}
	mb := float64(info.Size()) / 1e6
	b.table.add(row{what: "binary with the starter show, MB", ours: fmt.Sprintf("%.1f", mb), floor: "45 MB", ratio: mb / 45, limit: 1})
	return nil
}

// insider starts the program on a content folder ("" is the one in the binary) and a data folder; it returns when the
// first page was answered.
func (b *bench) insider(content, data string) (*process, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(b.binary, "serve")
	cmd.Env = append(os.Environ(), "INSIDER_ADDR="+addr, "INSIDER_BASE_URL=http://"+addr, "INSIDER_CONTENT="+content, "INSIDER_DATA="+data)
	return b.launch(cmd, addr)
}

// floor starts a server among the floors of this command; args are its name and its arguments after the address.
func (b *bench) floor(args ...string) (*process, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, append([]string{args[0], addr}, args[1:]...)...)
	return b.launch(cmd, addr)
}

// launch starts a server whose log goes to a file of its own, as both do in service, and waits for its first page.
func (b *bench) launch(cmd *exec.Cmd, addr string) (*process, error) {
	log, err := os.CreateTemp(b.dir, "*.log")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, addr: addr, ended: make(chan struct{})}
	go func() { _ = cmd.Wait(); close(p.ended) }()
	why := p.awaitPage(2 * time.Minute)
	if why == "" {
		return p, nil
	}
	p.stop()
	return nil, fmt.Errorf("%s %s (%s):\n%s", cmd.Path, why, cmd.ProcessState, lastLines(log.Name(), 20))
}

// awaitPage waits until the server answers its first page; otherwise it says why that is in vain.
func (p *process) awaitPage(limit time.Duration) (why string) {
	late := time.After(limit)
	for {
		if isAnswered("http://" + p.addr + "/") {
			return ""
		}
		select {
		case <-p.ended:
			return "ended before it answered"
		case <-late:
			return fmt.Sprintf("did not answer within %s", limit)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func isAnswered(address string) bool {
	resp, err := http.Get(address)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode == http.StatusOK
}

// lastLines returns the end of a log, or why it cannot be read.
func lastLines(name string, n int) string {
	said, err := os.ReadFile(name)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

func (p *process) stop() {
	_ = p.cmd.Process.Signal(unix.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(20 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.ended
	}
}

// cpu is the processor time the process has used so far, from its own clock (clock_getcpuclockid(3)).
func (p *process) cpu() (time.Duration, error) {
	var ts unix.Timespec
	clock := int32(^p.cmd.Process.Pid<<3 | 2)
	if err := unix.ClockGettime(clock, &ts); err != nil {
		return 0, fmt.Errorf("reading the processor time of process %d: %w", p.cmd.Process.Pid, err)
	}
	return time.Duration(ts.Nano()), nil
}

// resident is the resident memory of the process in MiB.
func (p *process) resident() (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			return kb / 1024, err
		}
	}
	return 0, errors.New("no VmRSS")
}

func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
