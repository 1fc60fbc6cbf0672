package caption

import (
	"strings"
	"time"

	"insider/internal/show"
)

// ParseVTT reads a WebVTT file (W3C WebVTT, section 4) into cues. It takes what the standard takes: a byte order mark,
// any line ends, notes, styles, regions, identifiers, settings, times without hours; voices become speakers, other markup
// is dropped, a cue of several voices becomes several cues of the same time. Where a file names a speaker only as it
// changes, a name stands until the next. It is stricter than browsers where a mistake would go unseen: the error is an
// *Error with the line.
func ParseVTT(data []byte) ([]show.Cue, error) {
	lines, err := linesOf(data)
	if err != nil {
		return nil, err
	}
	p := &vtt{source: source{lines: lines}}
	if err := p.header(); err != nil {
		return nil, err
	}
	for p.skipEmpty(); !p.done(); p.skipEmpty() {
		if err := p.block(); err != nil {
			return nil, err
		}
	}
	return carrySpeakers(p.cues), nil
}

// vtt is a WebVTT file being read.
type vtt struct {
	source
	cues []show.Cue
}

// skipEmpty moves to the next block. Only a line without anything parts blocks.
func (p *vtt) skipEmpty() {
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
	return p.tooMany(at, len(p.cues))
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
	return start, end, p.inOrder(start, end)
}
