package markdown

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// clock matches 12:30 and 1:02:03.
var clock = regexp.MustCompile(`(?:\d{1,2}:[0-5]\d|\d{1,3}):[0-5]\d`)

// linkTimes writes text, which is escaped HTML without tags, with each time within length as a link to that second.
func linkTimes(out *strings.Builder, text string, length time.Duration) {
	done := 0
	for _, m := range clock.FindAllStringIndex(text, -1) {
		at, ok := position(text[m[0]:m[1]])
		if !ok || at > length || !standsAlone(text, m[0], m[1]) {
			continue
		}
		out.WriteString(text[done:m[0]])
		out.WriteString(`<a class="time" href="?t=` + strconv.Itoa(int(at/time.Second)) + `#player">` + text[m[0]:m[1]] + `</a>`)
		done = m[1]
	}
	out.WriteString(text[done:])
}

// position reads m:ss, mm:ss, mmm:ss or h:mm:ss.
func position(s string) (time.Duration, bool) {
	total := 0
	for part := range strings.SplitSeq(s, ":") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return 0, false
		}
		total = total*60 + n
	}
	return time.Duration(total) * time.Second, true
}

// standsAlone reports whether nothing beside the match makes it part of a longer number, word, ratio or address.
func standsAlone(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	joins := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(":/&#@_", r)
	}
	if joins(before) || before == '.' || joins(after) {
		return false
	}
	next := text[end:]
	return !(len(next) > 1 && (next[0] == '.' || next[0] == ',') && next[1] >= '0' && next[1] <= '9')
}
