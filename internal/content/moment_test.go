package content

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestParseMoment(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"2026-11-30":                "2026-11-30T00:00:00+01:00",
		"2026-11-30 09:00":          "2026-11-30T09:00:00+01:00",
		"2026-07-01 09:00":          "2026-07-01T09:00:00+02:00",
		"2026-11-30T09:00":          "2026-11-30T09:00:00+01:00",
		"2026-11-30 09:00:30":       "2026-11-30T09:00:30+01:00",
		"2026-11-30T09:00:00Z":      "2026-11-30T10:00:00+01:00",
		"2026-11-30T09:00:00+05:30": "2026-11-30T04:30:00+01:00",
		"2026-03-29 02:30":          "2026-03-29T03:30:00+02:00", // an hour that does not exist
		"2026-02-30":                "", "30.11.2026": "", "2026-11-30 25:00": "", "": "", "1900-01-01": "", "2026-11-30T09:00:00": "",
	} {
		m, ok := parseMoment(in)
		got := ""
		if ok {
			got = m.in(zone).Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestNightsInWhichClocksChange reads the same wall clocks in zones east and west of Greenwich.
func TestNightsInWhichClocksChange(t *testing.T) {
	for in, want := range map[string]string{
		"Europe/Brussels 2027-03-28 01:59": "2027-03-28T01:59:00+01:00", "Europe/Brussels 2027-03-28 02:30": "2027-03-28T03:30:00+02:00",
		"Europe/Brussels 2027-03-28 03:00": "2027-03-28T03:00:00+02:00", "Europe/Brussels 2027-10-31 01:59": "2027-10-31T01:59:00+02:00",
		"Europe/Brussels 2027-10-31 02:30": "2027-10-31T02:30:00+02:00", "Europe/Brussels 2027-10-31 03:00": "2027-10-31T03:00:00+01:00",
		"America/New_York 2027-03-14 02:30": "2027-03-14T03:30:00-04:00", "America/New_York 2027-03-14 12:00": "2027-03-14T12:00:00-04:00",
		"America/New_York 2027-11-07 01:30": "2027-11-07T01:30:00-04:00", "America/New_York 2027-11-07 02:00": "2027-11-07T02:00:00-05:00",
		"Australia/Lord_Howe 2027-10-03 02:15": "2027-10-03T02:45:00+11:00", "America/Havana 2027-03-14": "2027-03-14T01:00:00-04:00",
	} {
		name, date, _ := strings.Cut(in, " ")
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		if m, ok := parseMoment(date); !ok || m.in(zone).Format(time.RFC3339) != want {
			t.Errorf("%s: %s, want %s", in, m.in(zone).Format(time.RFC3339), want)
		}
	}
}

func TestParseClock(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"0": 0, "754": 754 * time.Second, "754.5": 754500 * time.Millisecond, "12:34": 754 * time.Second, "1:02:03": 3723 * time.Second,
		"1:02:03.25": 3723250 * time.Millisecond, "90:00": 90 * time.Minute, "00:05": 5 * time.Second,
		"": -1, "1:2": -1, "1:60": -1, "1:02:60": -1, "1:2:3:4": -1, "-5": -1, "5.": -1, "a": -1, "99999999": -1, "1e3": -1, ":30": -1, "1:": -1,
	} {
		got, ok := parseClock(in)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestChapterLine(t *testing.T) {
	for in, want := range map[string]string{
		"12:30 Title": "Title", "- 12:30 Title": "Title", "* [1:02:03] Title": "Title", "(0:00) Cold open": "Cold open", "1. 0:00 - Title": "Title",
		"0:00 – What 1986 got right": "What 1986 got right", "12:30: Title": "Title", "12:30": "", "Title 12:30": "", "12:3 x": "", "12:75 x": "", "12 x": "", "": "",
	} {
		if _, got, _ := chapterLine(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSlugs(t *testing.T) {
	for in, want := range map[string]string{"2026-11-30-first": "first", "2026-13-30-first": "2026-13-30-first", "first": "first", "2026-11-30-": "2026-11-30-", "2026-11-30": "2026-11-30"} {
		if got := slugOf(in); got != want {
			t.Errorf("slugOf(%q) = %q", in, got)
		}
	}
	for in, want := range map[string]string{"Über Öl_und Gas": "uber-ol-und-gas", "Été": "ete", "日本": "", "a  b": "a-b"} {
		if got := asciiSlug(in); got != want {
			t.Errorf("asciiSlug(%q) = %q", in, got)
		}
	}
}

func TestCheckAlias(t *testing.T) {
	for in, want := range map[string]string{
		"/old": "/old", "/old/": "/old", "/2019/05/caf%C3%A9": "/2019/05/café", "/episodes/old": "/episodes/old", "/people/x": "/people/x", "/old.html": "/old.html",
	} {
		if got, wrong := checkAlias(in); wrong != nil || got != want {
			t.Errorf("%q: %q %+v", in, got, wrong)
		}
	}
	for in, rule := range map[string]string{
		"old": ruleBadAlias, "//example.com": ruleBadAlias, "/a?b": ruleBadAlias, "/a#b": ruleBadAlias, "/a/../b": ruleBadAlias, "/": ruleBadAlias, "/a b": ruleBadAlias, "/%zz": ruleBadAlias,
		"https://example.com/": ruleBadAlias, "/a%00": ruleBadAlias, "/desk": ruleShadowedRoute, "/media/episodes/x/y.mp3": ruleShadowedRoute, "/podcast.xml": ruleShadowedRoute,
		"/episodes": ruleShadowedRoute, "/episodes/": ruleShadowedRoute, "/stories/mine": ruleShadowedRoute, "/seasons/1": ruleShadowedRoute, "/episodes/x/transcript": ruleShadowedRoute,
	} {
		if got, wrong := checkAlias(in); wrong == nil || wrong.rule != rule {
			t.Errorf("%q: %q %+v", in, got, wrong)
		}
	}
}

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

func TestNearest(t *testing.T) {
	known := []string{"title", "date", "season", "number", "audio"}
	for in, want := range map[string]string{"titel": "title", "Title": "title", "sesaon": "season", "nubmer": "number", "mood": "", "x": "", "adio": "audio", "dates": "date"} {
		if got := nearest(in, known); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for in, want := range map[string]bool{"en": true, "nl-BE": true, "zh-Hant-TW": true, "es-419": true, "en_US": false, "EN": false, "xx": false, "english": false, "en-us": false, "": false} {
		if got := validLanguage(in); got != want {
			t.Errorf("%q: %t", in, got)
		}
	}
}

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
