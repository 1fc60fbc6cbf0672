package caption

import (
	"strings"
	"time"

	"insider/internal/show"
)

// longParagraph is where the words of one speaker get a new paragraph at the end of a sentence, in bytes.
const longParagraph = 600

// paragraph is what one speaker says in a row, or a part of it.
type paragraph struct {
	start   time.Duration
	speaker string // "" when nobody is named, or the one before goes on
	text    string // one line
}

// paragraphs joins cues for reading.
func paragraphs(cues []show.Cue) []paragraph {
	var all []paragraph
	var text strings.Builder
	flush := func() {
		if len(all) > 0 {
			all[len(all)-1].text = text.String()
		}
		text.Reset()
	}
	speaker, sentence := "", false
	for _, c := range cues {
		said := strings.ReplaceAll(tidyText(c.Text), "\n", " ")
		if said == "" {
			continue
		}
		name := tidyLine(c.Speaker)
		switch turn := len(all) == 0 || name != speaker; {
		case turn:
			flush()
			all = append(all, paragraph{start: c.Start, speaker: name})
		case sentence && text.Len() > longParagraph:
			flush()
			all = append(all, paragraph{start: c.Start})
		default:
			text.WriteByte(' ')
		}
		text.WriteString(said)
		speaker, sentence = name, endsSentence(said)
	}
	flush()
	return all
}

func endsSentence(text string) bool {
	text = strings.TrimRight(text, "\"'”’) \n")
	return strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?")
}
