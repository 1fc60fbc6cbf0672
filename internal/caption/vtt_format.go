package caption

import (
	"bytes"
	"strings"

	"insider/internal/show"
)

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// FormatVTT writes cues as WebVTT, in the given order, speakers as voices. ParseVTT reads the same cues back when they are
// what it returns: in order, with tidy text.
func FormatVTT(cues []show.Cue) []byte {
	var out bytes.Buffer
	out.WriteString("WEBVTT\n")
	for _, c := range cues {
		out.WriteString("\n" + formatTime(c.Start) + " --> " + formatTime(c.End) + "\n")
		if speaker := tidyLine(c.Speaker); speaker != "" {
			out.WriteString("<v " + escape.Replace(speaker) + ">")
		}
		out.WriteString(escape.Replace(tidyText(c.Text)) + "\n")
	}
	return out.Bytes()
}
