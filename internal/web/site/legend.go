package site

import "insider/internal/trace"

// penName is a pen of a chart with those it stands for. Pen is as in trace.Path.
type penName struct {
	Pen   int
	Names []string
}

// legend names the pens of a trace, in the order they are drawn in.
func legend(t *trace.Trace) []penName {
	var list []penName
	for _, v := range t.Voices {
		if last := len(list) - 1; last >= 0 && list[last].Pen == v.Pen {
			list[last].Names = append(list[last].Names, v.Name)
			continue
		}
		list = append(list, penName{v.Pen, []string{v.Name}})
	}
	return list
}
