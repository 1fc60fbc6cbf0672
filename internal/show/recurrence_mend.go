package show

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// words of rules that people write in another way.
var (
	ruleWords = map[string]string{
		"MONDAY": "MO", "TUESDAY": "TU", "WEDNESDAY": "WE", "THURSDAY": "TH", "FRIDAY": "FR", "SATURDAY": "SA", "SUNDAY": "SU",
		"MON": "MO", "TUE": "TU", "WED": "WE", "THU": "TH", "FRI": "FR", "SAT": "SA", "SUN": "SU",
		"DAY": "DAILY", "WEEK": "WEEKLY", "MONTH": "MONTHLY", "YEAR": "YEARLY", "EVERY DAY": "DAILY", "EVERY WEEK": "WEEKLY",
		"ANNUALLY": "YEARLY", "ANNUAL": "YEARLY",
	}
	dashes   = regexp.MustCompile(`([0-9])[-:]([0-9])`)
	fraction = regexp.MustCompile(`\.[0-9]+Z`)
)

// mendRule writes a rule as it was most likely meant: capitals, without blanks and its name, known words for their nearest.
func mendRule(rule string) string {
	rule = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(rule)), "RRULE:")
	if word := mendFrequency(rule); word != "" {
		return "FREQ=" + word
	}
	var parts []string
	for part := range strings.SplitSeq(strings.Trim(rule, "; "), ";") {
		name, value, _ := strings.Cut(part, "=")
		name, value = strings.TrimSpace(name), strings.ReplaceAll(value, " ", "")
		if _, ok := ruleParts[name]; !ok {
			name = closest(slices.Sorted(maps.Keys(ruleParts)), name)
		}
		part = name + "=" + mendPart(name, value)
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ";")
}

// mendFrequency reads a rule that is only a word such as weekly.
func mendFrequency(word string) string {
	if strings.Contains(word, "=") {
		return ""
	}
	if known := ruleWords[word]; slices.Contains(frequencies, known) {
		return known
	}
	if near := closest(frequencies, word); len(word) > 3 && EditDistance(near, word) <= 2 {
		return near
	}
	return ""
}

func mendPart(name, value string) string {
	switch name {
	case "FREQ":
		if known := ruleWords[value]; known != "" {
			return known
		}
		return closest(frequencies, value)
	case "BYDAY", "WKST":
		days := strings.Split(value, ",")
		for i, day := range days {
			number := day[:len(day)-len(strings.TrimLeft(day, "+-0123456789"))]
			if known := ruleWords[day[len(number):]]; known != "" {
				days[i] = number + known
			}
		}
		return strings.Join(days, ",")
	case "UNTIL":
		for dashes.MatchString(value) {
			value = dashes.ReplaceAllString(value, "$1$2")
		}
		return fraction.ReplaceAllString(value, "Z")
	}
	return value
}
