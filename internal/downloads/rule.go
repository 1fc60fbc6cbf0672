package downloads

import "strings"

// Rule says what became of an event.
type Rule string

// The rules, in the order in which they are asked.
const (
	RuleHead        Rule = "head"         // HEAD brings nothing
	RuleNotModified Rule = "not-modified" // 304: the app has it already
	RuleRefused     Rule = "refused"      // neither 200 nor 206
	RuleProbe       Rule = "probe"        // two bytes at most: the app asks whether ranges work
	RuleWatch       Rule = "watch"        // a watch fetches again what its telephone fetched
	RuleBot         Rule = "bot"          // says of itself that it is no listener, or says nothing
	RuleVolume      Rule = "volume"       // more episodes in a day than anybody hears
	RuleShort       Rule = "short"        // its window never had the file's header and a minute of sound
	RuleMerged      Rule = "merged"       // more of a download that is counted already
	RuleCounted     Rule = "counted"      // the first request of a download
)

// Rules are all rules in order.
var Rules = []Rule{RuleHead, RuleNotModified, RuleRefused, RuleProbe, RuleWatch, RuleBot, RuleVolume, RuleShort, RuleMerged, RuleCounted}

var sentences = map[Rule]string{
	RuleHead:        "A HEAD request brings nothing.",
	RuleNotModified: "The app has the file already (304).",
	RuleRefused:     "The answer was neither 200 nor 206.",
	RuleProbe:       "Two bytes at most: the app asked whether ranges work.",
	RuleWatch:       "A watch fetched again what its telephone fetched.",
	RuleBot:         "The program says that it is no listener, or does not say what it is.",
	RuleVolume:      "One listener took more episodes in a day than anybody hears.",
	RuleShort:       "Too little came within the window: less than the file's header and one minute of sound.",
	RuleMerged:      "It belongs to a download that is counted already.",
	RuleCounted:     "It is the first request of a download.",
}

// Sentence explains the rule to people.
func (r Rule) Sentence() string { return sentences[r] }

// filter returns the rule that drops the event before anything else is asked, or "".
func filter(e *Event, app App) Rule {
	switch {
	case e.Method == "HEAD":
		return RuleHead
	case e.Status == 304:
		return RuleNotModified
	case e.Status != 200 && e.Status != 206, e.File == nil:
		return RuleRefused
	case e.Status == 206 && isProbe(e):
		return RuleProbe
	case isWatch(e.Agent):
		return RuleWatch
	case app.Kind == Bot:
		return RuleBot
	}
	return ""
}

func isProbe(e *Event) bool {
	spans, ok := ParseRange(e.Range, e.File.Bytes)
	return ok && Bytes(spans) <= 2
}

// isWatch knows the two ways in which Apple's watch names itself while it doubles the telephone's download.
func isWatch(agent string) bool {
	return strings.HasPrefix(agent, "atc/") && strings.Contains(agent, "watchOS") || strings.HasPrefix(agent, "(null)/(null) watchOS/")
}
