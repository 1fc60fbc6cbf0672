package show_test

import (
	"testing"

	"insider/internal/show"
)

func TestOrigin(t *testing.T) {
	for address, want := range map[string]string{
		"https://cdn.example/a.mp3":          "https://cdn.example",
		"http://CDN.Example:8080/a?b#c":      "http://cdn.example:8080",
		"https://bücher.example/a":           "https://xn--bcher-kva.example",
		"https://[2001:db8::1]:8443/a":       "https://[2001:db8::1]:8443",
		"https://192.0.2.7/a":                "https://192.0.2.7",
		"https://name:secret@cdn.example/a":  "https://cdn.example",
		"https://a;script-src *.example/":    "",
		"https://*.example/":                 "",
		"https://a,b.example/":               "",
		"https:///a.mp3":                     "",
		"//cdn.example/a.mp3":                "",
		"ftp://cdn.example/a.mp3":            "",
		"/media/episodes/x/a.mp3":            "",
		"data:image/png;base64,AAAA":         "",
		"https://cdn.example\r\nX: y/a":      "",
		"https://under_score.example/a.jpeg": "",
	} {
		if got := show.Origin(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}
