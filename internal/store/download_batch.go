package store

import (
	"encoding/binary"
	"errors"
	"time"
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
		body = appendText(body, e.ranges)
		body = appendText(body, e.country)
	}
	return body
}

func appendText(body []byte, text string) []byte {
	return append(binary.AppendUvarint(body, uint64(len(text))), text...)
}

// decodeBatch calls yield with each event of a body.
func decodeBatch(body []byte, yield func(downloadEvent) error) error {
	if len(body) == 0 || body[0] != batchFormat {
		return errBatch
	}
	r := batchReader{rest: body[1:]}
	for last := int64(0); len(r.rest) > 0; {
		var e downloadEvent
		last += r.signed()
		e.at = time.UnixMilli(last).UTC()
		e.target, e.agent = int64(r.number()), int64(r.number())
		status := r.number()
		e.head, e.status = status&1 == 1, int(status>>1)
		e.sent = int64(r.number())
		e.listener, e.before = r.hash(), r.hash()
		e.ranges, e.country = r.text(), r.text()
		if r.failed {
			return errBatch
		}
		if err := yield(e); err != nil {
			return err
		}
	}
	return nil
}

// batchReader reads what is left of a body; after a mistake it gives zeros.
type batchReader struct {
	rest   []byte
	failed bool
}

func (r *batchReader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	return n * uint64(r.skip(size))
}

func (r *batchReader) signed() int64 {
	n, size := binary.Varint(r.rest)
	return n * int64(r.skip(size))
}

func (r *batchReader) hash() uint64 {
	if len(r.rest) < 8 {
		r.skip(0)
		return 0
	}
	n := binary.BigEndian.Uint64(r.rest)
	r.skip(8)
	return n
}

func (r *batchReader) text() string {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.failed = true
		return ""
	}
	text := string(r.rest[:n])
	r.rest = r.rest[n:]
	return text
}

// skip passes over what was read; it returns 1, or 0 when nothing could be read.
func (r *batchReader) skip(size int) int {
	if size <= 0 || size > len(r.rest) {
		r.failed, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return 1
}
