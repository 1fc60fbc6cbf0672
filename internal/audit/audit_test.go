package audit

import (
	"iter"
	"slices"
	"strings"
	"testing"
	"time"
)

// chainOf seals n entries one after the other.
func chainOf(n int) []Entry {
	head, entries := Genesis(), []Entry(nil)
	for i := range n {
		e := Entry{
			At: time.Date(2026, 11, 14, 12, i, 0, 123456789, time.UTC), Actor: "editor:1", Act: "story.publish",
			Subject: "story:12", Details: map[string]string{"slug": "a-night", "title": "A night"},
		}
		e.Seal(int64(i), head)
		head = e.Head
		entries = append(entries, e)
	}
	return entries
}

func seq(entries []Entry) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestAnUntouchedChainVerifies(t *testing.T) {
	for _, n := range []int{0, 1, 5} {
		entries, head := chainOf(n), Genesis()
		if n > 0 {
			head = entries[n-1].Head
		}
		if err := Verify(seq(entries), int64(n), head); err != nil {
			t.Errorf("%d entries: %v", n, err)
		}
	}
}

func TestErasedDetailsKeepTheChain(t *testing.T) {
	entries := chainOf(3)
	entries[1].Nonce, entries[1].Details, entries[1].Actor = nil, nil, ""
	if err := Verify(seq(entries), 3, entries[2].Head); err != nil {
		t.Fatal(err)
	}
}

func TestEveryTamperingIsFound(t *testing.T) {
	for name, tamper := range map[string]func([]Entry) []Entry{
		"actor":   func(e []Entry) []Entry { e[1].Actor = "editor:2"; return e },
		"act":     func(e []Entry) []Entry { e[1].Act = "story.decline"; return e },
		"subject": func(e []Entry) []Entry { e[1].Subject = "story:13"; return e },
		"time":    func(e []Entry) []Entry { e[1].At = e[1].At.Add(time.Microsecond); return e },
		"details": func(e []Entry) []Entry { e[1].Details["slug"] = "b"; return e },
		"moved between fields": func(e []Entry) []Entry {
			e[1].Actor, e[1].Act = "editor:1s", "tory.publish"
			return e
		},
		"left out":   func(e []Entry) []Entry { return slices.Delete(e, 1, 2) },
		"last one":   func(e []Entry) []Entry { return e[:2] },
		"moved":      func(e []Entry) []Entry { e[0], e[1] = e[1], e[0]; return e },
		"renumbered": func(e []Entry) []Entry { e[2].Number = 4; return e },
		"digest": func(e []Entry) []Entry {
			e[1].Details["slug"] = "b"
			e[1].Digest = e[1].digest()
			return e
		},
		"resealed": func(e []Entry) []Entry { e[1].Details["slug"] = "b"; e[1].Seal(1, e[0].Head); return e },
		"added": func(e []Entry) []Entry {
			x := Entry{Actor: "x"}
			x.Seal(3, e[2].Head)
			return append(e, x)
		},
	} {
		entries := chainOf(3)
		head := entries[2].Head
		if err := Verify(seq(tamper(entries)), 3, head); err == nil || !strings.HasPrefix(err.Error(), "audit: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSameActHasAnotherDigestEachTime(t *testing.T) {
	a, b := chainOf(1)[0], chainOf(1)[0]
	if string(a.Digest) == string(b.Digest) {
		t.Fatal("a digest must not let anybody guess what it was made of")
	}
}
