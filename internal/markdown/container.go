package markdown

// containers returns how deep in lists and quotes a line can be, and what follows their markers. Indentation counts only
// before a marker, so indented code and long lines are free; the result is never less than what the parser makes of it.
func containers(line []byte) (depth int, rest []byte) {
	columns, markers := 0, 0
	for {
		indent, skip := indentation(line)
		n := marker(line[skip:])
		if n == 0 {
			break
		}
		columns += indent
		if markers > 0 && indent > 0 {
			columns-- // the space after a marker belongs to it
		}
		markers++
		line = line[skip+n:]
	}
	if markers == 0 {
		return 0, line
	}
	return columns/2 + markers, line
}

func indentation(line []byte) (columns, skip int) {
	for skip < len(line) {
		switch line[skip] {
		case ' ':
			columns++
		case '\t':
			columns += 4
		default:
			return columns, skip
		}
		skip++
	}
	return columns, skip
}

// marker returns the length of a quote or list marker at the start of line, 0 when there is none.
func marker(line []byte) int {
	if len(line) == 0 {
		return 0
	}
	switch line[0] {
	case '>':
		return 1
	case '-', '*', '+':
		return ifBlankAfter(line, 1)
	}
	n := 0
	for n < len(line) && n < 9 && line[n] >= '0' && line[n] <= '9' {
		n++
	}
	if n > 0 && n < len(line) && (line[n] == '.' || line[n] == ')') {
		return ifBlankAfter(line, n+1)
	}
	return 0
}

func ifBlankAfter(line []byte, n int) int {
	if n == len(line) || line[n] == ' ' || line[n] == '\t' {
		return n
	}
	return 0
}
