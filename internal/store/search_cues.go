package store

import (
	"encoding/binary"
	"fmt"
	"time"

	"insider/internal/search"
)

var errCues = fmt.Errorf("%w: the cues of a passage", search.ErrDamaged)

// appendCues writes the cues of a passage one after the other: offset and start as the difference to the cue before, the
// speaker only when it is another one than before.
func appendCues(to []byte, cues []search.Cue) []byte {
	var last search.Cue
	for i, c := range cues {
		to = binary.AppendUvarint(to, uint64(c.Offset-last.Offset))
		to = binary.AppendVarint(to, (c.Start - last.Start).Milliseconds())
		if i > 0 && c.Speaker == last.Speaker {
			to = append(to, 0)
		} else {
			to = appendText(append(to, 1), c.Speaker)
		}
		last = c
		last.Start = c.Start.Truncate(time.Millisecond)
	}
	return to
}

// readCues reads what appendCues wrote about a text of so many bytes.
func readCues(body []byte, size int) ([]search.Cue, error) {
	r := batchReader{rest: body}
	var cues []search.Cue
	var c search.Cue
	for len(r.rest) > 0 {
		further := r.number()
		if further > uint64(size-c.Offset) {
			return nil, errCues
		}
		c.Offset += int(further)
		c.Start += time.Duration(r.signed()) * time.Millisecond
		if r.number() == 1 {
			c.Speaker = r.text()
		}
		if r.failed {
			return nil, errCues
		}
		cues = append(cues, c)
	}
	return cues, nil
}
