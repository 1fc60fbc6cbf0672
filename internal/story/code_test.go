package story

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestWordListHoldsShortDistinctWords(t *testing.T) {
	if len(words) != 1<<wordBits || len(isWord) != len(words) {
		t.Fatalf("%d words, %d distinct", len(words), len(isWord))
	}
	for i, w := range words {
		if len(w) < 3 || len(w) > 8 || strings.ContainsFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) {
			t.Errorf("%q is no short plain word", w)
		}
		for _, other := range words[i+1:] {
			if oneLetterApart(w, other) {
				t.Errorf("%q and %q are easily taken for each other", w, other)
			}
		}
	}
}

// oneLetterApart reports whether one letter changed, added or taken away turns a into b.
func oneLetterApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[min(i+1, len(a)):] == b[min(i+1, len(b)):]
	}
	return a[i:] == b[i+1:]
}

func TestCodeIsTheSameForTheSameKeyOnly(t *testing.T) {
	secret := []byte("a secret of the tests")
	one, again, other := codeOf(secret, "key one"), codeOf(secret, "key one"), codeOf(secret, "key two")
	if one != again || one == other || one == codeOf([]byte("another secret"), "key one") {
		t.Fatalf("%q, %q, %q", one, again, other)
	}
	seen := map[string]bool{}
	for i := range 2000 {
		code := codeOf(secret, string(rune(i)))
		if got, ok := normalise(code); !ok || got != code || seen[code] {
			t.Fatalf("code %q: %q, %v, seen before: %v", code, got, ok, seen[code])
		}
		seen[code] = true
	}
}

func TestNormaliseTakesACodeHoweverItIsTyped(t *testing.T) {
	code := strings.Join(words[:codeWords], " ")
	for _, typed := range []string{
		code, "  " + strings.ToUpper(code) + "\r\n", strings.ReplaceAll(code, " ", "-"), strings.ReplaceAll(code, " ", ", "),
		strings.ReplaceAll(code, " ", "\n"), "1. " + strings.ReplaceAll(code, " ", " 2. "),
	} {
		if got, ok := normalise(typed); !ok || got != code {
			t.Errorf("%q: %q, %v", typed, got, ok)
		}
	}
	for _, wrong := range []string{
		"", " ", words[0], code + " " + words[9], strings.Join(words[:6], " "), strings.Join(words[:6], " ") + " xyzzy",
		strings.Repeat(" ", maxCode) + code, strings.Join(words[:6], " ") + " ábc", "\xff\xfe",
	} {
		if got, ok := normalise(wrong); ok {
			t.Errorf("%q was taken as %q", wrong, got)
		}
	}
}

// TestCodesAreStable: a form sent again after an upgrade gets the same words.
func TestCodesAreStable(t *testing.T) {
	old, code := codeOfOld([]byte("secret"), "key"), codeOf([]byte("secret"), "key")
	if want := "pirate chime lapel fossil dome lagoon attic"; old != want || code != want+" wave tennis" {
		t.Errorf("%q, %q", old, code)
	}
}

func FuzzNormalise(f *testing.F) {
	f.Add(strings.Join(words[:codeWords], "-"))
	f.Add("Acorn, ACTOR agent\x00album")
	f.Add("\xff\xfe İstanbul")
	f.Fuzz(func(t *testing.T, input string) {
		code, ok := normalise(input)
		if !ok {
			if code != "" {
				t.Fatalf("refused %q with %q", input, code)
			}
			return
		}
		if again, ok := normalise(code); !ok || again != code {
			t.Fatalf("%q became %q, then %q", input, code, again)
		}
		for _, w := range strings.Split(code, " ") {
			if _, found := slices.BinarySearch(words, w); !found || strings.ContainsFunc(w, unicode.IsUpper) {
				t.Fatalf("%q holds %q", code, w)
			}
		}
	})
}
