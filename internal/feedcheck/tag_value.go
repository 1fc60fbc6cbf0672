package feedcheck

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"insider/internal/show"
)

// A value function returns what is wrong with an element, "" when it is fine.

// oneOf wants an attribute, or the text when attr is "", to be one of the values.
func oneOf(attr string, values ...string) func(*Element) string {
	return func(e *Element) string {
		value, what := strings.TrimSpace(e.Text), "it"
		if attr != "" {
			var given bool
			if value, given = e.Attrs[attr]; !given {
				return "" // a missing attribute is another rule's
			}
			what = attr
		}
		if slices.Contains(values, value) {
			return ""
		}
		return fmt.Sprintf("%s is %s, not %s", what, quote(value), strings.Join(values, ", "))
	}
}

// holds wants at least one child with the name.
func holds(name string) func(*Element) string {
	return func(e *Element) string {
		if e.Child(name) == nil {
			return "it holds no " + name
		}
		return ""
	}
}

var (
	uuid   = regexp.MustCompile(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)
	medium = regexp.MustCompile(`^(podcast|music|video|film|audiobook|newsletter|blog|publisher|course)L?$`)
)

func isGUID(e *Element) string {
	if value := strings.TrimSpace(e.Text); !uuid.MatchString(value) {
		return fmt.Sprintf("it is %s, no UUID", quote(value))
	}
	return ""
}

func isMedium(e *Element) string {
	if value := strings.TrimSpace(e.Text); value != "mixed" && !medium.MatchString(value) {
		return fmt.Sprintf("it is %s, which is no medium", quote(value))
	}
	return ""
}

// isPerson wants a name and, when it gives one, a role of the Podcast Taxonomy, in any case.
func isPerson(e *Element) string {
	role, given := e.Attrs["role"]
	if _, known := show.FindRole("", role); given && !known {
		return fmt.Sprintf("role is %s, which the Podcast Taxonomy does not have; the nearest is %s", quote(role), quote(show.NearestRole(role)))
	}
	if strings.TrimSpace(e.Text) == "" {
		return "it names nobody"
	}
	return ""
}

func isLocation(e *Element) string {
	if value, given := e.Attrs["geo"]; given {
		if _, ok := show.CheckGeo(value); !ok {
			return fmt.Sprintf(`geo is %s, not like "geo:51.05,3.72"`, quote(value))
		}
	}
	if value, given := e.Attrs["osm"]; given {
		if _, ok := show.CheckOSM(value); !ok {
			return fmt.Sprintf(`osm is %s, not like "R897671"`, quote(value))
		}
	}
	return ""
}

// isLicense wants a slug of the list, or the address of one's own terms.
func isLicense(e *Element) string {
	slug := strings.TrimSpace(e.Text)
	if _, known := show.FindLicense(slug); !known && e.Attrs["url"] == "" {
		return fmt.Sprintf("it is %s, neither in the list nor with a url", quote(slug))
	}
	return ""
}

func isBlock(e *Element) string {
	if id, given := e.Attrs["id"]; given {
		if nearest, known := show.CheckService(id); !known {
			return fmt.Sprintf("id is %s, which is no service; the nearest is %s", quote(id), quote(nearest))
		}
	}
	return oneOf("", "yes", "no")(e)
}

func isFrequency(e *Element) string {
	if rule, given := e.Attrs["rrule"]; given {
		if err := show.CheckRule(rule); err != nil {
			return fmt.Sprintf("rrule is %s: %s", quote(rule), strings.TrimSuffix(err.Error(), "."))
		}
	}
	return ""
}

func isTrailer(e *Element) string {
	if value, given := e.Attrs["pubdate"]; given {
		if _, ok := parseDate(value); !ok {
			return fmt.Sprintf("pubdate is %s", quote(value))
		}
	}
	return ""
}

// isSoundbite wants numbers of seconds.
func isSoundbite(e *Element) string {
	for _, name := range []string{"startTime", "duration"} {
		value, given := e.Attrs[name]
		if n, err := strconv.ParseFloat(value, 64); given && (err != nil || n < 0 || name == "duration" && n == 0) {
			return fmt.Sprintf("%s is %s, no number of seconds", name, quote(value))
		}
	}
	return ""
}

// isNumber wants a number that is not negative.
func isNumber(e *Element) string {
	value := strings.TrimSpace(e.Text)
	if n, err := strconv.ParseFloat(value, 64); err != nil || n < 0 {
		return fmt.Sprintf("it is %s, no number", quote(value))
	}
	return ""
}

// isDiscussion wants a known protocol and, but for "disabled", an address.
func isDiscussion(e *Element) string {
	protocols := []string{"disabled", "activitypub", "twitter", "lightning", "atproto", "hive", "matrix", "nostr"}
	if problem := oneOf("protocol", protocols...)(e); problem != "" {
		return problem
	}
	if e.Attrs["protocol"] != "disabled" && e.Attrs["uri"] == "" {
		return "it has no uri"
	}
	return ""
}

func isRecipient(e *Element) string {
	value, given := e.Attrs["split"]
	if n, err := strconv.Atoi(value); given && (err != nil || n < 0) {
		return fmt.Sprintf("split is %s, no whole number", quote(value))
	}
	return ""
}
