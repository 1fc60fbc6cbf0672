package searchfile

import (
	"encoding/binary"
	"fmt"
	"time"

	"insider/internal/search"
	"insider/internal/store/packed"
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
			to = packed.AppendText(append(to, 1), c.Speaker)
		}
		last = c
		last.Start = c.Start.Truncate(time.Millisecond)
	}
	return to
}

// readCues reads what appendCues wrote about a text of so many bytes.
func readCues(body []byte, size int) ([]search.Cue, error) {
	r := packed.Reader{Rest: body}
	var cues []search.Cue
	var c search.Cue
	for len(r.Rest) > 0 {
		further := r.Number()
		if further > uint64(size-c.Offset) {
			return nil, errCues
		}
		c.Offset += int(further)
		c.Start += time.Duration(r.Signed()) * time.Millisecond
		if r.Number() == 1 {
			c.Speaker = r.Text()
		}
		if r.Failed {
			return nil, errCues
		}
		cues = append(cues, c)
	}
	return cues, nil
}
