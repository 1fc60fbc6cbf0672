package show

import (
	"slices"
	"strings"
)

// License says under which terms something may be used. A licence of the list has its slug as Name; one's own has an
// address.
type License struct{ Name, URL string }

// softwareLicenses are the slugs of the Podcasting 2.0 namespace's list beside those of Creative Commons.
var softwareLicenses = []string{
	"afl-3.0", "agpl-3.0", "apache-2.0", "arr", "artistic-2.0", "bsd-2-clause", "bsd-3-clause", "bsd-3-clause-clear", "bsl-1.0", "cc0-1.0",
	"ecl-2.0", "epl-1.0", "eupl-1.1", "eupl-1.2", "gfdl-1.3", "gpl-2.0", "gpl-3.0", "isc", "lgpl-2.1", "lgpl-3.0", "mit", "mpl-2.0",
	"pod-v4v-1.0", "unlicense", "wtfpl",
}

// commons are the kinds and versions of Creative Commons' licences.
var (
	commonsKinds    = []string{"by", "by-nc", "by-nc-nd", "by-nc-sa", "by-nd", "by-sa"}
	commonsVersions = []string{"1.0", "2.0", "2.5", "3.0", "4.0"}
)

// FindLicense returns the licence with the slug, whatever its case; one of Creative Commons has its address.
func FindLicense(slug string) (License, bool) {
	slug = strings.ToLower(slug)
	if kind, version, ok := commons(slug); ok {
		return License{slug, "https://creativecommons.org/licenses/" + kind + "/" + version + "/"}, true
	}
	switch {
	case slug == "cc0-1.0":
		return License{slug, "https://creativecommons.org/publicdomain/zero/1.0/"}, true
	case slices.Contains(softwareLicenses, slug):
		return License{Name: slug}, true
	}
	return License{}, false
}

func commons(slug string) (kind, version string, ok bool) {
	rest, isCommons := strings.CutPrefix(slug, "cc-")
	i := strings.LastIndexByte(rest, '-')
	if !isCommons || i < 0 {
		return "", "", false
	}
	kind, version = rest[:i], rest[i+1:]
	return kind, version, slices.Contains(commonsKinds, kind) && slices.Contains(commonsVersions, version)
}

// NearestLicense returns the slug that was most likely meant: of versions the newest.
func NearestLicense(slug string) string {
	slug = strings.NewReplacer(" ", "-", "_", "-", "/", "-", "creative-commons", "cc").Replace(strings.ToLower(strings.TrimSpace(slug)))
	slugs := slices.Clone(softwareLicenses)
	for _, version := range commonsVersions {
		for _, kind := range commonsKinds {
			slugs = append(slugs, "cc-"+kind+"-"+version)
		}
	}
	for _, known := range slices.Backward(slugs) {
		if i := strings.LastIndexByte(known, '-'); i > 0 && known[:i] == slug {
			return known
		}
	}
	slices.Reverse(slugs)
	return closest(slugs, slug)
}
