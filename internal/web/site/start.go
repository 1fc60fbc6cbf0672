package site

import (
	"regexp"
	"strconv"
	"time"
)

var (
	clockForm = regexp.MustCompile(`^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})$`)
	unitForm  = regexp.MustCompile(`^(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$`)
)

// start reads ?t=: seconds, 1:02:03 or 1h2m3s. What is no time, or lies beyond the end of an audio whose length is known,
// counts as 0.
func start(t string, length time.Duration) time.Duration {
	at := parseStart(t)
	if at < 0 || length > 0 && at >= length {
		return 0
	}
	return at
}

func parseStart(t string) time.Duration {
	if n, err := strconv.ParseUint(t, 10, 24); err == nil {
		return time.Duration(n) * time.Second
	}
	m := clockForm.FindStringSubmatch(t)
	if m == nil {
		m = unitForm.FindStringSubmatch(t)
	}
	if m == nil {
		return 0
	}
	number := func(s string) time.Duration {
		n, _ := strconv.Atoi(s) // the pattern lets only short digits through; an absent part is 0
		return time.Duration(n)
	}
	return number(m[1])*time.Hour + number(m[2])*time.Minute + number(m[3])*time.Second
}

// seconds is a place in the audio for a link, e.g. "734".
func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }
