package parse

import "testing"

func TestDestinations(t *testing.T) {
	body := "[a](slides.pdf \"x\") ![b](<plan.png>) `![c](no.png)`\n\n[ref]: more.pdf\n[^1]: note.pdf\n\n```\n![d](no.png)\n```\n<img src=\"in.jpg\"> [e](/episodes/x) [f](https://example.com/y.png) [g](#h) ![h](sub/p.png) ![i](mailto:x)\n"
	var got []string
	for _, d := range destinations([]byte(body)) {
		got = append(got, d.to)
	}
	want := []string{"slides.pdf", "plan.png", "more.pdf", "sub/p.png", "in.jpg"}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %s, want %s", i, got[i], want[i])
		}
	}
}
