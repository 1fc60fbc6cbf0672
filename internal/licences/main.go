// Command licences reads the licence of every module whose code is in the binary and fails when one is not on the list of
// those that the project may ship, or cannot be recognised. "make licences".
package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// allowed are licences that a program under MIT may carry, by their SPDX names.
var allowed = []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "0BSD", "MPL-2.0", "Unlicense", "CC0-1.0", "BlueOak-1.0.0"}

// enough of a file, in percent, has to be the text of a licence for it to be one.
const enough = 75

func main() {
	modules, err := linked()
	if err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
	failed := false
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		found, err := licence(modules[name])
		switch {
		case err != nil:
			failed = true
			fmt.Printf("%-50s %v\n", name, err)
		case slices.ContainsFunc(found, func(id string) bool { return slices.Contains(allowed, id) }):
			fmt.Printf("%-50s %s\n", name, strings.Join(found, ", "))
		default:
			failed = true
			fmt.Printf("%-50s %s: NOT ALLOWED\n", name, strings.Join(found, ", "))
		}
	}
	fmt.Printf("%d modules\n", len(modules))
	if failed || len(modules) < 10 {
		os.Exit(1)
	}
}

// linked returns the folder of each module of others with a package in the program.
func linked() (map[string]string, error) {
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", "./cmd/insider")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, err
	}
	modules := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if path, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			modules[path] = dir
		}
	}
	return modules, nil
}

// licence recognises what the licence files at the top of a module say.
func licence(dir string) ([]string, error) {
	var found []string
	for _, pattern := range []string{"LICENSE*", "LICENCE*", "License*", "COPYING*", "UNLICENSE*", "license*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				continue // a folder of that name
			}
			if cover := licensecheck.Scan(text); cover.Percent >= enough {
				for _, m := range cover.Match {
					found = append(found, m.ID)
				}
			}
		}
	}
	slices.Sort(found)
	if found = slices.Compact(found); len(found) == 0 {
		return nil, fmt.Errorf("no licence was recognised in its top folder")
	}
	return found, nil
}
