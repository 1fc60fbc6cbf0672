package frontmatter

import (
	"bytes"
	"regexp"
	"strings"
)

// curlyValue is a value that stands wholly in one pair of curly quotes, where YAML expects a Value: such quotes are what a
// word processor made of straight ones.
var curlyValue = regexp.MustCompile(`(:[ ]+|-[ ]+|[\[{,][ ]*)(?:“([^“”\n]*)”|‘([^‘\n]*?)’)([ ]*(?:$|[,\]}]|[ ]#.*$))`)

// straighten replaces curly quotes around values by straight ones, line by line, so that lines keep their numbers.
func straighten(yaml []byte) []byte {
	if !bytes.Contains(yaml, []byte("“")) && !bytes.Contains(yaml, []byte("‘")) {
		return yaml
	}
	lines := strings.Split(string(yaml), "\n")
	for i, line := range lines {
		lines[i] = straightenLine(line)
	}
	return []byte(strings.Join(lines, "\n"))
}

func straightenLine(line string) string {
	var b strings.Builder
	for {
		m := curlyValue.FindStringSubmatchIndex(line)
		if m == nil {
			b.WriteString(line)
			return b.String()
		}
		inner := [2]int{m[4], m[5]}
		if inner[0] < 0 {
			inner = [2]int{m[6], m[7]}
		}
		b.WriteString(line[:m[3]])
		b.WriteString(Quote(line[inner[0]:inner[1]]))
		line = line[m[8]:]
	}
}

// quoted returns s as a double-quoted YAML scalar.
func Quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}

// plainPair is a line "key: value" or "- value" whose value has neither quotes nor brackets.
var plainPair = regexp.MustCompile(`^(\s*(?:- )*(?:[\p{L}\p{N}_][\p{L}\p{N}_ -]*:\s+|- ))([^\s"'\[{|>&*!#%@` + "`" + `].*)$`)

// quoteColon returns line with its value in quotes when the value holds a colon that YAML takes for a key's.
func quoteColon(line string) (fixed string, ok bool) {
	m := plainPair.FindStringSubmatch(line)
	if m == nil {
		return "", false
	}
	value := strings.TrimRight(m[2], " \t")
	if !strings.Contains(value, ": ") && !strings.HasSuffix(value, ":") {
		return "", false
	}
	return m[1] + Quote(value), true
}

// untab returns line without tabs where YAML refuses them or people cannot see them: in its indentation and after a key.
func untab(line string) (fixed string, ok bool) {
	rest := strings.TrimLeft(line, " \t")
	indent := line[:len(line)-len(rest)]
	if rest == "" {
		return "", false
	}
	fixed = strings.ReplaceAll(indent, "\t", "  ") + rest
	return fixed, strings.Contains(indent, "\t")
}
