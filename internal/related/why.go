package related

import (
	"cmp"
	"slices"
	"strings"

	"insider/internal/show"
)

// Why says in a few words why the item is related: "Also about Safety; with Ada Pump". The two strongest reasons are told.
func (m *Match) Why() string {
	type reason struct {
		text  string
		worth float64
	}
	reasons := []reason{{m.belonging, worthBelonging}, {m.aboutTopics(), m.topics}, {m.withPeople(), m.people}}
	if m.resembles >= told {
		reasons = append(reasons, reason{after("on ", m.Words), m.resembles})
	}
	reasons = slices.DeleteFunc(reasons, func(r reason) bool { return r.text == "" || r.worth == 0 })
	slices.SortStableFunc(reasons, func(a, b reason) int { return cmp.Compare(b.worth, a.worth) })
	var parts []string
	for _, r := range reasons[:min(2, len(reasons))] {
		parts = append(parts, r.text)
	}
	why := strings.Join(parts, "; ")
	if m.belonging == "" && why != "" {
		why = "Also " + why
	}
	return why
}

func (m *Match) aboutTopics() string {
	var names []string
	for _, t := range m.Topics[:min(2, len(m.Topics))] {
		names = append(names, t.Name)
	}
	return after("about ", names)
}

func (m *Match) withPeople() string {
	var names []string
	for _, p := range m.People[:min(2, len(m.People))] {
		names = append(names, p.Name)
	}
	if m.Item.ItemKind() == show.Articles {
		return after("by ", names)
	}
	return after("with ", names)
}

// after joins names after a word; "" without any.
func after(word string, names []string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return word + names[0]
	default:
		return word + strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}
