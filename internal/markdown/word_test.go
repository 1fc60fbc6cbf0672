package markdown_test

import (
	"testing"

	"insider/internal/markdown"
)

func TestWords(t *testing.T) {
	for src, want := range map[string]int{
		"":                                  0,
		"one two-three it's":                3,
		"# A *heading*\n\n- item\n- [x] ok": 5,
		"[link text](https://example.org/a/b) end":       3,
		"<p class=\"x\">raw</p> https://example.org/x y": 2,
		"a < b and c > d":             5,
		"製造業 12:30":                   3,
		"[open](never closed and on":  5,
		"![alt words](room.jpg) — …":  2,
		"naïve café\u0301 Привет мир": 4,
	} {
		if got := markdown.Words([]byte(src)); got != want {
			t.Errorf("Words(%q) = %d, want %d", src, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Whispers from the shop floor: tales of the 1980s": "whispers-from-the-shop-floor-tales-of-the-1980s",
		"  IT/OT  ":            "it-ot",
		"Don't":                "dont",
		"Cafe\u0301 & déjà vu": "café-déjà-vu",
		"—":                    "",
		"ÅÄÖ ß":                "åäö-ß",
	} {
		if got := markdown.Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
	}
}
