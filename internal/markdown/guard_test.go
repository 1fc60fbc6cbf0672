package markdown_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"insider/internal/fault"
	"insider/internal/markdown"
)

// fill repeats unit to about n bytes.
func fill(unit string, n int) string { return strings.Repeat(unit, n/len(unit)) }

// numbered repeats a format with a running number to about n bytes.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(strings.ReplaceAll(format, "%", fmt.Sprint(i)))
	}
	return b.String()
}

func nestedList(levels, n int) string {
	var b strings.Builder
	for b.Len() < n {
		for i := range levels {
			b.WriteString(strings.Repeat("  ", i) + "- a\n")
		}
	}
	return b.String()
}

func TestCheckRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		line int
	}{
		"more than 1 MiB":        {fill("word ", 1<<20+5), 0},
		"nested quotes":          {"text\n\n" + strings.Repeat("> ", 25) + "a", 3},
		"nested quotes, tight":   {strings.Repeat(">", 25) + "a", 1},
		"nested lists in a line": {"a\n" + strings.Repeat("- ", 25) + "a", 2},
		"nested numbers":         {strings.Repeat("1. ", 25) + "a", 1},
		"nested lists in lines":  {nestedList(30, 1000), 25},
		"a wide table":           {"|a|\n" + fill("|-", 20_004), 2},
		"short rows":             {"|a|\n" + fill("|-", 400) + "\n" + fill("|a\n", 1000), 101},
		"notes":                  {"[^1]\n\n[^1]: x\n\n" + fill("x[^1]\n", 20_000), 2003},
		"links that never end":   {"a\n" + fill("[a](", 1<<16), 2},
		"emphasis without end":   {"a\n\n" + fill("_* ", 1<<16), 3},
		"quotes without end":     {"a\n" + fill("\"", 1<<16), 2},
		"tildes without end":     {fill("~", 1<<17), 1},
		"emphasis, in parts":     {fill(fill("*_a ", 16<<10)+"\n\n", 1<<18), 3},
		"brackets over lines":    {"a\n" + fill("[\n]", 1<<16), 10002},
		"reference definitions":  {numbered("[%]: /u\n", 1<<17), 3066},
	} {
		t.Run(name, func(t *testing.T) {
			err := markdown.Check([]byte(c.src))
			var refused *markdown.Error
			if !errors.As(err, &refused) {
				t.Fatalf("got %v", err)
			}
			if refused.Line != c.line || refused.Sentence == "" || refused.Fix == "" {
				t.Errorf("got %+v, want line %d", refused, c.line)
			}
			if _, again := markdown.Render([]byte(c.src), markdown.Context{}); again == nil || again.Error() != err.Error() {
				t.Errorf("Render says %v, Check %v", again, err)
			}
		})
	}
}

func TestCheckAllowsHonestTexts(t *testing.T) {
	for name, src := range map[string]string{
		"nested list":          nestedList(10, 300),
		"rules":                "- - - -\n\n* * *\n\n---\n",
		"deep code":            "```yaml\n" + strings.Repeat(" ", 40) + "- key: value\n```\n",
		"far indentation":      strings.Repeat(" ", 200) + "x\n",
		"a long table":         "|a|b|c|\n|-|-|-|\n" + fill("|1|2|3|\n", 40_000),
		"two tables":           "|a|\n|-|\n|1|\n\n" + fill("word\n", 100_000),
		"links in a list":      numbered("- [item %](https://example.org/%)\n", 40_000),
		"references":           numbered("[%]: https://example.org/%\n", 20_000),
		"code with pointers":   "```c\n" + fill("char **next_of(node *n) { return n->next; }\n", 80_000) + "```\n",
		"data in a listing":    "```json\n" + fill("{\"name\": \"value\", \"n\": 1},\n", 150_000) + "```\n",
		"bold in every line":   fill("**a word** and _another_\n", 40_000),
		"prose to the brim":    fill("word word word.\n\n", 1<<20-16),
		"a regular expression": "`[^a-z](x)[^0-9]`",
	} {
		if err := markdown.Check([]byte(src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRenderRefusesRepeatedAddresses(t *testing.T) {
	src := "[a]: /" + strings.Repeat("u", 5000) + "\n\n" + strings.Repeat("[a] ", 400)
	_, err := markdown.Render([]byte(src), markdown.Context{})
	var refused *markdown.Error
	if !errors.As(err, &refused) {
		t.Fatalf("got %v", err)
	}
}

// hostile texts each made a Markdown parser slow or large somewhere.
var hostile = map[string]string{
	"brackets": "[", "pictures": "![", "emphasis": "*a ", "strong": "**", "underscores": "_a_ ", "ticks": "` `` ", "links": "[a](b) ",
	"open links": "[a](", "angles": "<", "tags": "<a ", "comments": "<!-- ", "entities": "&amp", "quotes": "\"'", "closing": "]",
	"items": "- a\n", "loose items": "- a\n\n", "headings": "# a\n", "setext": "a\n=\n", "elements": "<div>\n\n", "bold": "<b>", "links in links": "<a href=/x>",
	"tabs": "\t", "nul": "\x00", "pipes": "|", "code": "```go\nfunc a(){}\n```\n", "addresses": "http://a.b/c ", "mail": "a@b.c ", "at": "@",
	"times": "1:00 ", "colons": "1:", "strikes": "~~a", "tasks": "- [x] a\n", "dots": "...", "dashes": "--", "backslashes": "\\",
	"quoted": strings.Repeat(">", 6) + "a\n", "nested": nestedList(6, 300), "table": "|a|b|\n|-|-|\n|1\n\n",
}

// allocated returns the bytes that f allocates: a measure of work that a busy machine does not change.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestRenderOfHostileTextGrowsNoFasterThanItsSize(t *testing.T) {
	const size = 64 << 10
	for name, unit := range hostile {
		src := []byte(fill(unit, size))
		var out int
		used := allocated(func() {
			if doc, err := markdown.Render(src, markdown.Context{Length: time.Hour}); err == nil {
				out = len(doc.HTML)
			}
		})
		if used > 1500*size || out > 40*size {
			t.Errorf("%s: %d bytes took %d and became %d", name, size, used, out)
		}
	}
}

func TestRenderStoryOfHostileTextStaysSmall(t *testing.T) {
	for name, unit := range hostile {
		story := fill(unit, 10_000)
		var out int
		used := allocated(func() {
			if doc, err := markdown.RenderStory(story); err == nil {
				out = len(doc.HTML)
			}
		})
		if used > 16<<20 || out > 400_000 {
			t.Errorf("%s: took %d bytes and became %d", name, used, out)
		}
	}
}

func TestRenderStoryRefuses(t *testing.T) {
	for name, story := range map[string]string{
		"10,001 characters": strings.Repeat("ä", 10_001),
		"nested quotes":     strings.Repeat("> ", 7) + "a",
		"nested lists":      nestedList(8, 300),
		"bad UTF-8":         "a\xffb",
	} {
		_, err := markdown.RenderStory(story)
		var refused *markdown.Error
		if !fault.Is(err, fault.Invalid) || !errors.As(err, &refused) || fault.Sentence(err) == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := markdown.RenderStory(strings.Repeat("ä", 10_000)); err != nil {
		t.Errorf("10,000 characters: %v", err)
	}
}
