package frontmatter

import "testing"

func TestStraighten(t *testing.T) {
	for in, want := range map[string]string{
		"title: “A: b”":              `title: "A: b"`,
		"title: ‘It’s’":              `title: "It’s"`,
		"topics: [“A”, “B”]":         `topics: ["A", "B"]`,
		"- “A” # why":                `- "A" # why`,
		`title: “say "x" \ y”`:       `title: "say \"x\" \\ y"`,
		"title: “A” and “B”":         "title: “A” and “B”",
		"title: The “A”":             "title: The “A”",
		"title: “A” is what it says": "title: “A” is what it says",
	} {
		if got := string(straighten([]byte(in))); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}
