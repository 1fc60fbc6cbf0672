package web

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Funcs returns the template functions of the kernel: link and abs (address of a path of this site), asset (hashed
// address of a static file), theme (the inline script that the policy allows), date, dateTime, duration, clock, number.
func Funcs(base *url.URL, assets *Assets) template.FuncMap {
	root := strings.TrimSuffix(base.Path, "/")
	return template.FuncMap{
		"link":     func(path string) string { return root + path },
		"abs":      func(path string) string { return base.Scheme + "://" + base.Host + root + path },
		"asset":    assets.Path,
		"theme":    func() template.HTML { return "<script>" + ThemeScript + "</script>" },
		"date":     Date,
		"dateTime": DateTime,
		"duration": Duration,
		"clock":    Clock,
		"number":   Number[int],
	}
}

// Date says a day, e.g. "3 November 2026".
func Date(t time.Time) string { return t.Format("2 January 2006") }

// DateTime says a minute, e.g. "3 November 2026, 09:00".
func DateTime(t time.Time) string { return t.Format("2 January 2006, 15:04") }

// Duration says a length in words to the minute, e.g. "42 min" or "1 h 5 min"; under a minute in seconds.
func Duration(d time.Duration) string {
	if d < time.Minute {
		return strconv.Itoa(int(d.Round(time.Second)/time.Second)) + " s"
	}
	m := int(d.Round(time.Minute) / time.Minute)
	if m < 60 {
		return strconv.Itoa(m) + " min"
	}
	if m%60 == 0 {
		return strconv.Itoa(m/60) + " h"
	}
	return strconv.Itoa(m/60) + " h " + strconv.Itoa(m%60) + " min"
}

// Clock says a place in audio, e.g. "12:30" or "1:02:03".
func Clock(d time.Duration) string {
	s := int(d / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// Number says a whole number with commas, e.g. "12,345".
func Number[N int | int64](n N) string {
	digits := strconv.FormatInt(int64(n), 10)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}
