package caption

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// linesOf checks a file as a whole and cuts it into lines without their ends.
func linesOf(data []byte) ([]string, error) {
	if len(data) > MaxBytes {
		return nil, &Error{0, fmt.Sprintf("The transcript is over %d MiB: leave it out, or split the recording.", MaxBytes>>20)}
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, &Error{1, "The transcript is UTF-16: save it as UTF-8."}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	lines := strings.Split(strings.ReplaceAll(string(data), "\r", "\n"), "\n")
	for i, line := range lines {
		if !utf8.ValidString(line) {
			return nil, &Error{i + 1, "This line is not UTF-8: save the transcript as UTF-8."}
		}
	}
	return lines, nil
}

// source is a file of lines being read, block by block.
type source struct {
	lines []string
	next  int           // index of the line to read
	last  time.Duration // start of the newest cue
}

func (s *source) done() bool { return s.next >= len(s.lines) }

func (s *source) skipBlank() {
	for !s.done() && strings.Trim(s.lines[s.next], " \t") == "" {
		s.next++
	}
}

// fail is a mistake on the line with an index.
func (s *source) fail(line int, format string, args ...any) error {
	return &Error{line + 1, fmt.Sprintf(format, args...)}
}

// inOrder checks a cue's times and remembers them.
func (s *source) inOrder(start, end time.Duration) error {
	if wrong := orderMistake(s.last, start, end); wrong != "" {
		return s.fail(s.next, "%s", wrong)
	}
	s.last = start
	return nil
}

// orderMistake says what is wrong with the times of a cue that comes after one that starts at last, "" when nothing is.
func orderMistake(last, start, end time.Duration) string {
	switch {
	case end < start:
		return fmt.Sprintf("The cue ends at %s, before it starts at %s.", formatTime(end), formatTime(start))
	case start < last:
		return fmt.Sprintf("The cue starts at %s, before the one above it at %s: cues go in the order of time.", formatTime(start), formatTime(last))
	}
	return ""
}

// tooMany is a mistake when a transcript got too long on the line with an index.
func (s *source) tooMany(line, cues int) error {
	if cues <= MaxCues {
		return nil
	}
	return s.fail(line, "The transcript has over %d cues: that is more than a day of talk.", MaxCues)
}
