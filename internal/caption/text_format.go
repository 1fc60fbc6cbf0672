package caption

import (
	"bytes"

	"insider/internal/show"
)

// FormatText writes cues as plain text for reading: a paragraph per turn, its speaker in front, no times.
func FormatText(cues []show.Cue) []byte {
	var out bytes.Buffer
	for i, p := range paragraphs(cues) {
		if i > 0 {
			out.WriteByte('\n')
		}
		if p.speaker != "" {
			out.WriteString(p.speaker + ": ")
		}
		out.WriteString(p.text + "\n")
	}
	return out.Bytes()
}
