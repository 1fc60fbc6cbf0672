package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		typed, match, text string
		cut                bool
	}{
		{"", "", "", false},
		{" \t\n ", "", "", false},
		{"pump", `("pump" OR "pump" *)`, "pump", false},
		{"pump ", `"pump"`, "pump", false},
		{"pu", `"pu"`, "pu", false},
		{"old pump", `"old" AND ("pump" OR "pump" *)`, "old pump", false},
		{`"old pump"`, `"old pump"`, `"old pump"`, false},
		{`a "b c" d`, `"a" AND "b c" AND "d"`, `a "b c" d`, false},
		{`„old pump“ «two words»`, `"old pump" AND "two words"`, `„old pump“ «two words»`, false},
		{`x"y`, `"x" AND "y"`, `x"y`, false},
		{`"""`, "", `"""`, false},
		{"pump pump", `("pump" OR "pump" *)`, "pump pump", false},
		{"AND OR NOT NEAR(", `"AND" AND "OR" AND "NOT" AND "NEAR"`, "AND OR NOT NEAR(", false},
		{`* : ^ - + ( ) { } [ ] \ / ' ;`, "", `* : ^ - + ( ) { } [ ] \ / ' ;`, false},
		{"IT/OT", `"IT/OT"`, "IT/OT", false},
		{"title:pump", `("title:pump" OR "title:pump" *)`, "title:pump", false},
		{"(pump),", `"pump"`, "(pump),", false},
		{"don’t", `"don’t"`, "don’t", false},
		{"a\x00b\x01c", `"a" AND "b" AND "c"`, "a b c", false},
		{"caf\xe9s", `"caf" AND "s"`, "caf s", false},
		{"\u202epmup", `("pmup" OR "pmup" *)`, "pmup", false},
		{"می\u200cخواهم", "(\"می\u200cخواهم\" OR \"می\u200cخواهم\" *)", "می\u200cخواهم", false},
		{"古い機械", "(\"古\u200bい\u200b機\u200b械\" OR \"古\u200bい\u200b機\u200b械\" *)", "古い機械", false},
		{strings.Repeat("ab ", 1) + strings.Repeat("long ", 2500), `"ab" AND "long"`, "", true},
		{"a b c d e f g h i j k l m", `"a" AND "b" AND "c" AND "d" AND "e" AND "f" AND "g" AND "h" AND "i" AND "j" AND "k" AND "l"`, "a b c d e f g h i j k l m", true},
	} {
		q := Parse(c.typed)
		if got := q.all(); got != c.match {
			t.Errorf("%.40q asks %s, not %s", c.typed, got, c.match)
		}
		if c.text != "" && q.Text != c.text || q.Cut != c.cut || q.Empty() != (c.match == "") {
			t.Errorf("%.40q: %.60q, cut %v", c.typed, q.Text, q.Cut)
		}
	}
}

// FuzzParse holds every query to its bounds and to an expression in which nothing but the quotation marks and operators that
// Parse writes itself can have a meaning.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "pump", `"a b" c`, `a"b"c"`, "AND OR NOT NEAR( * : ^ - \"", strings.Repeat("x", 10_000), strings.Repeat(`"`, 10_000),
		strings.Repeat("é ", 5000), "\x00", "\xff\xfe", "مرحبا بالعالم", "שלום", "古い機械", "\u202e", "a\u0301", "🎧", "' OR 1=1 --", "{title}:x", "col : (a + b)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		q := Parse(typed)
		if len(q.Text) > maxText || !utf8.ValidString(q.Text) || strings.ContainsAny(q.Text, "\x00\n\x02\x03") || len(q.terms) > maxTerms {
			t.Fatalf("%d bytes, %d terms: %q", len(q.Text), len(q.terms), q.Text)
		}
		if q.Empty() {
			return
		}
		for i, part := range strings.Split(q.all(), `"`) {
			if i%2 == 1 && !strings.ContainsFunc(part, spoken) {
				t.Fatalf("a term says nothing: %s", q.all())
			}
			if i%2 == 0 && strings.Trim(part, " *()ANDOR") != "" {
				t.Fatalf("%q stands outside of quotation marks: %s", part, q.all())
			}
		}
		if strings.Count(q.all(), `"`)%2 != 0 || strings.Count(q.beginnings(), `"`)%2 != 0 {
			t.Fatalf("an open quotation mark: %s", q.all())
		}
	})
}
