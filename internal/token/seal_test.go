package token

import (
	"strings"
	"testing"
	"time"

	"insider/internal/fault"
)

func TestSealedIsReadByItsRingOnly(t *testing.T) {
	r := ring(t, oldKey)
	for _, text := range []string{"", "a", "What was typed.\x00zażółć", strings.Repeat("long ", 20_000)} {
		sealed := r.Seal("form", text, now.Add(time.Hour))
		if len(text) > 10 && strings.Contains(sealed, text[:10]) || sealed == r.Seal("form", text, now.Add(time.Hour)) {
			t.Errorf("%.40q is not sealed: %.80q", text, sealed)
		}
		if got, err := ring(t, newKey, oldKey).Open("form", sealed, now); err != nil || got != text {
			t.Errorf("%.40q came back as %.40q, %v", text, got, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	r := ring(t, newKey)
	good := r.Seal("form", "abc", now.Add(time.Hour))
	parts := strings.Split(good, ".")
	change := func(i int, to string) string {
		p := append([]string(nil), parts...)
		p[i] = to
		return strings.Join(p, ".")
	}
	for name, sealed := range map[string]string{
		"empty": "", "words": "hello", "a token": r.Sign("form", "abc", now.Add(time.Hour)), "other version": change(0, "s2"), "other key id": change(1, "00000000"),
		"later": change(2, "9999999999"), "no box": change(3, ""), "short box": change(3, "AAAA"), "cut": good[:len(good)-4], "longer": good + "AAAA", "dots": "...",
		"another ring": ring(t, oldKey).Seal("form", "abc", now.Add(time.Hour)), "another purpose": r.Seal("other", "abc", now.Add(time.Hour)),
	} {
		if text, err := r.Open("form", sealed, now); !fault.Is(err, fault.Invalid) || text != "" {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	if text, err := r.Open("form", good, now.Add(time.Hour)); !fault.Is(err, fault.Gone) || text != "" {
		t.Errorf("after its hour: %q, %v", text, err)
	}
}

func FuzzOpen(f *testing.F) {
	r, err := NewRing(newKey)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(r.Seal("form", "abc", now.Add(time.Hour)))
	f.Add("s1.a.1.b")
	f.Fuzz(func(t *testing.T, sealed string) {
		if text, err := r.Open("form", sealed, now); err == nil && text != "abc" { // each process of a search seals it with another nonce
			t.Fatalf("%q opened as %q", sealed, text)
		}
	})
}
