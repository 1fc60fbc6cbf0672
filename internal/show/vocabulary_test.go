package show_test

import (
	"testing"

	"insider/internal/show"
)

func TestRoles(t *testing.T) {
	for _, c := range []struct{ group, name, foundGroup, found, nearest string }{
		{"", "host", "Cast", "Host", "Host"},
		{"", "COVER ART DESIGNER", "Visuals", "Cover Art Designer", "Cover Art Designer"},
		{"", "editor", "Writing", "Editor", "Editor"},
		{"video post-production", "editor", "Video Post-Production", "Editor", "Editor"},
		{"cast", "editor", "", "", "Editor"},
		{"", "hots", "", "", "Host"},
		{"", "cohost", "", "", "Co-Host"},
		{"", "co host", "", "", "Co-Host"},
		{"", "moderator", "", "", "Host"},
		{"", "engineer", "", "", "Audio Engineer"},
		{"", "line producer", "", "", "Producer"},
		{"", "Head of sound design", "", "", "Sound Designer"},
	} {
		role, ok := show.FindRole(c.group, c.name)
		if role.Group != c.foundGroup || role.Name != c.found || ok != (c.found != "") {
			t.Errorf("FindRole(%q, %q) = %v, %v", c.group, c.name, role, ok)
		}
		if got := show.NearestRole(c.name); got != c.nearest {
			t.Errorf("NearestRole(%q) = %q, want %q", c.name, got, c.nearest)
		}
	}
	for _, c := range []struct{ group, role, nearest string }{
		{"audio post production", "composer", "Audio Post-Production"}, {"video", "editor", "Video Post-Production"},
		{"cast", "editor", "Writing"}, {"cast", "juggler", ""},
	} {
		if got := show.NearestGroup(c.group, c.role); got != c.nearest {
			t.Errorf("NearestGroup(%q, %q) = %q, want %q", c.group, c.role, got, c.nearest)
		}
	}
}

func TestLicenses(t *testing.T) {
	for slug, want := range map[string]show.License{
		"CC-BY-4.0":       {Name: "cc-by-4.0", URL: "https://creativecommons.org/licenses/by/4.0/"},
		"cc-by-nc-sa-3.0": {Name: "cc-by-nc-sa-3.0", URL: "https://creativecommons.org/licenses/by-nc-sa/3.0/"},
		"cc0-1.0":         {Name: "cc0-1.0", URL: "https://creativecommons.org/publicdomain/zero/1.0/"},
		"MIT":             {Name: "mit"},
	} {
		if got, ok := show.FindLicense(slug); !ok || got != want {
			t.Errorf("FindLicense(%q) = %v, %v", slug, got, ok)
		}
	}
	for slug, nearest := range map[string]string{
		"cc-by": "cc-by-4.0", "CC BY 4.0": "cc-by-4.0", "CC BY-NC": "cc-by-nc-4.0", "cc-by-5.0": "cc-by-4.0", "cc-by-sa4.0": "cc-by-sa-4.0",
		"gpl": "gpl-3.0", "apache2": "apache-2.0", "cc0": "cc0-1.0", "creative commons by-sa 4.0": "cc-by-sa-4.0",
	} {
		if _, ok := show.FindLicense(slug); ok {
			t.Errorf("%q is taken for a licence", slug)
		}
		if got := show.NearestLicense(slug); got != nearest {
			t.Errorf("NearestLicense(%q) = %q, want %q", slug, got, nearest)
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		check          func(string) (string, bool)
		given, nearest string
		ok             bool
	}{
		{show.CheckOSM, "R113314", "R113314", true},
		{show.CheckOSM, "R7444#188", "R7444#188", true},
		{show.CheckOSM, "r113314", "R113314", false},
		{show.CheckOSM, "relation/113314", "R113314", false},
		{show.CheckOSM, "https://www.openstreetmap.org/way/5013364#map=17/48.8/2.2", "W5013364", false},
		{show.CheckOSM, "113314", "", false},
		{show.CheckOSM, "R0", "", false},
		{show.CheckGeo, "geo:51.05,3.72", "geo:51.05,3.72", true},
		{show.CheckGeo, "geo:37.786971,-122.399677,250;u=350", "geo:37.786971,-122.399677,250;u=350", true},
		{show.CheckGeo, "geo:90,180;crs=wgs84", "geo:90,180;crs=wgs84", true},
		{show.CheckGeo, "geo:323482,4306480;crs=EPSG-32618;u=20", "geo:323482,4306480;crs=EPSG-32618;u=20", true},
		{show.CheckGeo, "51.05, 3.72", "geo:51.05,3.72", false},
		{show.CheckGeo, "GEO:51.05,3.72", "geo:51.05,3.72", false},
		{show.CheckGeo, "geo:-122.4,37.8", "geo:37.8,-122.4", false},
		{show.CheckGeo, "geo:200,300", "", false},
		{show.CheckGeo, "Ghent", "", false},
		{show.CheckGeo, "geo:1.,2", "", false},
		{show.CheckCountry, "BE", "BE", true},
		{show.CheckCountry, "be", "BE", false},
		{show.CheckCountry, "UK", "GB", false},
		{show.CheckCountry, "Belgium", "BE", false},
		{show.CheckCountry, "XX", "", false},
		{show.CheckCountry, "", "", false},
		{show.CheckService, "spotify", "spotify", true},
		{show.CheckService, "Spotify", "spotify", false},
		{show.CheckService, "pod verse", "podverse", false},
		{show.CheckService, "itunes", "apple", false},
	} {
		if nearest, ok := c.check(c.given); nearest != c.nearest || ok != c.ok {
			t.Errorf("%q gives %q, %v; want %q, %v", c.given, nearest, ok, c.nearest, c.ok)
		}
	}
}
