package show

import (
	"regexp"
	"strconv"
	"strings"
)

// Location is a place that a show or an episode is about or was made at: podcast:location.
type Location struct {
	Name    string // for people
	Rel     string // "subject" or "creator", "" when it is not said
	Geo     string // geo URI of RFC 5870
	OSM     string // OpenStreetMap's object: N, W or R and its number
	Country string // ISO 3166-1 alpha-2
}

var osmForm = regexp.MustCompile(`^[NWR][1-9][0-9]*(#[1-9][0-9]*)?$`)

// CheckOSM reports whether id names an object of OpenStreetMap: N, W or R and its number. If it does not, nearest is what was
// most likely meant, "" when that is not clear.
func CheckOSM(id string) (nearest string, ok bool) {
	if osmForm.MatchString(id) {
		return id, true
	}
	guess := id
	if i := strings.Index(id, "openstreetmap.org/"); i >= 0 {
		guess, _, _ = strings.Cut(id[i+len("openstreetmap.org/"):], "#")
	}
	guess = strings.NewReplacer("RELATION", "R", "NODE", "N", "WAY", "W", "/", "", " ", "", ":", "").Replace(strings.ToUpper(guess))
	if osmForm.MatchString(guess) {
		return guess, false
	}
	return "", false
}

var geoForm = regexp.MustCompile(`^geo:(-?[0-9]+(?:\.[0-9]+)?),(-?[0-9]+(?:\.[0-9]+)?)(,-?[0-9]+(?:\.[0-9]+)?)?` +
	`(;crs=[A-Za-z0-9-]+)?(;u=[0-9]+(?:\.[0-9]+)?)?(;[A-Za-z0-9-]+(=[A-Za-z0-9\[\]:&+$_.!~*'()%-]+)?)*$`)

// CheckGeo reports whether uri is a geo URI of RFC 5870 whose place exists on Earth: latitude, then longitude, in degrees. If
// it is not, nearest is what was most likely meant, "" when that is not clear.
func CheckGeo(uri string) (nearest string, ok bool) {
	if onEarth(uri) {
		return uri, true
	}
	guess := "geo:" + strings.ReplaceAll(strings.TrimPrefix(strings.ToLower(uri), "geo:"), " ", "")
	if onEarth(guess) {
		return guess, false
	}
	if m := geoForm.FindStringSubmatch(guess); m != nil {
		swapped := "geo:" + m[2] + "," + m[1] + strings.TrimPrefix(guess, "geo:"+m[1]+","+m[2])
		if onEarth(swapped) {
			return swapped, false
		}
	}
	return "", false
}

func onEarth(uri string) bool {
	m := geoForm.FindStringSubmatch(uri)
	if m == nil || len(uri) > 200 {
		return false
	}
	if m[4] != "" && !strings.EqualFold(m[4], ";crs=wgs84") {
		return true // degrees of another system: RFC 5870 leaves their range to it
	}
	latitude, _ := strconv.ParseFloat(m[1], 64)
	longitude, _ := strconv.ParseFloat(m[2], 64)
	return latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180
}
