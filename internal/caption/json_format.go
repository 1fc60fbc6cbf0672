package caption

import (
	"bytes"
	"encoding/json"

	"insider/internal/show"
)

// FormatJSON writes cues as JSON 1.0.0 of the Podcasting 2.0 namespace, in the given order.
func FormatJSON(cues []show.Cue) []byte {
	segments := make([]segment, len(cues))
	for i, c := range cues {
		start, end := within(c.Start).Seconds(), within(c.End).Seconds()
		segments[i] = segment{tidyLine(c.Speaker), &start, &end, tidyText(c.Text)}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	_ = encoder.Encode(struct { // a buffer takes everything, and every value has a form
		Version  string    `json:"version"`
		Segments []segment `json:"segments"`
	}{"1.0.0", segments})
	return out.Bytes()
}
