package parse

import "testing"

func TestSlugs(t *testing.T) {
	for in, want := range map[string]string{"2026-11-30-first": "first", "2026-13-30-first": "2026-13-30-first", "first": "first", "2026-11-30-": "2026-11-30-", "2026-11-30": "2026-11-30"} {
		if got := slugOf(in); got != want {
			t.Errorf("slugOf(%q) = %q", in, got)
		}
	}
	for in, want := range map[string]string{"Über Öl_und Gas": "uber-ol-und-gas", "Été": "ete", "日本": "", "a  b": "a-b"} {
		if got := asciiSlug(in); got != want {
			t.Errorf("asciiSlug(%q) = %q", in, got)
		}
	}
}
