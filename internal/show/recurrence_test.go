package show_test

import (
	"errors"
	"testing"

	"insider/internal/show"
)

func TestCheckRule(t *testing.T) {
	for rule, nearest := range map[string]string{
		"FREQ=DAILY": "ok", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE": "ok", "FREQ=YEARLY;BYDAY=+4TH;BYMONTH=11": "ok",
		"FREQ=MONTHLY;BYDAY=-1FR": "ok", "FREQ=WEEKLY;UNTIL=20261231T000000Z;WKST=SU": "ok", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1": "ok",
		"FREQ=WEEKLY;COUNT=10": "ok", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO": "ok", "BYDAY=MO;FREQ=WEEKLY": "ok",

		"weekly":                           "FREQ=WEEKLY",
		"WEEKLEY":                          "FREQ=WEEKLY",
		"every week":                       "FREQ=WEEKLY",
		"FREQ=WEEKLEY":                     "FREQ=WEEKLY",
		"RRULE:FREQ=DAILY":                 "FREQ=DAILY",
		"freq=weekly; byday=mon, thursday": "FREQ=WEEKLY;BYDAY=MO,TH",
		"FREQ=WEEKLY;BYDAYS=MO":            "FREQ=WEEKLY;BYDAY=MO",
		"FREQ=WEEKLY;UNTIL=2026-12-31T00:00:00.000Z": "FREQ=WEEKLY;UNTIL=20261231T000000Z",
		"FREQ=WEEKLY;":                       "FREQ=WEEKLY",
		"FREQ=WEEKLY;BYDAY=FR;BYMONTHDAY=13": "",
		"FREQ=DAILY;FREQ=DAILY":              "FREQ=DAILY",
		"FREQ=WEEKLY;COUNT=3;UNTIL=20261231": "",
		"INTERVAL=2":                         "",
		"FREQ=WEEKLY;BYDAY=1MO":              "",
		"FREQ=YEARLY;BYWEEKNO=20;BYDAY=2MO":  "",
		"FREQ=MONTHLY;BYWEEKNO=3":            "",
		"FREQ=MONTHLY;BYYEARDAY=100":         "",
		"FREQ=MONTHLY;BYSETPOS=1":            "",
		"FREQ=MONTHLY;BYMONTHDAY=0":          "",
		"FREQ=MONTHLY;BYMONTHDAY=32":         "",
		"FREQ=DAILY;BYHOUR=24":               "",
		"FREQ=DAILY;INTERVAL=0":              "",
		"FREQ=DAILY;UNTIL=20261331":          "",
		"":                                   "",
		"when it is done":                    "",
		"FREQ=WEEKLY;BYDAY=MO,,TU":           "",
		"FREQ=WEEKLY;X-NAME=1":               "",
		"FREQ=WEEKLY;BYMONTH=13":             "",
		"FREQ=WEEKLY;BYDAY=\xff":             "",
	} {
		err := show.CheckRule(rule)
		var wrong *show.RuleError
		switch {
		case err == nil && nearest != "ok", err != nil && nearest == "ok":
			t.Errorf("CheckRule(%q) = %v", rule, err)
		case err == nil:
		case !errors.As(err, &wrong) || wrong.Sentence == "" || wrong.Nearest != nearest:
			t.Errorf("CheckRule(%q) = %v, offers %q; want %q", rule, err, wrong.Nearest, nearest)
		case nearest != "" && show.CheckRule(nearest) != nil:
			t.Errorf("%q was offered for %q and is refused itself", nearest, rule)
		}
	}
}

func FuzzCheckRule(f *testing.F) {
	f.Add("FREQ=WEEKLY;BYDAY=MO")
	f.Add("RRULE:freq=weekly; until=2026-01-01")
	f.Fuzz(func(t *testing.T, rule string) {
		var wrong *show.RuleError
		if errors.As(show.CheckRule(rule), &wrong) && wrong.Nearest != "" && show.CheckRule(wrong.Nearest) != nil {
			t.Errorf("%q was offered for %q and is refused itself", wrong.Nearest, rule)
		}
	})
}
