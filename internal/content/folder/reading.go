package folder

import (
	"bytes"
	"cmp"
	"io"
	"sync"
)

// reading is a file being read: a small one once, for its fingerprint and for what is found in it.
type reading struct {
	from  io.ReaderAt
	size  int64
	whole *bytes.Buffer // nil for a large file
}

// buffers are for files that are read wholly and not kept.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readingOf begins to read a file of so many bytes. Release it afterwards.
func readingOf(file File, size int64) (*reading, error) {
	if size > WholeBelow {
		return &reading{from: file, size: size}, nil
	}
	buffer := buffers.Get().(*bytes.Buffer)
	buffer.Reset()
	n, err := buffer.ReadFrom(io.LimitReader(file, size))
	if err != nil || n != size {
		buffers.Put(buffer)
		return nil, cmp.Or(err, io.ErrUnexpectedEOF)
	}
	return &reading{bytes.NewReader(buffer.Bytes()), size, buffer}, nil
}

func (r *reading) release() {
	if r.whole != nil {
		buffers.Put(r.whole)
	}
}

func (r *reading) fingerprint() (string, error) {
	if r.whole != nil {
		return HashBytes(r.whole.Bytes()), nil
	}
	return fingerprint(r.from, r.size)
}
