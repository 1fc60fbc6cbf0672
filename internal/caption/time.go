package caption

import (
	"fmt"
	"strings"
	"time"
)

// maxHours keeps a time far from the end of a Duration.
const maxHours = 999

// parseTime reads a WebVTT timestamp: hours:minutes:seconds.thousandths, hours optional. For what is none, wrong says why.
func parseTime(text string) (d time.Duration, wrong string) {
	clock, fraction, ok := strings.Cut(text, ".")
	left, seconds, ok1 := cutLast(clock)
	hours, minutes, ok2 := cutLast(left)
	if !ok2 {
		hours = "00"
	}
	h, ok3 := digits(hours, 2, 3, maxHours)
	m, ok4 := digits(minutes, 2, 2, 59)
	s, ok5 := digits(seconds, 2, 2, 59)
	ms, ok6 := digits(fraction, 3, 3, 999)
	if !ok || !ok1 || !ok3 || !ok4 || !ok5 || !ok6 {
		return 0, noTime(text)
	}
	return time.Duration(((h*60+m)*60+s)*1000+ms) * time.Millisecond, ""
}

// cutLast cuts at the last colon; without one everything is after it.
func cutLast(text string) (before, after string, found bool) {
	if i := strings.LastIndexByte(text, ':'); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return "", text, false
}

// noTime says why text is no time.
func noTime(text string) string {
	if strings.Contains(text, ",") {
		return fmt.Sprintf("%q has a comma: in WebVTT a point stands before the thousandths, as in 02:03.500.", cut(text, 40))
	}
	return fmt.Sprintf("%q is no time: write it like 01:02:03.500 or 02:03.500.", cut(text, 40))
}

// digits reads a number of least to most digits, at most limit.
func digits(text string, least, most, limit int) (n int, ok bool) {
	if len(text) < least || len(text) > most {
		return 0, false
	}
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, n <= limit
}

// formatTime writes a timestamp with hours, cut to thousandths.
func formatTime(d time.Duration) string {
	ms := min(max(d, 0), (maxHours+1)*time.Hour-time.Millisecond).Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
