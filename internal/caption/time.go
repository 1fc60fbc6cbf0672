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
	if !ok {
		return 0, bad
	}
	d, ok = parseClock(clock, fraction, 2, 3)
	if !ok {
		return 0, bad
	}
	return d, ""
}

// parseSRTTime reads a SubRip time: hours:minutes:seconds,thousandths; a point does as well, and so does a shorter fraction.
func parseSRTTime(text string) (time.Duration, bool) {
	clock, fraction, ok := strings.Cut(strings.ReplaceAll(strings.TrimSpace(text), ".", ","), ",")
	if !ok {
		fraction = "0"
	}
	if len(fraction) < 3 {
		fraction += strings.Repeat("0", 3-len(fraction))
	}
	return parseClock(clock, fraction, 1, 3)
}

// parseClock reads hours:minutes:seconds, hours optional and of least to most digits, and thousandths.
func parseClock(clock, fraction string, least, most int) (time.Duration, bool) {
	parts := strings.Split(clock, ":")
	if len(parts) == 2 {
		parts = append([]string{"00"}, parts...)
	}
	if len(parts) != 3 {
		return 0, false
	}
	hours, ok1 := digits(parts[0], least, most, maxHours)
	minutes, ok2 := digits(parts[1], 2, 2, 59)
	seconds, ok3 := digits(parts[2], 2, 2, 59)
	milli, ok4 := digits(fraction, 3, 3, 999)
	return time.Duration(((hours*60+minutes)*60+seconds)*1000+milli) * time.Millisecond, ok1 && ok2 && ok3 && ok4
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
func formatTime(d time.Duration) string { return formatClock(d, ".") }

func formatSRTTime(d time.Duration) string { return formatClock(d, ",") }

func formatClock(d time.Duration, point string) string {
	ms := within(d).Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, point, ms%1000)
}

// within keeps a time in the range that formats can write.
func within(d time.Duration) time.Duration {
	return min(max(d, 0), (maxHours+1)*time.Hour-time.Millisecond)
}

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
