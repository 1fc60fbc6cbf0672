package caption

import (
	"strings"
	"time"

	"insider/internal/show"
)

// A line joined of words ends at this length, at the end of a sentence once it is half as long, or where nobody speaks.
const (
	lineLength = 65 // characters, as the Podcasting 2.0 namespace advises for WebVTT
	pause      = 1500 * time.Millisecond
)

// joinWords makes lines of cues that are single words: programs that mark each word as it is spoken write such files.
func joinWords(cues []show.Cue) []show.Cue {
	words := 0
	for _, c := range cues {
		words += len(strings.Fields(c.Text))
	}
	if len(cues) < 3 || words > 2*len(cues) {
		return cues
	}
	lines := cues[:0:0]
	for _, c := range cues {
		if last := len(lines) - 1; last >= 0 && goesOn(lines[last], c) {
			lines[last].Text += " " + c.Text
			lines[last].End = max(lines[last].End, c.End)
			continue
		}
		lines = append(lines, c)
	}
	return lines
}

// goesOn reports whether a word belongs to the line before it.
func goesOn(line, word show.Cue) bool {
	long := len(line.Text) + 1 + len(word.Text)
	return (word.Speaker == line.Speaker || word.Speaker == "") && long <= lineLength && word.Start-line.End < pause &&
		!(endsSentence(line.Text) && len(line.Text) >= lineLength/2)
}
