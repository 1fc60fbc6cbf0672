package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// blocks are what a text may hold beside paragraphs; each is given the number of the block, for footnote names.
var blocks = []func(r *rand.Rand, n int) string{table, code, footnote, list, quote, tasks}

// body is a text with a heading every few paragraphs and, between them, blocks of all kinds.
func body(r *rand.Rand, paragraphs int) string {
	parts := make([]string, 0, 2*paragraphs)
	for i := range paragraphs {
		if i%3 == 2 {
			parts = append(parts, "## "+capital(phrase(r)))
		}
		parts = append(parts, paragraph(r, 2+r.IntN(4)))
		if r.IntN(3) == 0 {
			parts = append(parts, pick(r, blocks)(r, i))
		}
	}
	return strings.Join(parts, "\n\n") + "\n"
}

func table(r *rand.Rand, _ int) string {
	var b strings.Builder
	b.WriteString("| Tag | What it is | Value |\n|---|---|--:|\n")
	for range 3 + r.IntN(6) {
		fmt.Fprintf(&b, "| %s-%03d | %s | %d |\n", pick(r, []string{"FT", "LT", "PT", "TT"}), r.IntN(1000), pick(r, subjects), r.IntN(10000))
	}
	return strings.TrimRight(b.String(), "\n")
}

var programs = []string{
	"```go\nfunc read(tag string) (float64, error) {\n\tv, ok := last[tag]\n\tif !ok {\n\t\treturn 0, fmt.Errorf(\"no value for %s yet\", tag)\n\t}\n\treturn v, nil\n}\n```",
	"```sql\nSELECT tag, avg(value)\nFROM reading\nWHERE at >= date('now', '-1 day')\nGROUP BY tag\nORDER BY 2 DESC;\n```",
	"```python\ndef drift(values):\n    \"\"\"Largest step between neighbours.\"\"\"\n    return max(abs(b - a) for a, b in zip(values, values[1:]))\n```",
	"```\nIF level > 80 THEN\n  pump := FALSE;\nEND_IF\n```",
}

func code(r *rand.Rand, _ int) string { return pick(r, programs) }

func footnote(r *rand.Rand, n int) string {
	return fmt.Sprintf("%s[^n%d]\n\n[^n%d]: %s", sentence(r), n, n, sentence(r))
}

func list(r *rand.Rand, _ int) string {
	lines := make([]string, 3+r.IntN(4))
	for i := range lines {
		lines[i] = fmt.Sprintf("%d. %s", i+1, sentence(r))
	}
	return strings.Join(lines, "\n")
}

var foreign = []string{
	"> الآلة القديمة تعمل، فلا تلمسها قبل أن تفهمها.",
	"> המכונה הישנה עובדת; אל תיגעו בה לפני שהבנתם אותה.",
	"> 古い機械は動いている。わかるまで触るな。",
	"> Die alte Maschine läuft; fasst sie nicht an, bevor ihr sie verstanden habt.",
}

func quote(r *rand.Rand, _ int) string { return pick(r, foreign) }

func tasks(r *rand.Rand, _ int) string {
	return "- [x] " + sentence(r) + "\n- [ ] " + sentence(r)
}
