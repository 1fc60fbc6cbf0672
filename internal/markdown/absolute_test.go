package markdown_test

import (
	"testing"

	"insider/internal/markdown"
)

func TestAbsolute(t *testing.T) {
	const base, page = "https://show.example/root", "/episodes/x"
	for document, want := range map[string]string{
		`<a href="/root/articles/one">a</a>`:                                     `<a href="https://show.example/root/articles/one">a</a>`,
		`<a class="time" href="?t=750#player">12:30</a>`:                         `<a href="https://show.example/root/episodes/x?t=750#player">12:30</a>`,
		`<a href="#fn:1">1</a>`:                                                  `<a href="https://show.example/root/episodes/x#fn:1">1</a>`,
		`<img src="/root/media/a.jpg" alt="a &quot;b&quot;">`:                    `<img src="https://show.example/root/media/a.jpg" alt="a &#34;b&#34;">`,
		`<a href="https://example.org/?a=1&amp;b=2">x</a>`:                       `<a href="https://example.org/?a=1&amp;b=2">x</a>`,
		`<a href="mailto:a@example.org">x</a>`:                                   `<a href="mailto:a@example.org">x</a>`,
		`<a href="javascript:x()" onclick="y()">x</a>`:                           `<a>x</a>`,
		`a<script>if (a<b) {}</script>b<STYLE>p{}</STYLE>c`:                      `abc`,
		`a<iframe src="/x"></iframe>b<form><p>in</p><form>deeper</form></form>c`: `abc`,
		`<!-- comment --><p style="x">a &lt; b</p><br/>`:                         `<p>a &lt; b</p><br/>`,
		`<embed src="x">after`:                                                   `after`,
		``:                                                                       ``,
	} {
		if got := markdown.Absolute(document, base, page); got != want {
			t.Errorf("Absolute(%s)\n got %s\nwant %s", document, got, want)
		}
	}
}

func FuzzAbsolute(f *testing.F) {
	f.Add(`<a href="/x">a</a><script>b</script>`)
	f.Fuzz(func(t *testing.T, document string) {
		once := markdown.Absolute(document, "https://show.example", "/x")
		if twice := markdown.Absolute(once, "https://other.example", "/y"); twice != once {
			t.Fatalf("%q becomes %q, then %q", document, once, twice)
		}
	})
}
