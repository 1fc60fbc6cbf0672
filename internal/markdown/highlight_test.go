package markdown

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var span = regexp.MustCompile(`</span>|<span class="[a-z]+">`)

// FuzzHighlight holds that colouring adds spans and changes nothing else.
func FuzzHighlight(f *testing.F) {
	names := slices.Sorted(maps.Keys(lexers))
	for i := range names {
		f.Add(i, "x = \"a\\\" 'b # c // d /* e <f g=\"h\">&amp; `i` 0x1F (* j *) --k\n+l\n-m\n@@ \n")
	}
	f.Fuzz(func(t *testing.T, i int, text string) {
		name := names[((i%len(names))+len(names))%len(names)]
		text = strings.ToValidUTF8(text, "?")
		got := highlight(lexers[name], text)
		if strings.Count(got, "<span") != strings.Count(got, "</span>") || strings.Count(got, "<") != 2*strings.Count(got, "<span") {
			t.Fatalf("%s: spans do not match in %s", name, got)
		}
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
		if plain := html.UnescapeString(span.ReplaceAllString(got, "")); plain != want {
			t.Fatalf("%s: %q became %q", name, want, plain)
		}
	})
}

func TestCacheForgetsTheOldest(t *testing.T) {
	c := newCache(1000)
	made := 0
	get := func(i int) {
		want := strings.Repeat("x", 90) + fmt.Sprint(i)
		if got := c.get("go", fmt.Sprint(i), func() string { made++; return want }); got != want {
			t.Fatalf("entry %d is %q", i, got)
		}
	}
	for i := range 10 {
		get(i)
		get(0)
	}
	if made != 10 || c.size > 1000 {
		t.Errorf("%d made, %d bytes kept", made, c.size)
	}
	for i := 10; i < 100; i++ {
		get(i)
		get(0)
	}
	if made != 100 || c.size > 1000 || len(c.entries) > 11 || c.order.Len() != len(c.entries) {
		t.Errorf("%d made, %d bytes in %d entries", made, c.size, len(c.entries))
	}
	c.get("go", "huge", func() string { return strings.Repeat("x", 300) })
	if c.size > 1000 {
		t.Errorf("one large entry took %d bytes", c.size)
	}
}
