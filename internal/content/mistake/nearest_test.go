package mistake

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"title", "date", "season", "number", "audio"}
	for in, want := range map[string]string{"titel": "title", "Title": "title", "sesaon": "season", "nubmer": "number", "mood": "", "x": "", "adio": "audio", "dates": "date"} {
		if got := Nearest(in, known); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
