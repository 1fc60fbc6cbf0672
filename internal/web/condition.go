package web

import (
	"net/http"
	"strings"
	"time"
)

// unchanged applies RFC 9110, 13.2.2: If-None-Match wins over If-Modified-Since, and each works alone.
func unchanged(h http.Header, etag string, modified time.Time) bool {
	if match := h["If-None-Match"]; len(match) > 0 {
		return matches(match, etag)
	}
	since := h["If-Modified-Since"]
	if len(since) != 1 || modified.IsZero() {
		return false
	}
	t, err := http.ParseTime(since[0])
	return err == nil && !modified.After(t)
}

// matches compares weakly, as If-None-Match asks for.
func matches(values []string, etag string) bool {
	for _, value := range values {
		if value == etag {
			return true
		}
		for tag := range strings.SplitSeq(value, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
				return true
			}
		}
	}
	return false
}
