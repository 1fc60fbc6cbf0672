package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestLaunchTellsWhatAServerSaidThatEnded would take two minutes if the end were not noticed.
func TestLaunchTellsWhatAServerSaidThatEnded(t *testing.T) {
	t.Parallel()
	b := &bench{dir: t.TempDir()}
	addr, err := freeAddr()
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.launch(exec.Command("sh", "-c", "echo 'the port is taken' >&2; exit 3"), addr)
	if err == nil {
		t.Fatal("a server that ended was taken for one that runs")
	}
	for _, want := range []string{"ended before it answered", "exit status 3", "the port is taken"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
}
