// Command bench measures Insider against bare floors, side by side in one run: `make bench`. Names of steps as arguments run
// only these: `go run ./internal/bench serving feeding`.
//
// The floors live here. Each is a process of its own that gives the same answers, or does the least work a figure allows,
// and figures are CPU time per operation, so that a busy machine disturbs them little. It owns no product code.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) > 1 {
		if floor, ok := floors[os.Args[1]]; ok {
			exit(floor(os.Args[2:]))
		}
	}
	exit(benchmark(os.Args[1:]))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// step measures the figures that need the same servers or shows.
type step struct {
	name string
	run  func(*bench) error
}

// long are steps that run only when they are named.
var long = []step{{"soaking", (*bench).soaking}}

var steps = []step{
	{"serving", (*bench).serving}, {"flat", (*bench).flat}, {"starting", (*bench).starting},
	{"changing", (*bench).changing}, {"feeding", (*bench).feeding}, {"resting", (*bench).resting}, {"pages", (*bench).pages},
}

// benchmark runs the named steps, or all, and prints one table.
func benchmark(names []string) error {
	chosen := slices.Clone(steps)
	if len(names) > 0 {
		chosen = slices.DeleteFunc(append(chosen, long...), func(s step) bool { return !slices.Contains(names, s.name) })
	}
	if len(chosen) < len(names) {
		return fmt.Errorf("usage: bench [%s]...", strings.Join(stepNames(), " | "))
	}
	dir, err := os.MkdirTemp("", "insider-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{dir: dir, binary: filepath.Join(dir, "insider")}
	if err := b.build(); err != nil {
		return err
	}
	for _, s := range chosen {
		if err := s.run(b); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	b.table.print(os.Stdout)
	return nil
}

func stepNames() []string {
	var names []string
	for _, s := range append(slices.Clone(steps), long...) {
		names = append(names, s.name)
	}
	return names
}

// bench is one run: its folder, the program under test and the table so far.
type bench struct {
	dir    string
	binary string
	table  table
}
