package show

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// RuleError says what is wrong with a recurrence rule.
type RuleError struct {
	Sentence string
	Nearest  string // the rule that was most likely meant, "" when that is not clear
}

func (e *RuleError) Error() string { return e.Sentence }

// CheckRule holds a recurrence rule, such as FREQ=WEEKLY;BYDAY=MO, to RFC 5545, section 3.3.10. A rule that breaks it gives
// a *RuleError.
func CheckRule(rule string) error {
	sentence := judgeRule(rule)
	if sentence == "" {
		return nil
	}
	e := &RuleError{Sentence: sentence}
	if guess := mendRule(rule); rule != "" && guess != rule && judgeRule(guess) == "" {
		e.Nearest = guess
	}
	return e
}

// RuleParts returns the parts of a rule by name: FREQ, COUNT, UNTIL and the others.
func RuleParts(rule string) map[string]string {
	parts := map[string]string{}
	for part := range strings.SplitSeq(rule, ";") {
		name, value, _ := strings.Cut(part, "=")
		parts[name] = value
	}
	return parts
}

var frequencies = []string{"SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"}

// rulePart is one part of a rule: the form of its value, and for lists of numbers their bounds.
type rulePart struct {
	form   *regexp.Regexp
	lowest int // 0 or 1; negative numbers count from the end where form allows them
	most   int // 0: no numbers
}

const weekday = `(MO|TU|WE|TH|FR|SA|SU)`

var (
	plainList  = regexp.MustCompile(`^[0-9]{1,2}(,[0-9]{1,2})*$`)
	signedList = regexp.MustCompile(`^[+-]?[0-9]{1,3}(,[+-]?[0-9]{1,3})*$`)
	dayList    = regexp.MustCompile(`^([+-]?[0-9]{1,2})?` + weekday + `(,([+-]?[0-9]{1,2})?` + weekday + `)*$`)
	count      = regexp.MustCompile(`^[1-9][0-9]{0,8}$`)
)

var ruleParts = map[string]rulePart{
	"FREQ":       {form: regexp.MustCompile(`^(` + strings.Join(frequencies, "|") + `)$`)},
	"UNTIL":      {form: regexp.MustCompile(`^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3])[0-5][0-9]([0-5][0-9]|60)Z?)?$`)},
	"COUNT":      {form: count},
	"INTERVAL":   {form: count},
	"BYSECOND":   {plainList, 0, 60},
	"BYMINUTE":   {plainList, 0, 59},
	"BYHOUR":     {plainList, 0, 23},
	"BYDAY":      {form: dayList},
	"BYMONTHDAY": {signedList, 1, 31},
	"BYYEARDAY":  {signedList, 1, 366},
	"BYWEEKNO":   {signedList, 1, 53},
	"BYMONTH":    {plainList, 1, 12},
	"BYSETPOS":   {signedList, 1, 366},
	"WKST":       {form: regexp.MustCompile(`^` + weekday + `$`)},
}

// judgeRule returns what is wrong with a rule, "" for nothing.
func judgeRule(rule string) string {
	seen := map[string]string{}
	for part := range strings.SplitSeq(rule, ";") {
		name, value, _ := strings.Cut(part, "=")
		known, ok := ruleParts[name]
		switch {
		case !ok:
			return fmt.Sprintf("%q is no part of a recurrence rule.", part)
		case seen[name] != "":
			return name + " stands twice in the rule."
		case !known.takes(value):
			return fmt.Sprintf("%s cannot be %q.", name, value)
		}
		seen[name] = value
	}
	return judgeParts(seen)
}

func (p rulePart) takes(value string) bool {
	if !p.form.MatchString(value) {
		return false
	}
	if p.most == 0 {
		return true
	}
	for number := range strings.SplitSeq(value, ",") {
		n, _ := strconv.Atoi(strings.TrimLeft(number, "+-"))
		if n < p.lowest || n > p.most {
			return false
		}
	}
	return true
}

// judgeParts holds the parts of a rule against each other.
func judgeParts(parts map[string]string) string {
	frequency := parts["FREQ"]
	forbidden := func(name string, frequencies ...string) bool {
		return parts[name] != "" && slices.Contains(frequencies, frequency)
	}
	numbered := strings.ContainsAny(parts["BYDAY"], "0123456789")
	switch {
	case frequency == "":
		return "FREQ is missing."
	case parts["UNTIL"] != "" && parts["COUNT"] != "":
		return "A rule has COUNT or UNTIL, not both."
	case forbidden("BYMONTHDAY", "WEEKLY"), forbidden("BYYEARDAY", "DAILY", "WEEKLY", "MONTHLY"),
		parts["BYWEEKNO"] != "" && frequency != "YEARLY":
		return fmt.Sprintf("FREQ=%s does not go with a day or week of that kind.", frequency)
	case numbered && (frequency != "MONTHLY" && frequency != "YEARLY" || parts["BYWEEKNO"] != ""):
		return "A numbered day such as 1MO goes only with FREQ=MONTHLY or FREQ=YEARLY, without BYWEEKNO."
	case parts["BYSETPOS"] != "" && !hasOtherBy(parts):
		return "BYSETPOS needs another BY... beside it."
	}
	return ""
}

func hasOtherBy(parts map[string]string) bool {
	for name := range parts {
		if strings.HasPrefix(name, "BY") && name != "BYSETPOS" {
			return true
		}
	}
	return false
}
