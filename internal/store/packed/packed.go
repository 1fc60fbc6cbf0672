// Package packed writes numbers and texts one after the other into few bytes, and reads them again from bytes that may be
// damaged. What they mean is its callers'.
package packed

import "encoding/binary"

// AppendText appends a text with its length; numbers are appended as varints of encoding/binary.
func AppendText(body []byte, text string) []byte {
	return append(binary.AppendUvarint(body, uint64(len(text))), text...)
}

// Reader reads what is left of a body; after a mistake it gives zeros.
type Reader struct {
	Rest   []byte
	Failed bool // something could not be read
}

// Number reads an unsigned varint.
func (r *Reader) Number() uint64 {
	n, size := binary.Uvarint(r.Rest)
	return n * uint64(r.skip(size))
}

// Signed reads a signed varint.
func (r *Reader) Signed() int64 {
	n, size := binary.Varint(r.Rest)
	return n * int64(r.skip(size))
}

// Hash reads eight bytes, the highest first.
func (r *Reader) Hash() uint64 {
	if len(r.Rest) < 8 {
		r.skip(0)
		return 0
	}
	n := binary.BigEndian.Uint64(r.Rest)
	r.skip(8)
	return n
}

// Text reads what AppendText appended.
func (r *Reader) Text() string {
	n := r.Number()
	if n > uint64(len(r.Rest)) {
		r.Failed = true
		return ""
	}
	text := string(r.Rest[:n])
	r.Rest = r.Rest[n:]
	return text
}

// skip passes over what was read; it returns 1, or 0 when nothing could be read.
func (r *Reader) skip(size int) int {
	if size <= 0 || size > len(r.Rest) {
		r.Failed, r.Rest = true, nil
		return 0
	}
	r.Rest = r.Rest[size:]
	return 1
}
