package parse

import (
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
			got = m.In(zone).Format(time.RFC3339)
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
		if m, ok := parseMoment(date); !ok || m.In(zone).Format(time.RFC3339) != want {
			t.Errorf("%s: %s, want %s", in, m.In(zone).Format(time.RFC3339), want)
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
