package e2e

import (
	"os/exec"
	"testing"
	"time"
)

// moments is how many moments there are at which a test kills a command, over the time that it takes and a little longer.
const moments = 12

// kills are those of one command, at one moment after the other.
type kills struct {
	args      []string
	whole     time.Duration // that the command takes
	n, killed int
	after     time.Duration // the moment of the last one
}

// killsOf runs the command once, to see how long it takes.
func killsOf(s *server, args ...string) *kills {
	s.t.Helper()
	began := time.Now()
	s.says(0, "", args...)
	return &kills{args: args, whole: time.Since(began)}
}

// next runs the command and kills it at the next moment; it reports whether it had ended by itself before. Then that is how long it
// takes: on a busy machine now longer, now shorter.
func (k *kills) next(s *server) (ended bool) {
	s.t.Helper()
	k.after = k.whole * time.Duration(k.n%moments) / (moments - 2)
	k.n++
	cmd := exec.Command(binary, k.args...)
	cmd.Env = s.environ("INSIDER_BASE_URL=" + s.URL)
	began := time.Now()
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	select {
	case <-done:
		k.whole = time.Since(began)
		return true
	case <-time.After(k.after): // the moment of the kill is what the test is about
	}
	_ = cmd.Process.Kill()
	<-done
	k.killed++
	return false
}

// mustBeEnough fails a test in which next to nothing was killed.
func (k *kills) mustBeEnough(t *testing.T) {
	t.Helper()
	if k.killed < 3 {
		t.Errorf("only %d of %d were killed in time", k.killed, k.n)
	}
}
