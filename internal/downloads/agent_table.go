package downloads

import (
	_ "embed" // the table
	"fmt"
	"strings"
	"sync"
)

//go:embed agents.txt
var agentLines string

// table is what programs send, in the order of asking.
type table []tableEntry

// tableEntry is one line: all of its parts must stand in the user agent one after the other, the first at its start and
// the last at its end when it is bound to them.
type tableEntry struct {
	app            App
	atStart, atEnd bool
	parts          []string
}

// ownTable reads agents.txt once: lines of kind, name and pattern, parted by tabs.
var ownTable = sync.OnceValue(func() table {
	t, err := parseTable(agentLines)
	if err != nil {
		panic(err) // it is part of the program
	}
	return t
})

func parseTable(text string) (table, error) {
	var t table
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 3 || fields[1] == "" || strings.Trim(fields[2], "^*$") == "" {
			return nil, fmt.Errorf("agents.txt: %q is not kind, name and pattern", line)
		}
		kind := AppKind(fields[0])
		if kind != Player && kind != Browser && kind != Library && kind != Bot {
			return nil, fmt.Errorf("agents.txt: %q is no kind", kind)
		}
		pattern, atStart := strings.CutPrefix(fields[2], "^")
		pattern, atEnd := strings.CutSuffix(pattern, "$")
		t = append(t, tableEntry{App{fields[1], kind}, atStart, atEnd, strings.Split(pattern, "*")})
	}
	return t, nil
}

func (t table) find(agent string) (App, bool) {
	for i := range t {
		if t[i].matches(agent) {
			return t[i].app, true
		}
	}
	return App{}, false
}

func (e *tableEntry) matches(agent string) bool {
	for i, part := range e.parts {
		at := strings.Index(agent, part)
		if at < 0 || i == 0 && e.atStart && at > 0 {
			return false
		}
		agent = agent[at+len(part):]
	}
	return !e.atEnd || agent == ""
}
