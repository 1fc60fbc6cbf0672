package mistake

import "strings"

// Nearest returns the known word that was most likely meant by word, "" when none is near.
func Nearest(word string, known []string) string {
	best, bestDistance := "", max(1, len(word)/3)+1
	folded := fold(word)
	for _, k := range known {
		if d := distance(folded, fold(k)); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}

var joints = strings.NewReplacer("-", "", "_", "", " ", "")

func fold(s string) string { return strings.ToLower(joints.Replace(s)) }

// distance is Levenshtein's distance in bytes, with swapped neighbours as one step; words are cut at 40 bytes.
func distance(a, b string) int {
	a, b = a[:min(len(a), 40)], b[:min(len(b), 40)]
	var rows [3][42]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row := &rows[(i+1)%3], &rows[(i+2)%3], &rows[i%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
