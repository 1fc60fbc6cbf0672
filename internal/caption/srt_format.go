package caption

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"insider/internal/show"
)

// FormatSRT writes cues as SubRip, in the given order, the speaker in front of each. The format knows no escapes: what
// players could take for a tag or a time is written with a look-alike, so that text stays text.
func FormatSRT(cues []show.Cue) []byte {
	var out bytes.Buffer
	for i, c := range cues {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(strconv.Itoa(i+1) + "\n" + formatSRTTime(c.Start) + " --> " + formatSRTTime(c.End) + "\n")
		if speaker := strings.ReplaceAll(tidyLine(c.Speaker), ":", ""); speaker != "" {
			out.WriteString(plainSRT(speaker) + ": ")
		}
		out.WriteString(plainSRT(tidyText(c.Text)) + "\n")
	}
	return out.Bytes()
}

var (
	tagBegins   = regexp.MustCompile(`<([/!?A-Za-z])`)
	styleBegins = regexp.MustCompile(`\{(\\)`)
)

func plainSRT(text string) string {
	text = tagBegins.ReplaceAllString(strings.ReplaceAll(text, "-->", "→"), "‹$1")
	return styleBegins.ReplaceAllString(text, "($1")
}
