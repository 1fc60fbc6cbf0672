package show

import (
	"slices"
	"strings"
)

// nearestOf returns the name that was most likely meant by text: one that differs by two letters at most, else one that shares
// whole words with it, the shortest first, else the one with the smallest edit distance.
func nearestOf(names []string, text string) string {
	near := closest(names, text)
	if EditDistance(fold(near), fold(text)) <= 2 {
		return near
	}
	words := strings.Fields(fold(text))
	best, most := near, 0
	for _, name := range names {
		shared := 0
		for _, w := range strings.Fields(fold(name)) {
			if len(w) > 2 && slices.Contains(words, w) {
				shared++
			}
		}
		if shared > most || shared == most && shared > 0 && len(name) < len(best) {
			best, most = name, shared
		}
	}
	return best
}

func closest(names []string, text string) string {
	return slices.MinFunc(names, func(a, b string) int {
		return EditDistance(fold(a), fold(text)) - EditDistance(fold(b), fold(text))
	})
}

// fold drops what people write differently: case, hyphens, "and" for "&".
func fold(s string) string {
	s = strings.ReplaceAll(strings.ToLower(s), " and ", " & ")
	return strings.NewReplacer("-", " ", "&amp;", "&").Replace(s)
}

// EditDistance is Levenshtein's distance in bytes; texts beyond 60 bytes are cut, for no name is that long.
func EditDistance(a, b string) int {
	a, b = a[:min(len(a), 60)], b[:min(len(b), 60)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
