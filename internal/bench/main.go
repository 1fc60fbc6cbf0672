// Command bench measures Insider against bare floors, side by side in one run: `make bench`.
//
// The floors live here. Each is a process of its own that gives the same answers, or does the least work a figure allows,
// and figures are CPU time per operation, so that a busy machine disturbs them little. It owns no product code.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) > 1 {
		if floor, ok := floors[os.Args[1]]; ok {
			exit(floor(os.Args[2:]))
		}
		exit(fmt.Errorf("usage: bench (without arguments; %q is no floor)", os.Args[1]))
	}
	exit(benchmark())
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// benchmark runs every figure and prints one table.
func benchmark() error {
	dir, err := os.MkdirTemp("", "insider-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{dir: dir, binary: filepath.Join(dir, "insider")}
	for _, step := range []func() error{b.build, b.serving, b.flat, b.starting, b.changing, b.feeding} {
		if err := step(); err != nil {
			return err
		}
	}
	b.table.print(os.Stdout)
	return nil
}

// bench is one run: its folder, the program under test and the table so far.
type bench struct {
	dir    string
	binary string
	table  table
}
