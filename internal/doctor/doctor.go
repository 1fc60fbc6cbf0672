// Package doctor finds what would keep a show from being heard, read or answered, before its operator is told by others.
//
// It owns the checks, how they are told, and their remedies. It does not own the facts: what a check needs to know is handed to
// it, so that the command and the desk ask the same. Nothing here changes anything.
package doctor

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// State is how a check came out.
type State int

// The states, from good to bad.
const (
	OK      State = iota
	Note          // nothing is wrong, or it cannot be told from here
	Warning       // works, and will give trouble
	Problem       // does not work
)

// String is the state in a word.
func (s State) String() string { return [...]string{"ok", "note", "warning", "problem"}[s] }

// MarshalText writes the word.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Finding is what a check found.
type Finding struct {
	Check    string `json:"check"` // what was looked at, e.g. "Base URL"
	State    State  `json:"state"`
	Sentence string `json:"sentence"`
	Fix      string `json:"fix,omitempty"` // what to do; "" where nothing has to be done
}

// Check looks at one thing.
type Check struct {
	Name string
	Run  func(ctx context.Context) Finding // the finding's Check may be left out
}

// Report is the findings of all checks, in their order.
type Report struct {
	At       time.Time `json:"at"`
	Findings []Finding `json:"findings"`
}

// Count returns how many findings have the state.
func (r *Report) Count(s State) (n int) {
	for _, f := range r.Findings {
		if f.State == s {
			n++
		}
	}
	return n
}

// Failed reports whether something does not work.
func (r *Report) Failed() bool { return r.Count(Problem) > 0 }

// Text tells the report to a person at a terminal.
func (r *Report) Text() string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%-8s %-18s %s\n", f.State, f.Check, f.Sentence)
		if f.Fix != "" {
			fmt.Fprintf(&b, "%-27s %s\n", "", f.Fix)
		}
	}
	fmt.Fprintf(&b, "\n%s, %s.\n", plural(r.Count(Problem), "problem", "problems"), plural(r.Count(Warning), "warning", "warnings"))
	return b.String()
}

// Limit is how long one check may take.
const Limit = 20 * time.Second

// Examine runs the checks beside one another, each for at most limit.
func Examine(ctx context.Context, checks []Check, limit time.Duration, now time.Time) *Report {
	r := &Report{At: now, Findings: make([]Finding, len(checks))}
	var running sync.WaitGroup
	for i, c := range checks {
		running.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, limit)
			defer cancel()
			found := c.Run(ctx)
			if found.State != OK && ctx.Err() != nil {
				found = Finding{State: Warning, Sentence: fmt.Sprintf("This took longer than %s and was given up.", limit), Fix: found.Fix}
			}
			found.Check = c.Name
			r.Findings[i] = found
		})
	}
	running.Wait()
	return r
}

func ok(format string, args ...any) Finding {
	return Finding{State: OK, Sentence: fmt.Sprintf(format, args...)}
}

func note(format string, args ...any) Finding {
	return Finding{State: Note, Sentence: fmt.Sprintf(format, args...)}
}

func warning(fix, format string, args ...any) Finding {
	return Finding{State: Warning, Sentence: fmt.Sprintf(format, args...), Fix: fix}
}

func problem(fix, format string, args ...any) Finding {
	return Finding{State: Problem, Sentence: fmt.Sprintf(format, args...), Fix: fix}
}

// plural says how many of something there are.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
