package downloads

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"insider/internal/fault"
)

// The bounds of a list of user agents from elsewhere.
const (
	maxListBytes   = 16 << 20
	maxListEntries = 20_000
)

// listKinds are the kinds of a public list's files by the beginning of their names, in the order of asking.
var listKinds = []struct {
	prefix string
	kind   AppKind
}{{"bots", Bot}, {"apps", Player}, {"libraries", Library}, {"browsers", Browser}}

// listEntry is an entry of a list in the public form of the Open Podcast Analytics Working Group, version 2.
type listEntry struct {
	Name    string `json:"name"`
	Pattern string `json:"pattern"`
}

// ReadAgents reads lists in the public opawg v2 form: bots*.json, apps*.json, libraries*.json and browsers*.json of a
// folder, of each the first by name that is not one of its examples. They are asked in that order, and the first entry
// that matches tells the name. A list that cannot be used is a fault.Invalid.
func ReadAgents(dir fs.FS) (*Agents, error) {
	var rules []listRule
	for _, k := range listKinds {
		names, err := fs.Glob(dir, k.prefix+"*.json")
		if err != nil {
			return nil, err
		}
		names = slices.DeleteFunc(names, func(n string) bool { return strings.Contains(n, "examples") })
		if len(names) == 0 {
			continue
		}
		more, err := readList(dir, names[0], k.kind)
		if err != nil {
			return nil, err
		}
		rules = append(rules, more...)
	}
	if len(rules) == 0 {
		return nil, fault.New(fault.Invalid, "There is no list of user agents: bots.json, apps.json, libraries.json or browsers.json.")
	}
	return newAgents(func(agent string) (App, bool) {
		for i := range rules {
			if rules[i].pattern.MatchString(agent) {
				return rules[i].app, true
			}
		}
		return App{}, false
	}), nil
}

type listRule struct {
	app     App
	pattern *regexp.Regexp
}

func readList(dir fs.FS, name string, kind AppKind) ([]listRule, error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The list of user agents %s cannot be read.", path.Base(name))
	}
	defer f.Close()
	var list struct {
		Entries []listEntry `json:"entries"`
	}
	data, err := io.ReadAll(io.LimitReader(f, maxListBytes+1))
	if err == nil && len(data) > maxListBytes {
		err = errors.New("it is too large")
	}
	if err == nil {
		err = json.Unmarshal(data, &list)
	}
	if err == nil && (len(list.Entries) == 0 || len(list.Entries) > maxListEntries) {
		err = errors.New(`it needs "entries", each with "name" and "pattern"`)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The list of user agents %s is not in the opawg v2 form.", name)
	}
	return compileList(name, kind, list.Entries)
}

func compileList(file string, kind AppKind, entries []listEntry) ([]listRule, error) {
	rules := make([]listRule, 0, len(entries))
	for _, e := range entries {
		if e.Name == "" || e.Pattern == "" {
			return nil, fault.New(fault.Invalid, "%s: an entry has no name or no pattern.", file)
		}
		pattern, err := regexp.Compile(e.Pattern)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "%s: the pattern of %q cannot be used.", file, e.Name)
		}
		rules = append(rules, listRule{App{e.Name, kind}, pattern})
	}
	return rules, nil
}
