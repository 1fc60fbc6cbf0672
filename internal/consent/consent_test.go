package consent

import (
	"testing"
	"time"
)

func TestGivenKeepsTheWords(t *testing.T) {
	w := Wording{What: "letter", Version: "2026-11", Text: "We write when the letter starts."}
	now := time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)
	if r := w.Given(now); r.Wording != w || !r.At.Equal(now) {
		t.Fatalf("%+v", r)
	}
}
