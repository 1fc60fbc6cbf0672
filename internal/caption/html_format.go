package caption

import (
	"bytes"
	"fmt"
	"html"
	"time"
)

// FormatHTML writes a transcript as HTML of the Podcasting 2.0 namespace: cite, time and p for each turn, within a page
// that tells its language. A long turn has several paragraphs, each with its time.
func FormatHTML(d Document) []byte {
	var out bytes.Buffer
	out.WriteString("<!DOCTYPE html>\n<html")
	if d.Language != "" {
		fmt.Fprintf(&out, ` lang="%s"`, html.EscapeString(d.Language))
	}
	fmt.Fprintf(&out, ">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n</head>\n<body>\n", html.EscapeString(tidyLine(d.Title)))
	for _, p := range paragraphs(d.Cues) {
		if p.speaker != "" {
			fmt.Fprintf(&out, "<cite>%s:</cite>\n", html.EscapeString(p.speaker))
		}
		whole := within(p.start).Truncate(time.Second)
		fmt.Fprintf(&out, "<time datetime=\"PT%dS\">%s</time>\n<p>%s</p>\n", int64(whole.Seconds()), readingClock(whole), html.EscapeString(p.text))
	}
	out.WriteString("</body>\n</html>\n")
	return out.Bytes()
}

// readingClock writes whole seconds as people read them: 0:09, 12:30, 1:02:03.
func readingClock(d time.Duration) string {
	s := int64(d.Seconds())
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
