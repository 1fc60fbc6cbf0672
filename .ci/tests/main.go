// Command tests reads "go test -json" from standard input and says what a person wants to know: each package when it is
// done, all output of tests that failed and nothing of those that passed. At the end it writes, for the gate's table,
// counts to the file named first and a line for each skipped test to the file named second.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// event is a line of "go test -json" (go doc test2json; build events as in "go help buildjson").
type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64
}

// name identifies what an event is about: a test, or a package when Test is empty.
type name struct{ pkg, test string }

type report struct {
	output map[name][]string
	counts map[string]int
	skips  []string
	failed bool
}

func main() {
	r := report{output: map[name][]string{}, counts: map[string]int{}}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text())
			continue
		}
		r.take(e)
	}
	counts := fmt.Sprintf("%d passed, %d failed, %d skipped", r.counts["pass"], r.counts["fail"], r.counts["skip"])
	if err := os.WriteFile(os.Args[1], []byte(counts), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := os.WriteFile(os.Args[2], []byte(strings.Join(r.skips, "")), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if r.failed {
		os.Exit(1)
	}
}

func (r *report) take(e event) {
	at := name{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Print(e.Output)
	case "build-fail":
		r.failed = true
	case "output":
		r.output[at] = append(r.output[at], e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.endPackage(at, e)
		} else {
			r.endTest(at, e.Action)
		}
	}
}

func (r *report) endTest(at name, action string) {
	r.counts[action]++
	switch action {
	case "fail":
		r.failed = true
		fmt.Print(strings.Join(r.output[at], ""))
	case "skip":
		r.skips = append(r.skips, at.test+": "+reason(r.output[at])+"\n")
	}
	delete(r.output, at)
}

func (r *report) endPackage(at name, e event) {
	switch e.Action {
	case "pass":
		fmt.Printf("ok    %-34s %6.1fs\n", e.Package, e.Elapsed)
	case "fail":
		r.failed = true
		for unfinished, output := range r.output {
			if unfinished.pkg == at.pkg { // a panic or a timeout ends tests without a verdict
				fmt.Print(strings.Join(slices.DeleteFunc(output, isVerdict), ""))
			}
		}
		fmt.Printf("FAIL  %-34s %6.1fs\n", e.Package, e.Elapsed)
	}
	for done := range r.output {
		if done.pkg == at.pkg {
			delete(r.output, done)
		}
	}
}

// isVerdict reports whether a line only repeats that a package failed.
func isVerdict(line string) bool { return strings.HasPrefix(line, "FAIL") }

// reason is what a test said when it was skipped, without the place.
func reason(output []string) string {
	for _, line := range output {
		_, said, found := strings.Cut(strings.TrimSpace(line), ".go:")
		if _, said, found = strings.Cut(said, ": "); found {
			return said
		}
	}
	return "no reason given"
}
