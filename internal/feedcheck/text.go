package feedcheck

import (
	"fmt"
	"strconv"
	"strings"
)

// places is how many places of one rule are told.
const places = 10

// Group is the findings of one rule.
type Group struct {
	*Rule
	Places []Finding // at most ten
	More   int       // that are left out
}

// ByRule gathers findings, in the order in which Judge gives them, by their rule.
func ByRule(findings []Finding) (groups []Group) {
	for i, f := range findings {
		if i == 0 || findings[i-1].Rule != f.Rule {
			groups = append(groups, Group{Rule: f.Rule})
		}
		if g := &groups[len(groups)-1]; len(g.Places) < places {
			g.Places = append(g.Places, f)
		} else {
			g.More++
		}
	}
	return groups
}

// Text tells findings to a person at a terminal: each rule once, with its places, why it matters and what to do.
func Text(findings []Finding) string {
	var b strings.Builder
	for _, g := range ByRule(findings) {
		fmt.Fprintf(&b, "%s %s (%s)\n", g.Level, g.Name, g.By)
		for _, f := range g.Places {
			fmt.Fprintf(&b, "  %s: %s\n", f.Where, f.Sentence)
		}
		if g.More > 0 {
			fmt.Fprintf(&b, "  ... and %d more\n", g.More)
		}
		fmt.Fprintf(&b, "  Why: %s\n  Fix: %s\n\n", g.Why, g.Fix)
	}
	return b.String()
}

// Summary counts findings in words: "2 mistakes, 1 warning, no hints".
func Summary(findings []Finding) string {
	var parts []string
	for _, level := range []Level{Mistake, Warning, Hint} {
		parts = append(parts, count(Count(findings, level), level.String()))
	}
	return strings.Join(parts, ", ")
}

func count(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun + "s"
	case 1:
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// ChangesText tells what changes with the next edition to a person at a terminal.
func ChangesText(changes []Change) string {
	var b strings.Builder
	counts, again := map[Kind]int{}, 0
	for _, c := range changes {
		if !c.Since.IsZero() {
			continue
		}
		counts[c.Kind]++
		if c.Again() {
			again++
		}
		b.WriteString(c.Text())
	}
	if len(counts) == 0 {
		return "The feed does not change.\n"
	}
	fmt.Fprintf(&b, "\n%d new, %d changed, %d removed.", counts[New], counts[Changed], counts[Removed])
	if again > 0 {
		fmt.Fprintf(&b, " Apps download %s again.", count(again, "episode"))
	}
	b.WriteByte('\n')
	return b.String()
}

// Text tells one change in a line, and a line more for each thing that apps hold on to.
func (c Change) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-8s %s", c.Kind, c.name())
	if c.Kind == New {
		fmt.Fprintf(&b, "  %s, %s", quote(c.Item.Title), c.Item.Date.UTC().Format("2006-01-02 15:04 MST"))
	}
	if names := c.Elements(); len(names) > 0 {
		fmt.Fprintf(&b, "  %s", strings.Join(names, ", "))
	}
	b.WriteByte('\n')
	for _, f := range c.Fields {
		if f.Was != f.Is {
			fmt.Fprintf(&b, "         %s: %s -> %s\n", f.Name, f.Was, f.Is)
		}
	}
	if c.Again() {
		b.WriteString("         Apps download this episode again.\n")
	}
	return b.String()
}

// Elements returns the names of what changed without being told value by value.
func (c Change) Elements() (names []string) {
	for _, f := range c.Fields {
		if f.Was == f.Is {
			names = append(names, f.Name)
		}
	}
	return names
}

// name is the content file of an item, or its slug when it has none.
func (c Change) name() string {
	if c.Item.Source != "" {
		return c.Item.Source
	}
	return c.Item.Slug
}
