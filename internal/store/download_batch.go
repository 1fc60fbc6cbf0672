package store

import (
	"encoding/binary"
	"errors"
	"time"

	"insider/internal/store/packed"
)

// downloadEvent is an event as a batch keeps it: names by their number.
type downloadEvent struct {
	target, agent    int64
	at               time.Time // in milliseconds
	head             bool      // HEAD, otherwise GET
	status           int
	sent             int64
	listener, before uint64
	ranges           string // Range as asked
	country          string
}

// batchFormat is the first byte of a batch's body.
const batchFormat = 1

var errBatch = errors.New("a batch of download events is damaged")

// encodeBatch writes events one after the other, numbers as varints and each time as the difference to the one before: some
// forty bytes an event.
func encodeBatch(events []downloadEvent) []byte {
	body := make([]byte, 1, 1+48*len(events))
	body[0] = batchFormat
	last := int64(0)
	for _, e := range events {
		at := e.at.UnixMilli()
		body = binary.AppendVarint(body, at-last)
		last = at
		body = binary.AppendUvarint(body, uint64(e.target))
		body = binary.AppendUvarint(body, uint64(e.agent))
		status := uint64(e.status) << 1
		if e.head {
			status |= 1
		}
		body = binary.AppendUvarint(body, status)
		body = binary.AppendUvarint(body, uint64(e.sent))
		body = binary.BigEndian.AppendUint64(body, e.listener)
		body = binary.BigEndian.AppendUint64(body, e.before)
		body = packed.AppendText(body, e.ranges)
		body = packed.AppendText(body, e.country)
	}
	return body
}

// decodeBatch calls yield with each event of a body.
func decodeBatch(body []byte, yield func(downloadEvent) error) error {
	if len(body) == 0 || body[0] != batchFormat {
		return errBatch
	}
	r := packed.Reader{Rest: body[1:]}
	for last := int64(0); len(r.Rest) > 0; {
		var e downloadEvent
		last += r.Signed()
		e.at = time.UnixMilli(last).UTC()
		e.target, e.agent = int64(r.Number()), int64(r.Number())
		status := r.Number()
		e.head, e.status = status&1 == 1, int(status>>1)
		e.sent = int64(r.Number())
		e.listener, e.before = r.Hash(), r.Hash()
		e.ranges, e.country = r.Text(), r.Text()
		if r.Failed {
			return errBatch
		}
		if err := yield(e); err != nil {
			return err
		}
	}
	return nil
}
