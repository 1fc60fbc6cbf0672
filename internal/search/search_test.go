package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"insider/internal/search"
	"insider/internal/show"
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

func TestWhatMatchesIsMarkedAndPlainOtherwise(t *testing.T) {
	x := open(t, source())
	for _, c := range []struct{ typed, title, names, excerpt string }{
		{"valve", "[Valves] with two names", "", "On labels. Every [valve] had two names, and running pumps had none. IT/OT is one word here. The Straße was long."},
		{"peeters", "Valves with two names", "Ada [Peeters]", ""},
		{"ar 003", "Valves with two names", "[AR] [003]", ""},
	} {
		r := x.find(t, c.typed)
		var got search.Hit
		for _, g := range r.Groups {
			if g.Kind == show.Articles {
				got = g.Hits[0]
			}
		}
		if shown(got.Title) != c.title || shown(got.Names) != c.names || shown(got.Excerpt) != c.excerpt || got.Item.Heading() != "Valves with two names" {
			t.Errorf("%q: %q %q %q", c.typed, shown(got.Title), shown(got.Names), shown(got.Excerpt))
		}
	}
	r := x.find(t, "recorder")
	talk := r.Groups[0].Talks[0]
	if m := talk.Moments[0]; talk.Episode.Slug != "stairs" || talk.Total != 1 || m.At != 105*time.Second || m.Speaker != "B" ||
		shown(m.Text) != "Nobody asked what the [recorder] had seen. Plain line number 22 goes on. Plain line number 23 goes on." {
		t.Errorf("%+v %q", talk, shown(m.Text))
	}
}

func TestScriptsWithoutSpacesAreFoundByAnyWord(t *testing.T) {
	s := source()
	s.Articles[0].Title, s.Articles[0].Hash, s.Articles[0].Body = "古い機械は動いている", "other", prose("わかるまで触るな。Pump は回る。")
	s.Episodes[0].Transcripts, s.Episodes[0].Hash = talk("機械は止まらない。", "誰も触らない。"), "other"
	x := open(t, s)
	for typed, want := range map[string]string{
		"機械": "/episodes/stairs?t=0 /articles/valves", "動いて": "/articles/valves", "触る": "/articles/valves", "止まらない": "/episodes/stairs?t=0", "械機": "", "pump": "/episodes/stairs /articles/valves",
	} {
		if got := paths(x.find(t, typed)); got != want {
			t.Errorf("%s finds %s, not %s", typed, got, want)
		}
	}
	r := x.find(t, "機械")
	if title, said := shown(r.Groups[1].Hits[0].Title), shown(r.Groups[0].Talks[0].Moments[0].Text); title != "古い[機械]は動いている" || said != "[機械]は止まらない。 誰も触らない。" {
		t.Errorf("%q, %q", title, said)
	}
	if list, err := x.Suggest(t.Context(), "動い"); err != nil || len(list) != 1 || list[0].Title != "古い機械は動いている" {
		t.Errorf("%v %v", list, err)
	}
}

func TestMarkupInTextsIsText(t *testing.T) {
	s := source()
	s.Articles[0].Title, s.Articles[0].Hash = "<script>alert('valve')</script> & \x02marks\x03", "other"
	x := open(t, s)
	r := x.find(t, "alert")
	if got := shown(r.Groups[0].Hits[0].Title); got != "<script>[alert]('valve')</script> & marks" {
		t.Errorf("%q", got)
	}
}

func TestSomeOfTheWordsAreBetterThanNothing(t *testing.T) {
	x := open(t, source())
	r := x.find(t, "xylographer compressors")
	if !r.Any || paths(r) != "/episodes/stairs /stories/night" {
		t.Errorf("%v %s", r.Any, paths(r))
	}
	if r := x.find(t, "nothing whatsoever"); r.Any || r.Total() != 0 {
		t.Errorf("%+v", r)
	}
}

func TestMisspeltWordsGetAHint(t *testing.T) {
	x := open(t, source())
	for typed, want := range map[string]string{
		"historain":             "historian",
		"Compresors":            "compressors",
		"recordder":             "recorder",
		"xylografer":            "xylographer",
		"spreadsheat behind":    "spreadsheet behind",
		"historain recordder":   "historian recorder",
		"facades":               "",
		"embargoed":             "",
		"unfinnished":           "",
		"qqqqqqqq":              "",
		"pmp":                   "",
		`"historain"`:           "",
		"zzz historain zzzz":    "zzz historian zzzz",
		strings.Repeat("x", 99): "",
	} {
		if got := x.find(t, typed).Hint; got != want {
			t.Errorf("%q: %q, not %q", typed, got, want)
		}
	}
}

func TestKindsAreBoundedAndCanBeAskedFor(t *testing.T) {
	s := source()
	for i := range 80 {
		s.Articles = append(s.Articles, &show.Article{Slug: fmt.Sprint("a", i), Title: fmt.Sprint("Gauge ", i), Hash: fmt.Sprint(i), Date: noon.AddDate(0, 0, -i-9)})
	}
	lines := make([]string, 500)
	for i := range lines {
		lines[i] = "the gauge says " + fmt.Sprint(i)
	}
	for i := range 3 {
		s.Episodes = append(s.Episodes, &show.Episode{Slug: fmt.Sprint("e", i), Title: "Other", Hash: fmt.Sprint("h", i), Date: noon.AddDate(0, 0, -i-9), Transcripts: talk(lines...)})
	}
	x := open(t, s)
	r := x.find(t, "gauge")
	for _, g := range r.Groups {
		moments := 0
		for _, talk := range g.Talks {
			moments += len(talk.Moments)
			for i, m := range talk.Moments {
				if i > 0 && m.At < talk.Moments[i-1].At || i > 2 || talk.Total < 50 {
					t.Errorf("%s: %d of %d, %v", talk.Episode.Slug, i, talk.Total, m.At)
				}
			}
		}
		if g.Kind == show.Articles && (len(g.Hits) != 5 || g.Total != 80) || g.Kind == search.Transcripts && (moments != 9 || g.Total < 150) {
			t.Errorf("%s: %d hits, %d moments of %d", g.Kind, len(g.Hits), moments, g.Total)
		}
	}
	for kind, want := range map[show.Kind]int{show.Articles: 50, search.Transcripts: 50} {
		r, err := x.Search(t.Context(), "gauge", kind)
		if err != nil || len(r.Groups) != 1 || r.Groups[0].Kind != kind {
			t.Fatalf("%s: %+v, %v", kind, r, err)
		}
		n := len(r.Groups[0].Hits)
		for _, talk := range r.Groups[0].Talks {
			n += len(talk.Moments)
		}
		if n != want {
			t.Errorf("%s: %d listed", kind, n)
		}
	}
}

func TestSuggestionsAreTitlesThatBeginSo(t *testing.T) {
	x := open(t, source())
	for typed, want := range map[string]string{
		"":           "",
		"v":          "",
		"va":         "Valves with two names",
		"valves w":   "Valves with two names",
		"valves two": "Valves with two names",
		"happi":      "",
		"sta":        "What stood under the stairs",
		"ada p":      "Ada Peeters",
		"CEL":        "Ben Çelik",
		"secret":     "",
		`"va" * (`:   "Valves with two names",
	} {
		list, err := x.Suggest(t.Context(), typed)
		var titles []string
		for _, s := range list {
			titles = append(titles, s.Title)
		}
		if got := strings.Join(titles, ", "); err != nil || got != want {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	s := source()
	for i := range 30 {
		s.Articles = append(s.Articles, &show.Article{Slug: fmt.Sprint("a", i), Title: fmt.Sprint("Gauge ", i), Hash: fmt.Sprint(i), Date: noon.AddDate(0, 0, -i-9)})
	}
	x.swap(t, s)
	if list, err := x.Suggest(t.Context(), "gau"); len(list) != 8 || err != nil {
		t.Errorf("%d, %v", len(list), err)
	}
}

func TestHostileQueriesAreSaneOnTheFile(t *testing.T) {
	x := open(t, source())
	for _, typed := range hostile {
		r, err := x.Search(t.Context(), typed, "")
		if err != nil || len(r.Query.Text) > 400 {
			t.Errorf("%.40q: %v", typed, err)
		}
		if _, err := x.Suggest(t.Context(), typed); err != nil {
			t.Errorf("%.40q: suggest: %v", typed, err)
		}
	}
}

var hostile = []string{`"`, `""`, `" "`, "*", "a*b*", "AND OR NOT NEAR( * : ^ - \"", `NEAR("a" "b", 5)`, "title : valve", "- - -", "^", "+", "\\", "a\x00b", "\xff\xfe\xfd",
	strings.Repeat("a", 10_240), strings.Repeat("valve ", 1700), strings.Repeat(`"`, 10_240), strings.Repeat("(", 10_240), strings.Repeat("é", 5000), "مرحبا", "שלום עולם", "古い機械は動いている",
	"\u202e\u202d", "𞤀𞤣𞤤𞤢𞤥", "𝒱𝒶𝓁𝓋ℯ", "🎧🎧🎧", "ﷺ", "a\u0301\u0301\u0301", "\u0301", "0", "1e9", "½", "';--", "{{.}}", "<mark>", "%s%n", "../../etc/passwd", "\U0010ffff", "\ue000"}

// FuzzSearch asks a real index anything: it never fails.
func FuzzSearch(f *testing.F) {
	for _, typed := range hostile {
		f.Add(typed)
	}
	x := open(f, source())
	f.Fuzz(func(t *testing.T, typed string) {
		if _, err := x.Search(context.Background(), typed, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Suggest(context.Background(), typed); err != nil {
			t.Fatal(err)
		}
	})
}
