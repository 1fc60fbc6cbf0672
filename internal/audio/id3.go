package audio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"insider/internal/fault"
)

const (
	id3HeaderLength = 10
	maxTags         = 8       // ID3v2 tags in a row
	maxUnsync       = 9 << 20 // bytes of an unsynchronised tag that are read; frames beyond are not seen
)

// Flags of an ID3v2 header.
const (
	id3Unsync   = 1 << 7
	id3Extended = 1 << 6
	id3Footer   = 1 << 4
)

// id3Header is the header of an ID3v2 tag (id3.org: ID3v2.2.0, 2.3.0 and 2.4.0).
type id3Header struct {
	version byte // 2, 3 or 4
	flags   byte
	length  int64 // of the tag after the header, without a footer
}

// skipTags moves start behind the ID3v2 tags and reads what they say into info; what an earlier tag said stays.
func (s *stream) skipTags(info *Info) error {
	for range maxTags {
		b, err := s.read(s.start, id3HeaderLength)
		if err != nil {
			return err
		}
		h, ok := parseID3Header(b)
		if !ok {
			return nil
		}
		begin := s.start + id3HeaderLength
		if begin+h.length > s.end {
			return fault.New(fault.Invalid, "The tags at the beginning of the file claim %d bytes, more than the whole file has: it was cut off. Copy or export it again.", h.length)
		}
		if err := s.readTag(h, begin, info); err != nil {
			return err
		}
		s.start = begin + h.length
		if h.version == 4 && h.flags&id3Footer != 0 {
			s.start = min(s.start+id3HeaderLength, s.end)
		}
	}
	return nil
}

func parseID3Header(b []byte) (h id3Header, ok bool) {
	if len(b) < id3HeaderLength || !bytes.HasPrefix(b, []byte("ID3")) || b[3] == 0xff || b[4] == 0xff {
		return h, false
	}
	length, ok := syncsafe(b[6:])
	return id3Header{version: b[3], flags: b[5], length: length}, ok
}

// readTag reads the frames of a tag; a version that is not known is passed over. What is wrong in a tag is left out: it
// never hides the sound.
func (s *stream) readTag(h id3Header, begin int64, info *Info) error {
	if h.version < 2 || h.version > 4 || h.version == 2 && h.flags&id3Extended != 0 { // in 2.2 that bit is a compression nobody defined
		return nil
	}
	t := &tag{version: h.version, r: io.NewSectionReader(s.r, begin, h.length), info: info}
	if h.flags&id3Unsync != 0 && h.version == 4 {
		t.unsync = true
	} else if h.flags&id3Unsync != 0 {
		raw, err := s.read(begin, int(min(h.length, maxUnsync)))
		if err != nil {
			return err
		}
		plain := resync(raw)
		t.r = io.NewSectionReader(bytes.NewReader(plain), 0, int64(len(plain)))
	}
	at := int64(0)
	if h.version > 2 && h.flags&id3Extended != 0 {
		at = t.extended()
	}
	t.readFrames(at)
	t.finish()
	return t.err
}

// tag is an ID3v2 tag being read.
type tag struct {
	version byte
	r       *io.SectionReader // the tag's frames, resynchronised where the whole tag was unsynchronised
	unsync  bool              // each frame of a 2.4 tag is unsynchronised, whatever its flags say
	front   bool              // info has the front cover, so other pictures do not matter
	info    *Info
	err     error // of the reader
}

// read returns n bytes at an offset within the tag, nil when the tag has not so many.
func (t *tag) read(at, n int64) []byte {
	if at < 0 || n < 0 || t.err != nil || at+n > t.r.Size() {
		return nil
	}
	b := make([]byte, n)
	if _, err := t.r.ReadAt(b, at); err != nil && !errors.Is(err, io.EOF) {
		t.err = err
		return nil
	}
	return b
}

// extended returns where the frames begin behind the extended header. Its size counts itself only in 2.4.
func (t *tag) extended() int64 {
	b := t.read(0, 4)
	if b == nil {
		return t.r.Size()
	}
	if t.version == 3 {
		return 4 + int64(binary.BigEndian.Uint32(b))
	}
	if n, ok := syncsafe(b); ok {
		return max(n, 6)
	}
	return t.r.Size()
}

// syncsafe reads a number of four times seven bits; ok is false when a byte has its highest bit set.
func syncsafe(b []byte) (n int64, ok bool) {
	for _, c := range b[:4] {
		if c >= 0x80 {
			return 0, false
		}
		n = n<<7 | int64(c)
	}
	return n, true
}

// resync takes away the zero that unsynchronisation put after each 0xff.
func resync(b []byte) []byte {
	return bytes.ReplaceAll(b, []byte{0xff, 0x00}, []byte{0xff})
}
