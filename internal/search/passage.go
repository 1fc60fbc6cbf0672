package search

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"insider/internal/show"
)

// Passage is about 45 seconds of what is said, with the cues it is made of.
type Passage struct {
	Text string
	Cues []Cue
}

// Cue says where in a passage a voice begins to say something, and when.
type Cue struct {
	Offset  int // in bytes of the passage's text
	Start   time.Duration
	Speaker string // the label as the transcript has it
}

const (
	passageLength = 45 * time.Second
	passageBytes  = 2000             // of a passage, however fast somebody speaks
	longCue       = 20 * time.Second // a longer one is cut, so that a link leads near the word
	pieceLength   = 12 * time.Second // of a long cue, about
	pieceBytes    = 240              // of a long cue, about
	longWord      = 40               // bytes; scripts without spaces are cut anywhere

	// MaxPassages is how many passages a transcript may have: some fifty hours.
	MaxPassages = 1 << 12
)

// passages cuts a transcript into passages. What is beyond MaxPassages is left out.
func passages(cues []show.Cue) []Passage {
	var out []Passage
	var text strings.Builder
	var current []Cue
	flush := func() {
		if len(current) > 0 && len(out) < MaxPassages {
			out = append(out, Passage{text.String(), current})
		}
		text.Reset()
		current = nil
	}
	for _, c := range cues {
		for _, piece := range pieces(c) {
			if len(current) > 0 && (piece.End-current[0].Start > passageLength || text.Len()+len(piece.Text) > passageBytes) {
				flush()
			}
			if text.Len() > 0 {
				text.WriteByte(' ')
			}
			current = append(current, Cue{text.Len(), piece.Start, piece.Speaker})
			text.WriteString(piece.Text)
		}
	}
	flush()
	return out
}

// pieces cuts a long cue between words; the times of its parts follow from how much text is before them.
func pieces(c show.Cue) []show.Cue {
	c.Text = tidy(c.Text)
	length := c.End - c.Start
	if c.Text == "" || length <= longCue && len(c.Text) <= pieceBytes {
		return []show.Cue{c}[:min(1, len(c.Text))]
	}
	n := max(int(length/pieceLength), len(c.Text)/pieceBytes) + 1
	size := len(c.Text)/n + 1
	var out []show.Cue
	for from := 0; from < len(c.Text); {
		to := wordEnd(c.Text, from+size)
		at := func(offset int) time.Duration {
			return c.Start + time.Duration(float64(length)*float64(offset)/float64(len(c.Text)))
		}
		out = append(out, show.Cue{Speaker: c.Speaker, Start: at(from), End: at(to), Text: strings.TrimSpace(c.Text[from:to])})
		from = to
		for from < len(c.Text) && c.Text[from] == ' ' {
			from++
		}
	}
	return out
}

// wordEnd returns the end of the word at offset i. A word without end is cut.
func wordEnd(text string, i int) int {
	if i >= len(text) {
		return len(text)
	}
	if end := strings.IndexByte(text[i:min(len(text), i+longWord)], ' '); end >= 0 {
		return i + end
	}
	for i < len(text) && !utf8.RuneStart(text[i]) {
		i++
	}
	return i
}

// tidy puts a text on one line as the index takes it, without what is no text: marks of matches are control characters.
func tidy(text string) string {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == ' ' && (i == 0 || i+1 == len(text) || text[i+1] == ' ') {
			return tidied(text)
		}
	}
	return text // most cues are one line of plain letters
}

func tidied(text string) string {
	separator := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	return part(strings.Join(strings.FieldsFunc(join(strings.ToValidUTF8(text, " ")), separator), " "))
}
