package parse

import "testing"

func TestLanguages(t *testing.T) {
	for in, want := range map[string]bool{"en": true, "nl-BE": true, "zh-Hant-TW": true, "es-419": true, "en_US": false, "EN": false, "xx": false, "english": false, "en-us": false, "": false} {
		if got := validLanguage(in); got != want {
			t.Errorf("%q: %t", in, got)
		}
	}
}
