package sample

import (
	"math/rand/v2"
	"strings"
)

var (
	subjects = []string{"the historian under the stairs", "a line that nobody dared to stop", "the second plant", "the night shift",
		"a valve with two names", "the old recorder", "a dashboard on the wall", "the spreadsheet behind it all",
		"one cable too many", "the last person who knew", "an alarm nobody reads", "the vendor's laptop",
		"a tank that was never empty", "the network drawing of a network long gone", "the pump in hall three"}
	verbs = []string{"taught us", "explains", "hides", "moved", "outlived", "quietly replaced", "needs", "survived", "asks for",
		"stands in for", "changed", "was told about"}
	objects = []string{"patience", "a second opinion", "the whole project", "a list of tags", "three meetings", "what was agreed",
		"the plan", "two kinds of time", "a way back", "an honest drawing", "more than a budget", "somebody who listens"}
	asides = []string{"as it turned out", "for once", "long after the project had ended", "before anybody asked", "in small steps",
		"without a single new screen", "and nobody minded", "to the surprise of both sides"}
	topics = []string{"Alarms", "Budgets", "Change", "Cloud", "Convergence", "Culture", "Data", "Edge", "Energy", "Food",
		"Governance", "Historians", "Maintenance", "Networks", "People", "Quality", "Safety", "Scaling", "Security",
		"Standards", "Teams", "Training", "Vendors", "Water"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// capital writes the first letter, which is ASCII here, large.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// phrase is a short sentence without its stop.
func phrase(r *rand.Rand) string {
	return pick(r, subjects) + " " + pick(r, verbs) + " " + pick(r, objects)
}

// sentence is one to two phrases with a stop.
func sentence(r *rand.Rand) string {
	s := phrase(r)
	switch r.IntN(4) {
	case 0:
		s += ", " + pick(r, asides)
	case 1:
		s += ", and " + phrase(r)
	}
	return capital(s) + "."
}

// paragraph is n sentences.
func paragraph(r *rand.Rand, n int) string {
	s := make([]string, n)
	for i := range s {
		s[i] = sentence(r)
	}
	return strings.Join(s, " ")
}

// title is a headline; one in sixteen is long.
func title(r *rand.Rand) string {
	s := capital(phrase(r))
	if r.IntN(16) == 0 {
		s += ", and " + phrase(r) + ", " + pick(r, asides)
	}
	return s
}

// distinct returns n different entries of from, in its order.
func distinct[T any](r *rand.Rand, from []T, n int) []T {
	taken := make([]bool, len(from))
	for _, i := range r.Perm(len(from))[:n] {
		taken[i] = true
	}
	out := make([]T, 0, n)
	for i, t := range taken {
		if t {
			out = append(out, from[i])
		}
	}
	return out
}
