package audio

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"insider/internal/fault"
)

// stream is the frames of an MP3 file, between the tags at both ends.
type stream struct {
	r          io.ReaderAt
	start, end int64 // of the frames, in the file
	first      frame
	window     []byte // what look fills
}

// windows are lent to streams: files are often probed by the thousand.
var windows = sync.Pool{New: func() any { return new([walkBytes]byte) }}

// maxJunk is how far after the tags the first frame is looked for.
const maxJunk = 128 << 10

// chainLength is how many frames in a row make one believable: two consistent followers.
const chainLength = 3

// openStream reads the tags into info and finds the first frame. The window belongs to the stream from then on.
func openStream(r io.ReaderAt, size int64, window []byte, info *Info) (*stream, error) {
	if size <= 0 {
		return nil, fault.New(fault.Invalid, "The audio file is empty.")
	}
	s := &stream{r: r, end: size, window: window}
	if err := s.skipTags(info); err != nil {
		return nil, err
	}
	if err := s.cutTail(info); err != nil {
		return nil, err
	}
	if err := s.refuse(); err != nil {
		return nil, err
	}
	found, err := s.sync(maxJunk)
	if err == nil && !found {
		err = s.explain()
	}
	return s, err
}

// read returns up to n bytes at an offset, fewer at the end of the frames.
func (s *stream) read(at int64, n int) ([]byte, error) {
	n = int(min(int64(n), s.end-at))
	if n <= 0 {
		return nil, nil
	}
	return s.readInto(make([]byte, n), at)
}

// look is read for passing over up to walkBytes: what it returns holds until it is called again.
func (s *stream) look(at int64, n int) ([]byte, error) {
	n = int(min(int64(n), s.end-at))
	if n <= 0 {
		return nil, nil
	}
	return s.readInto(s.window[:n], at)
}

func (s *stream) readInto(buf []byte, at int64) ([]byte, error) {
	got, err := s.r.ReadAt(buf, at)
	if got == len(buf) || errors.Is(err, io.EOF) {
		err = nil
	}
	return buf[:got], err
}

// sync moves start to the first believable frame within limit bytes and reports whether there is one.
func (s *stream) sync(limit int64) (bool, error) {
	const step = 16 << 10
	from := s.start
	for at := from; at < from+limit && at < s.end; at += step - headerLength + 1 {
		window, err := s.look(at, step)
		if err != nil {
			return false, err
		}
		for i := bytes.IndexByte(window, 0xff); i >= 0; i = indexFrom(window, 0xff, i+1) {
			f, ok := parseFrame(window[i:])
			if !ok {
				continue
			}
			if ok, err := s.chains(at+int64(i), f); err != nil || ok {
				s.start, s.first = at+int64(i), f
				return ok, err
			}
		}
	}
	return false, nil
}

// chains reports whether consistent frames follow the one at an offset, or it is in a short stream that they fill exactly.
func (s *stream) chains(at int64, f frame) (bool, error) {
	next := at
	for g, n := f, 1; ; n++ {
		next += g.length
		switch {
		case next == s.end:
			return at == s.start || n >= chainLength, nil
		case n == chainLength:
			return true, nil
		}
		head, err := s.read(next, headerLength)
		if err != nil {
			return false, err
		}
		var ok bool
		if g, ok = parseFrame(head); !ok || !f.follows(g) {
			return false, nil
		}
	}
}

func indexFrom(b []byte, c byte, from int) int {
	i := bytes.IndexByte(b[from:], c)
	if i < 0 {
		return i
	}
	return from + i
}
