package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// row is one figure: what was measured, ours, the floor's, and the budget as the issue that set it says.
type row struct {
	what, ours, floor string
	ratio, limit      float64 // 0: none
	note              string
}

type table struct{ rows []row }

func (t *table) add(r row) {
	t.rows = append(t.rows, r)
	fmt.Println("measured:", r.what, r.ours, "against", r.floor)
}

func (t *table) print(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "\nfigure\tours\tfloor\tratio\tbudget\t")
	for _, r := range t.rows {
		ratio, limit, verdict := "", "", ""
		if r.ratio > 0 {
			ratio = fmt.Sprintf("%.2f", r.ratio)
		}
		if r.limit > 0 {
			limit = fmt.Sprintf("<= %.2f", r.limit)
			verdict = "over"
			if r.ratio <= r.limit {
				verdict = "met"
			}
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\n", r.what, r.ours, r.floor, ratio, limit, strings.TrimSpace(verdict+" "+r.note))
	}
	_ = tw.Flush()
}
