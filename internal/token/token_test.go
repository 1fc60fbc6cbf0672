package token

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var (
	now    = time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)
	oldKey = []byte("an old key of the ring, 32 bytes")
	newKey = []byte("a new key of the ring, 32 bytes.")
)

func ring(t *testing.T, keys ...[]byte) *Ring {
	t.Helper()
	r, err := NewRing(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSignedComesBack(t *testing.T) {
	r := ring(t, newKey)
	for _, body := range []string{"", "a", "reader@example.com", "zażółć\x00.."} {
		signed := r.Sign("confirm", body, now.Add(time.Hour))
		if got, err := r.Verify("confirm", signed, now); err != nil || got != body {
			t.Errorf("%q came back as %q, %v", body, got, err)
		}
	}
}

func TestTheFormIsStable(t *testing.T) {
	const mailed = "v1.3a256768.confirm.1794830400.YWJj.W9zZqBYQR7HcRGh4tqos0wZ9FXDKql_BCjLzjSLC4u4"
	got := ring(t, oldKey).Sign("confirm", "abc", now.Add(48*time.Hour))
	if got != mailed {
		t.Errorf("links that were mailed would not open any more:\n got %s\nwant %s", got, mailed)
	}
	if body, err := ring(t, newKey, oldKey).Verify("confirm", mailed, now); err != nil || body != "abc" {
		t.Errorf("after a new key was put in front: %q, %v", body, err)
	}
}

func TestVerifyRefuses(t *testing.T) {
	r := ring(t, newKey)
	good := r.Sign("confirm", "abc", now.Add(time.Hour))
	parts := strings.Split(good, ".")
	change := func(i int, to string) string {
		p := append([]string(nil), parts...)
		p[i] = to
		return strings.Join(p, ".")
	}
	for name, signed := range map[string]string{
		"empty": "", "words": "hello", "other version": change(0, "v2"), "other key id": change(1, "00000000"),
		"other purpose": change(2, "leave"), "later": change(3, "9999999999"), "other body": change(4, "YWJk"),
		"padded body": change(4, "YWJj="), "no mac": change(5, ""), "cut": good[:len(good)-1], "longer": good + ".x", "longer mac": good + "A",
		"dots": ".....", "huge": strings.Repeat("a", 1<<20), "another ring": ring(t, oldKey).Sign("confirm", "abc", now.Add(time.Hour)),
	} {
		if body, err := r.Verify("confirm", signed, now); !errors.Is(err, ErrInvalid) || body != "" {
			t.Errorf("%s: %q, %v", name, body, err)
		}
	}
	if _, err := r.Verify("leave", good, now); !errors.Is(err, ErrInvalid) {
		t.Errorf("for another purpose: %v", err)
	}
}

func TestExpiredStillTellsTheBody(t *testing.T) {
	r := ring(t, newKey)
	signed := r.Sign("confirm", "abc", now)
	if body, err := r.Verify("confirm", signed, now); !errors.Is(err, ErrExpired) || body != "abc" {
		t.Fatalf("%q, %v", body, err)
	}
	if _, err := r.Verify("confirm", signed, now.Add(-time.Second)); err != nil {
		t.Fatalf("a second before: %v", err)
	}
}

func TestHashDependsOnKeyAndPurpose(t *testing.T) {
	r := ring(t, newKey)
	seen := map[string]bool{}
	for _, h := range [][]byte{r.Hash("a", "x"), r.Hash("a", "y"), r.Hash("b", "x"), ring(t, oldKey).Hash("a", "x")} {
		seen[string(h)] = true
	}
	if again := r.Hash("a", "x"); len(seen) != 4 || !seen[string(again)] {
		t.Fatal("hashes are not what they should be")
	}
}

func TestNewRingWantsLongKeys(t *testing.T) {
	if _, err := NewRing(); err == nil {
		t.Error("no key was accepted")
	}
	if _, err := NewRing(newKey, []byte("short")); err == nil {
		t.Error("a short key was accepted")
	}
}

func FuzzVerify(f *testing.F) {
	r, err := NewRing(newKey)
	if err != nil {
		f.Fatal(err)
	}
	good := r.Sign("confirm", "abc", now.Add(time.Hour))
	f.Add(good)
	f.Add("v1.a.confirm.1.b.c")
	f.Fuzz(func(t *testing.T, signed string) {
		if _, err := r.Verify("confirm", signed, now); err == nil && signed != good {
			t.Fatalf("accepted %q", signed)
		}
	})
}
