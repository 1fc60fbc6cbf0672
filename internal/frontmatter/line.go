package frontmatter

import "bytes"

// Line returns the line of data with a number, from 1; "" when there is none.
func Line(data []byte, number int) string {
	for line := range bytes.Lines(data) {
		if number--; number == 0 {
			return string(bytes.TrimRight(line, "\n"))
		}
	}
	return ""
}

// LineAt returns the number of the line at an offset in data, from 1.
func LineAt(data []byte, offset int) int { return 1 + bytes.Count(data[:offset], []byte("\n")) }
