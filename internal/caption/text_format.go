package caption

import (
	"bytes"
	"strings"

	"insider/internal/show"
)

// longParagraph is where the words of one speaker get a new paragraph at the end of a sentence, in bytes.
const longParagraph = 600

// FormatText writes cues as plain text for reading: a paragraph per turn, its speaker in front, no times.
func FormatText(cues []show.Cue) []byte {
	var out bytes.Buffer
	speaker, length := "", 0
	for i, c := range cues {
		text := strings.ReplaceAll(tidyText(c.Text), "\n", " ")
		if text == "" {
			continue
		}
		name := tidyLine(c.Speaker)
		switch turn := name != speaker; {
		case out.Len() == 0 || turn || length > longParagraph && endsSentence(cues[i-1].Text):
			if out.Len() > 0 {
				out.WriteString("\n\n")
			}
			if name != "" && (turn || out.Len() == 0) {
				out.WriteString(name + ": ")
			}
			length = 0
		default:
			out.WriteByte(' ')
		}
		out.WriteString(text)
		speaker, length = name, length+len(text)
	}
	if out.Len() > 0 {
		out.WriteByte('\n')
	}
	return out.Bytes()
}

func endsSentence(text string) bool {
	text = strings.TrimRight(text, "\"'”’) \n")
	return strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?")
}
