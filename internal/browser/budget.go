package browser

import "fmt"

// Class is a kind of page with a budget of its own.
type Class string

// The classes. Reading is every page that is none of the others: episodes, articles, lists, forms and their results.
const (
	Home       Class = "home"
	Reading    Class = "episode, article, list, form"
	Transcript Class = "transcript of an hour"
	Desk       Class = "desk"
	Embed      Class = "player in a frame"
)

const kib = 1024

// budgets is what the design allows a first visit. Three faces make 40 KiB of the fonts; italics and bold are loaded where they occur.
var budgets = map[Class]Weight{
	Home:       {Code: 20 * kib, Script: 5 * kib, Fonts: 82 * kib, Requests: 10},
	Reading:    {Code: 24 * kib, Script: 8 * kib, Fonts: 82 * kib, Requests: 12},
	Transcript: {Code: 40 * kib, Script: 5 * kib, Fonts: 82 * kib, Requests: 8},
	Desk:       {Code: 70 * kib, Script: 40 * kib, Fonts: 82 * kib, Requests: 12},
	Embed:      {Code: 24 * kib, Script: 8 * kib, Fonts: 82 * kib, Requests: 10},
}

// Budget is the most that a page of the class may weigh.
func (c Class) Budget() Weight { return budgets[c] }

// Share is the largest share that w takes of a budget; above 1 it is too heavy.
func (w Weight) Share(budget Weight) float64 {
	return max(ratio(w.Code, budget.Code), ratio(w.Script, budget.Script), ratio(w.Fonts, budget.Fonts),
		ratio(int64(w.Requests), int64(budget.Requests)))
}

func ratio(a, b int64) float64 { return float64(a) / float64(b) }

// String tells a weight in the order of the table in docs/performance.md.
func (w Weight) String() string {
	kb := func(n int64) string { return fmt.Sprintf("%.1f", float64(n)/kib) }
	return fmt.Sprintf("%s, %s, %s, %d", kb(w.Code), kb(w.Script), kb(w.Fonts), w.Requests)
}
