package site

import (
	"strconv"
	"strings"
	"time"

	"insider/internal/show"
)

// tag is an instrument tag: letters above a line, a number below.
type tag struct{ Letters, Number string }

// tagOf returns the tag of an item in the show's own letters.
func tagOf(s *show.Show, item show.Item) tag {
	return tag{Letters: letters(s.Tags, item.ItemKind()), Number: item.TagNumber()}
}

func letters(t show.Tags, kind show.Kind) string {
	switch kind {
	case show.Episodes:
		return t.Episode
	case show.Articles:
		return t.Article
	}
	return t.Story
}

// moment is a date in the show's zone.
type moment struct{ time.Time }

// Stamp is the moment for the datetime attribute.
func (m moment) Stamp() string { return m.Format(time.RFC3339) }

// Long is the day written out, e.g. "12 November 2026".
func (m moment) Long() string { return m.Format("2 January 2006") }

// Short is the day for a narrow column, e.g. "12 Nov 2026". The year is always there: a page is cached, saved and printed, and does not
// know in which year it is read.
func (m moment) Short() string { return m.Format("2 Jan 2006") }

// minutes says a length in whole minutes and words, e.g. "48 minutes"; below a minute in seconds.
func minutes(d time.Duration) string {
	if d < time.Minute {
		return count(int(d.Round(time.Second)/time.Second), "second")
	}
	return count(int(d.Round(time.Minute)/time.Minute), "minute")
}

// count says how many of something there are, e.g. "1 story", "1,204 stories".
func count(n int, noun string) string {
	if n != 1 {
		if stem, ok := strings.CutSuffix(noun, "y"); ok && !strings.HasSuffix(stem, "a") {
			noun = stem + "ie"
		}
		noun += "s"
	}
	return thousands(n) + " " + noun
}

// thousands writes a whole number with commas.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// size says bytes as a person would, e.g. "44 MB"; "" for nothing known.
func size(bytes int64) string {
	switch {
	case bytes <= 0:
		return ""
	case bytes < 1e6:
		return strconv.FormatInt(max(1, bytes/1e3), 10) + " kB"
	case bytes < 10e6:
		return strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64) + " MB"
	}
	return strconv.FormatInt((bytes+5e5)/1e6, 10) + " MB"
}

// initials returns the first letters of at most two words of a name.
func initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		if len(out) < 2 {
			out = append(out, []rune(strings.ToUpper(word))[0])
		}
	}
	return string(out)
}

// fileLabel names a download by its MIME type, e.g. "MP3".
func fileLabel(mime string) string {
	switch mime {
	case "audio/mpeg", "audio/mp3":
		return "MP3"
	case "audio/mp4", "audio/x-m4a", "audio/m4a":
		return "M4A"
	}
	return "Audio file"
}

// String is the tag in running text, e.g. "EP 042".
func (t tag) String() string {
	if t.Number == "" {
		return t.Letters
	}
	return t.Letters + " " + t.Number
}
