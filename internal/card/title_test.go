package card

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFit(t *testing.T) {
	f, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]struct {
		size  float64
		lines int
		whole bool // every word is there
	}{
		"Short": {104, 1, true},
		"Whispers from the shop floor: tales of the 1980s":                                                          {104, 2, true},
		"Converging two organizations is not a management decision, and other lessons":                              {72, 3, true},
		"Converging two organizations is not a management decision, and other lessons of a year on the shop floor":  {60, 3, true},
		strings.Repeat("Words of a title that has no end, ", 5)[:140]:                                               {52, 3, true},
		strings.Repeat("WOW MAMMA ", 14):                                                                            {44, 3, false},
		strings.Repeat("m", 140):                                                                                    {44, 3, false},
		"An/address/with/slashes/and-hyphens-where-a-line-may-break/but-no-blank/for/a/very/long/way/until/its/end": {60, 3, true},
		"W":                        {104, 1, true},
		strings.Repeat("ö – ", 20): {72, 2, true},
	} {
		got, err := fit(f.plate, strings.TrimSpace(text), textWidth)
		if err != nil {
			t.Fatal(err)
		}
		if got.face.size != want.size || len(got.lines) != want.lines {
			t.Errorf("%q: %d lines in %v, want %d in %v", text, len(got.lines), got.face.size, want.lines, want.size)
		}
		for _, line := range got.lines {
			if w := got.face.width(line); w > textWidth || line != strings.TrimSpace(line) {
				t.Errorf("%q: the line %q is %v wide", text, line, w)
			}
		}
		all := strings.Join(got.lines, "")
		if whole := strings.ReplaceAll(all, " ", "") == strings.ReplaceAll(text, " ", ""); whole != want.whole || !whole && !strings.HasSuffix(all, "…") {
			t.Errorf("%q: lines %q", text, got.lines)
		}
	}
}

func TestPieces(t *testing.T) {
	for text, want := range map[string][]string{
		"one two":          {"one", " two"},
		"an IT/OT-wide":    {"an", " IT/OT-", "wide"},
		"one - two -x":     {"one", " -", " two", " -x"},
		"-begin end/":      {"-begin", " end/"},
		"well-known/ x":    {"well-", "known/", " x"},
		"étages–über—much": {"étages–", "über—", "much"},
		"abcé–ab–cdefgé":   {"abcé–", "ab–cdefgé"},
		"abcéö":            {"abcéö"},
		"":                 {""},
	} {
		if got := pieces(text); !slices.Equal(got, want) {
			t.Errorf("%q is cut into %q, want %q", text, got, want)
		}
	}
}

func TestReadable(t *testing.T) {
	f, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		" Tabs\tand\n lines ":   "Tabs and lines",
		"Cafe\u0301":            "Café",
		"ﬁeld ① Ｗide":           "field 1 Wide",
		"Fire 🔥 and 👩‍🔧 water":  "Fire and water",
		"a\u0000b\u200bc\ufeff": "abc",
		"\u202eback\u202c":      "back",
		"日本":                    "",
		"Mix ß и":               "",
	} {
		got, ok := readable(f.plate, text)
		if got != want || ok != (want != "") {
			t.Errorf("%q becomes %q, %v", text, got, ok)
		}
	}
}

func TestNotes(t *testing.T) {
	fonts, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	f, err := newFace(fonts.tag, notesSize)
	if err != nil {
		t.Fatal(err)
	}
	long := "Slow Water: the long and patient business of keeping old boats afloat"
	for want, notes := range map[string][]string{
		"The Show, with Ada, 48 min": {"The Show", "with Ada", "48 min"},
		"The Show, 48 min":           {"The Show", "", "数", "48 min"},
		"Slow Water: the long and patient business of kee…, 48 min": {long, "48 min"},
		"Slow Water: the long and patient business of keeping old…": {long},
		"Slow Water: the long and patient…, with Somebody, 48 min":  {long, "with Somebody", "48 min"},
		"Slow Water: the long and pat…, with Somebody of Somewhere": {long, "with Somebody of Somewhere", "48 min"},
		"": {"数", ""},
	} {
		got := (&picture{tag: fonts.tag}).joined(f, notes)
		if got != want || f.width(got) > textWidth {
			t.Errorf("%q gives %q, %v wide", notes, got, f.width(got))
		}
	}
}

func FuzzFit(f *testing.F) {
	f.Add("Whispers from the shop floor")
	f.Add(strings.Repeat("x/-", 99))
	f.Add("\xff\u0301\u0301 \u00ad\u2028")
	fonts, err := fonts()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text, ok := readable(fonts.plate, text[:min(len(text), 1000)])
		if !ok {
			return
		}
		got, err := fit(fonts.plate, text, textWidth)
		if err != nil || len(got.lines) == 0 || len(got.lines) > 3 {
			t.Fatalf("%q: %q, %v", text, got.lines, err)
		}
		for _, line := range got.lines {
			if w := got.face.width(line); w > textWidth || !utf8.ValidString(line) {
				t.Fatalf("%q: line %q is %v wide", text, line, w)
			}
		}
	})
}

func TestASlashedOIsAsWideAsAnO(t *testing.T) {
	f, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	plate, err := newFace(f.plate, 100)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := plate.width("Ø"), plate.width("O"); a != b {
		t.Errorf("Ø is %v wide, O %v", a, b)
	}
}
