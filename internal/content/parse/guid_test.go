package parse

import (
	"net/url"
	"testing"
)

func TestGUIDForAPublicAddressIsNotRandom(t *testing.T) {
	random := func() string { return "a random name" }
	for base, want := range map[string]string{
		"https://podnews.net/x":        "", // only that it is stable and not the random one
		"http://localhost:8080":        guidFor(nil, random),
		"http://127.0.0.1:1/":          guidFor(nil, random),
		"https://example.com/listen//": "",
	} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		got := guidFor(u, random)
		if want != "" && got != want || want == "" && (got == guidFor(nil, random) || got != guidFor(u, func() string { return "another" })) {
			t.Errorf("%s: %s", base, got)
		}
	}
}
