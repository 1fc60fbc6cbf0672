package caption

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"insider/internal/show"
)

// ParseVTT reads a WebVTT file (W3C WebVTT, section 4) into cues. It takes what the standard takes: a byte order mark,
// any line ends, notes, styles, regions, identifiers, settings, times without hours; voices become speakers, other markup
// is dropped, a cue of several voices becomes several cues of the same time. It is stricter than browsers where a mistake
// would go unseen: the error is an *Error with the line.
func ParseVTT(data []byte) ([]show.Cue, error) {
	lines, err := linesOf(data)
	if err != nil {
		return nil, err
	}
	p := &vtt{lines: lines}
	if err := p.header(); err != nil {
		return nil, err
	}
	for p.skipBlank(); !p.done(); p.skipBlank() {
		if err := p.block(); err != nil {
			return nil, err
		}
	}
	return p.cues, nil
}

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

// vtt is a WebVTT file being read.
type vtt struct {
	lines []string
	next  int // index of the line to read
	cues  []show.Cue
	last  time.Duration // start of the newest cue
}

func (p *vtt) done() bool { return p.next >= len(p.lines) }

func (p *vtt) skipBlank() {
	for !p.done() && p.lines[p.next] == "" {
		p.next++
	}
}

// skipBlock moves to the blank line that ends a block, or to the end.
func (p *vtt) skipBlock() {
	for !p.done() && p.lines[p.next] != "" {
		p.next++
	}
}

func (p *vtt) fail(line int, format string, args ...any) error {
	return &Error{line + 1, fmt.Sprintf(format, args...)}
}

func (p *vtt) header() error {
	rest, ok := strings.CutPrefix(p.lines[0], "WEBVTT")
	if !ok || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
		return p.fail(0, `The first line must be "WEBVTT".`)
	}
	p.next = 1
	if !p.done() && strings.Contains(p.lines[1], "-->") {
		return p.fail(1, `A blank line is missing after "WEBVTT".`)
	}
	p.skipBlock()
	return nil
}

// block reads a cue, or skips what is none: a note, style or region.
func (p *vtt) block() error {
	first := p.lines[p.next]
	if strings.Contains(first, "-->") {
		return p.cue()
	}
	for _, word := range []string{"NOTE", "STYLE", "REGION"} {
		rest, ok := strings.CutPrefix(first, word)
		if ok && strings.TrimLeft(rest, " \t") == "" || ok && word == "NOTE" && strings.ContainsAny(rest[:1], " \t") {
			p.skipBlock()
			return nil
		}
	}
	if p.next+1 < len(p.lines) && strings.Contains(p.lines[p.next+1], "-->") {
		p.next++
		return p.cue()
	}
	return p.fail(p.next, `A time such as "00:01.000 --> 00:04.000" must come before the text.`)
}

// cue reads the line of times and the text under it.
func (p *vtt) cue() error {
	at := p.next
	start, end, err := p.times(p.lines[at])
	if err != nil {
		return err
	}
	p.next++
	begin := p.next
	p.skipBlock()
	for i := begin; i < p.next; i++ {
		if strings.Contains(p.lines[i], "-->") {
			return p.fail(i, "A blank line is missing before this cue.")
		}
	}
	for _, v := range voices(strings.Join(p.lines[begin:p.next], "\n")) {
		p.cues = append(p.cues, show.Cue{Speaker: v.speaker, Start: start, End: end, Text: v.text})
	}
	if len(p.cues) > MaxCues {
		return p.fail(at, "The transcript has over %d cues: that is more than a day of talk.", MaxCues)
	}
	p.last = start
	return nil
}

func (p *vtt) times(line string) (start, end time.Duration, err error) {
	from, to, _ := strings.Cut(line, "-->")
	from = strings.Trim(from, " \t")
	to, _, _ = strings.Cut(strings.ReplaceAll(strings.Trim(to, " \t"), "\t", " "), " ") // settings follow
	for _, side := range []struct {
		text string
		to   *time.Duration
	}{{from, &start}, {to, &end}} {
		var wrong string
		if *side.to, wrong = parseTime(side.text); wrong != "" {
			return 0, 0, p.fail(p.next, "%s", wrong)
		}
	}
	switch {
	case end < start:
		return 0, 0, p.fail(p.next, "The cue ends at %s, before it starts at %s.", formatTime(end), formatTime(start))
	case start < p.last:
		return 0, 0, p.fail(p.next, "The cue starts at %s, before the one above it at %s: cues go in the order of time.",
			formatTime(start), formatTime(p.last))
	}
	return start, end, nil
}
