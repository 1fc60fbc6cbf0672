package caption

import (
	"html"
	"strings"
	"unicode"
)

// voice is what one speaker says within a cue.
type voice struct{ speaker, text string }

// voices reads a cue's text: voice spans become speakers, other tags are dropped, entities decoded. Voices that say
// nothing are left out; a voice lasts until its end tag, the next voice, or the end of the cue. Of more than a transcript can have
// only some are read.
func voices(raw string) []voice {
	var all []voice
	var said strings.Builder
	speaker := ""
	flush := func(next string) {
		if text := tidyText(html.UnescapeString(said.String())); text != "" {
			all = append(all, voice{speaker, text})
		}
		said.Reset()
		speaker = next
	}
	for raw != "" && len(all) <= MaxCues {
		text, rest, open := strings.Cut(raw, "<")
		said.WriteString(text)
		if !open {
			break
		}
		tag, after, _ := strings.Cut(rest, ">")
		raw = after
		if name, ok := voiceTag(tag); ok {
			flush(name)
		} else if tag == "/v" {
			flush("")
		}
	}
	flush("")
	return all
}

// voiceTag returns who speaks by a tag such as "v.loud Ann".
func voiceTag(tag string) (name string, ok bool) {
	end := strings.IndexFunc(tag, unicode.IsSpace)
	if end < 0 {
		end = len(tag)
	}
	kind, _, _ := strings.Cut(tag[:end], ".")
	return tidyLine(html.UnescapeString(tag[end:])), kind == "v"
}

// tidyText makes lines clean and drops empty ones, which would end a cue.
func tidyText(text string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r", "\n"), "\n") {
		if line = tidyLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// tidyLine makes one line: runs of space become one space, control and other invisible trouble is dropped.
func tidyLine(line string) string {
	if isTidy(line) {
		return line
	}
	line = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == 0 || r == 0xFEFF || unicode.IsControl(r):
			return -1
		}
		return r
	}, line)
	return strings.Join(strings.Fields(line), " ")
}

// isTidy reports whether a line is plain ASCII that tidyLine would leave as it is, as most are.
func isTidy(line string) bool {
	before := byte(' ')
	for _, c := range []byte(line) {
		if c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return before != ' ' || line == ""
}
