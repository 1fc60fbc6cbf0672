package searchfile

import (
	"errors"
	"slices"
	"testing"
	"time"

	"insider/internal/search"
)

func TestCuesAreReadAsWritten(t *testing.T) {
	for _, cues := range [][]search.Cue{
		nil,
		{{Offset: 0, Start: 0, Speaker: ""}},
		{{Offset: 0, Start: 3 * time.Hour, Speaker: "Ada"}, {Offset: 12, Start: 3*time.Hour + 1234*time.Millisecond, Speaker: "Ada"}, {Offset: 300, Start: time.Second, Speaker: ""}},
		{{Offset: 1, Start: time.Millisecond, Speaker: "古い"}, {Offset: 1, Start: time.Millisecond, Speaker: "B"}},
	} {
		got, err := readCues(appendCues(nil, cues), 300)
		if err != nil || !slices.Equal(got, cues) {
			t.Errorf("%v, %v, not %v", got, err, cues)
		}
	}
	odd, err := readCues(appendCues(nil, []search.Cue{{Start: 1999 * time.Microsecond}, {Start: 2999 * time.Microsecond}}), 0)
	if err != nil || odd[0].Start != time.Millisecond || odd[1].Start != 2*time.Millisecond {
		t.Errorf("parts of a millisecond: %v, %v", odd, err)
	}
}

func FuzzReadCues(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 1, 3, 'A', 'd', 'a', 5, 10, 0})
	f.Fuzz(func(t *testing.T, body []byte) {
		cues, err := readCues(body, 100)
		if err != nil && !errors.Is(err, search.ErrDamaged) {
			t.Fatal(err)
		}
		for _, c := range cues {
			if c.Offset < 0 || c.Offset > 100 {
				t.Fatalf("%+v is outside of the text", c)
			}
		}
	})
}
