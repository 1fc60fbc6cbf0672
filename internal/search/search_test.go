package search_test

import (
	"testing"
)

func TestWordsAreFoundAsPeopleTypeThem(t *testing.T) {
	x := open(t, source())
	for typed, want := range map[string]string{
		"":                            "",
		"  \t":                        "",
		"xylographer":                 "/stories/night",
		"XYLOGRAPHERS":                "/stories/night",
		"pump":                        "/episodes/stairs /articles/valves",
		"running":                     "/articles/valves",
		"run":                         "/articles/valves",
		"naive facade":                "/episodes/stairs",
		"Celik":                       "/episodes/stairs /people/ben",
		"çelik":                       "/episodes/stairs /people/ben",
		"historian":                   "/episodes/stairs /episodes/stairs?t=15",
		"histor":                      "/episodes/stairs /episodes/stairs?t=15",
		"hi":                          "",
		"stairs historian":            "/episodes/stairs /episodes/stairs?t=15",
		`"under the stairs"`:          "/episodes/stairs /episodes/stairs?t=15",
		`“under the stairs”`:          "/episodes/stairs /episodes/stairs?t=15",
		`"stairs the under"`:          "",
		`"the recorder`:               "/episodes/stairs?t=105",
		"IT/OT":                       "/articles/valves",
		"EP 007":                      "/episodes/stairs",
		"ST-12":                       "/stories/night",
		"piping":                      "/people/ada",
		"shed":                        "/about",
		"cold open":                   "/episodes/stairs",
		"compressors":                 "/episodes/stairs",
		"embargoed":                   "",
		"unfinished":                  "",
		"valve AND names":             "/articles/valves",
		"NOT valve":                   "/articles/valves", // no text has "not": one of the words is better than nothing
		"valve -names":                "/articles/valves",
		"title:valve":                 "",
		"NEAR(valve names, 3)":        "/articles/valves",
		"(valve":                      "/articles/valves",
		"valve*":                      "/articles/valves",
		"^valve":                      "/articles/valves",
		`"" * : ^ - ( ) { } + valve`:  "/articles/valves",
		"documents MATCH 'valve' --":  "/articles/valves",
		"valve; DROP TABLE documents": "/articles/valves",
	} {
		if got := paths(x.find(t, typed)); got != want {
			t.Errorf("%q finds %s, not %s", typed, got, want)
		}
	}
}
