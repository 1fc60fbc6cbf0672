package frontmatter

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

func TestSplit(t *testing.T) {
	for name, test := range map[string]struct {
		text, yaml, body string
		bodyLine         int
		rule             string
	}{
		"plain":            {"---\na: b\n---\n\nText\n", "a: b\n", "\nText\n", 4, ""},
		"windows":          {"\ufeff---\r\na: b\r\n---\r\nText\r\n", "a: b\n", "Text\n", 4, ""},
		"old mac":          {"---\ra: b\r---\rText", "a: b\n", "Text", 4, ""},
		"blanks":           {"--- \na: b\n---\t\nText", "a: b\n", "Text", 4, ""},
		"dots":             {"---\na: b\n...\nText", "a: b\n", "Text", 4, ""},
		"no keys":          {"---\n---\nText", "", "Text", 3, ""},
		"no body":          {"---\na: b\n---", "a: b\n", "", 4, ""},
		"line in the body": {"---\na: b\n---\nx\n---\ny", "a: b\n", "x\n---\ny", 4, ""},
		"empty":            {"", "", "", 0, RuleNoFrontMatter},
		"no front":         {"# Title", "", "", 0, RuleNoFrontMatter},
		"open":             {"---\na: b\nText", "", "", 0, RuleOpenFrontMatter},
		"not closed":       {"---\na: b\n ---\nText", "", "", 0, RuleOpenFrontMatter},
		"zero":             {"---\na: b\x00\n---\n", "", "", 0, RuleNUL},
		"latin 1":          {"---\na: \xe9\n---\n", "", "", 0, RuleBadUTF8},
	} {
		f, wrong := Split([]byte(test.text))
		if wrong != nil {
			if wrong.Rule != test.rule {
				t.Errorf("%s: %+v", name, wrong)
			}
			continue
		}
		if test.rule != "" || string(f.YAML) != test.yaml || string(f.Body) != test.body || f.BodyLine != test.bodyLine {
			t.Errorf("%s: yaml %q, body %q at line %d", name, f.YAML, f.Body, f.BodyLine)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"---\na: b\n---\nText\n", "\ufeff---\r\n...\r\n", "---\n", "---", "\x00", "--- \n\n---\n\n---"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, wrong := Split(data)
		if wrong != nil {
			if wrong.Sentence == "" || wrong.Fix == "" || wrong.Line < 0 {
				t.Errorf("%+v", wrong)
			}
			return
		}
		text, _ := Clean(data)
		if !utf8.Valid(x.Body) || !bytes.HasSuffix(text, x.Body) || bytes.ContainsRune(x.Body, '\r') {
			t.Errorf("body %q", x.Body)
		}
		if line := 1 + bytes.Count(text[:len(text)-len(x.Body)], []byte("\n")); line != x.BodyLine && len(x.Body) > 0 {
			t.Errorf("body at line %d, told %d", line, x.BodyLine)
		}
	})
}
