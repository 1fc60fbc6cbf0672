package caption

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxHours keeps a time far from the end of a Duration.
const maxHours = 999

// parseTime reads a WebVTT timestamp: hours:minutes:seconds.thousandths, hours optional. For what is none, wrong says why.
func parseTime(text string) (d time.Duration, wrong string) {
	bad := fmt.Sprintf("%q is no time: write it like 01:02:03.500 or 02:03.500.", cut(text, 40))
	if strings.Contains(text, ",") {
		bad = fmt.Sprintf("%q has a comma: in WebVTT a point stands before the thousandths, as in 02:03.500.", cut(text, 40))
	}
	clock, fraction, ok := strings.Cut(text, ".")
	parts := strings.Split(clock, ":")
	if !ok || len(parts) < 2 || len(parts) > 3 {
		return 0, bad
	}
	if len(parts) == 2 {
		parts = append([]string{"00"}, parts...)
	}
	hours, ok1 := digits(parts[0], 2, 3, maxHours)
	minutes, ok2 := digits(parts[1], 2, 2, 59)
	seconds, ok3 := digits(parts[2], 2, 2, 59)
	milli, ok4 := digits(fraction, 3, 3, 999)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return 0, bad
	}
	return time.Duration(((hours*60+minutes)*60+seconds)*1000+milli) * time.Millisecond, ""
}

// digits reads a number of least to most digits, at most limit.
func digits(text string, least, most, limit int) (int, bool) {
	if len(text) < least || len(text) > most || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n <= limit
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
