package caption

import (
	"regexp"
	"strings"
	"time"

	"insider/internal/show"
)

// ParseSRT reads a SubRip file into cues. No standard rules the format; what programs write is taken: numbers or none,
// commas or points before the thousandths, places behind the times, any line ends. A line that begins with a name and a
// colon ("Ann: Hello") is that speaker's, as the Podcasting 2.0 namespace has it; where a file names a speaker only as it
// changes, a name stands until the next. Tags are dropped. The error is an *Error with the line.
func ParseSRT(data []byte) ([]show.Cue, error) {
	lines, err := linesOf(data)
	if err != nil {
		return nil, err
	}
	p := &srt{source: source{lines: lines}}
	for p.skipBlank(); !p.done(); p.skipBlank() {
		if err := p.block(); err != nil {
			return nil, err
		}
	}
	return carrySpeakers(p.cues), nil
}

// srt is a SubRip file being read.
type srt struct {
	source
	cues []show.Cue
}

var (
	srtNumber = regexp.MustCompile(`^[ \t]*[0-9]{1,9}[ \t]*$`)
	srtTag    = regexp.MustCompile(`<[/!?A-Za-z][^<>]*>|\{\\[^{}]*\}`)
)

// block reads a number, the line of times, and the text up to a blank line.
func (p *srt) block() error {
	if strings.HasPrefix(p.lines[p.next], "WEBVTT") {
		return p.fail(p.next, "This is WebVTT: name the file .vtt.")
	}
	if srtNumber.MatchString(p.lines[p.next]) {
		p.next++
	}
	if p.done() || !strings.Contains(p.lines[p.next], "-->") {
		return p.fail(min(p.next, len(p.lines)-1), `A time such as "00:00:01,000 --> 00:00:04,000" must come before the text.`)
	}
	at := p.next
	start, end, err := p.times(p.lines[at])
	if err != nil {
		return err
	}
	begin := at + 1
	for p.next = begin; !p.done() && strings.Trim(p.lines[p.next], " \t") != ""; p.next++ {
		if strings.Contains(p.lines[p.next], "-->") {
			return p.fail(p.next, "A blank line is missing before this cue.")
		}
	}
	for _, v := range namedLines(p.lines[begin:p.next]) {
		p.cues = append(p.cues, show.Cue{Speaker: v.speaker, Start: start, End: end, Text: v.text})
	}
	return p.tooMany(at, len(p.cues))
}

func (p *srt) times(line string) (start, end time.Duration, err error) {
	from, to, _ := strings.Cut(line, "-->")
	to, _, _ = strings.Cut(strings.TrimSpace(to), " ") // places on the screen follow
	for _, side := range []struct {
		text string
		to   *time.Duration
	}{{from, &start}, {to, &end}} {
		var ok bool
		if *side.to, ok = parseSRTTime(side.text); !ok {
			return 0, 0, p.fail(p.next, "%q is no time: write it like 01:02:03,500.", cut(strings.TrimSpace(side.text), 40))
		}
	}
	return start, end, p.inOrder(start, end)
}

// namedLines parts the lines of a cue by who speaks. Of more than a transcript can have only some are read.
func namedLines(lines []string) []voice {
	var all []voice
	for _, line := range lines {
		if len(all) > MaxCues {
			break
		}
		line = tidyLine(srtTag.ReplaceAllString(line, ""))
		name, text := cutName(strings.TrimPrefix(line, "- "))
		switch {
		case line == "":
		case name != "":
			all = append(all, voice{name, text})
		case len(all) == 0:
			all = append(all, voice{"", line})
		default:
			all[len(all)-1].text += "\n" + line
		}
	}
	return all
}
