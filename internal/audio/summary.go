package audio

import (
	"bytes"
	"encoding/binary"
)

// summary is what an encoder wrote about the stream into its first frame: a Xing, Info or VBRI header.
type summary struct {
	found  bool
	vbr    bool
	frames int64 // 0 when unknown
	bytes  int64 // 0 when unknown; in most files from the summary's frame to the end
	length int64 // of the summary's own frame, which has no sound
}

const (
	xingFrames = 1 << 0
	xingBytes  = 1 << 1
	vbriOffset = headerLength + 32
)

// summary reads the first frame's summary; found is false when the frame is sound. After a summary the next frame is first
// in the stream, for only that one has the stream's bit rate.
func (s *stream) summary() (summary, error) {
	b, err := s.read(s.start, int(min(s.first.length, 256)))
	if err != nil {
		return summary{}, err
	}
	sum := parseXing(tail(b, s.first.xingOffset()))
	if !sum.found {
		sum = parseVBRI(tail(b, vbriOffset))
	}
	if !sum.found {
		return sum, nil
	}
	sum.length = s.first.length
	head, err := s.read(s.start+sum.length, headerLength)
	if f, ok := parseFrame(head); ok {
		s.first = f
	}
	return sum, err
}

// xingOffset is where Xing stands: after the frame header and the side information, whose length depends on the channels.
func (f frame) xingOffset() int {
	switch {
	case f.version == 1 && !f.mono:
		return headerLength + 32
	case f.version == 1 || !f.mono:
		return headerLength + 17
	}
	return headerLength + 9
}

func parseXing(b []byte) summary {
	if !bytes.HasPrefix(b, []byte("Xing")) && !bytes.HasPrefix(b, []byte("Info")) || len(b) < 8 {
		return summary{}
	}
	sum := summary{found: true, vbr: b[0] == 'X'}
	flags, rest := binary.BigEndian.Uint32(b[4:]), b[8:]
	for _, field := range []struct {
		flag uint32
		to   *int64
	}{{xingFrames, &sum.frames}, {xingBytes, &sum.bytes}} {
		if flags&field.flag != 0 && len(rest) >= 4 {
			*field.to, rest = int64(binary.BigEndian.Uint32(rest)), rest[4:]
		}
	}
	return sum
}

func parseVBRI(b []byte) summary {
	if !bytes.HasPrefix(b, []byte("VBRI")) || len(b) < 18 {
		return summary{}
	}
	return summary{
		found: true, vbr: true,
		bytes:  int64(binary.BigEndian.Uint32(b[10:])),
		frames: int64(binary.BigEndian.Uint32(b[14:])),
	}
}

// believable reports whether the summary fits the bytes that are here: no frame can be shorter than at the lowest bit rate
// or longer than at the highest, and files cut or joined after encoding keep a summary of what they were.
func (s summary) believable(f frame, audio int64) bool {
	lowest, highest := f.lengthAt(1), f.lengthAt(14)
	if s.frames == 0 || s.frames > audio/lowest+1 || audio/(highest+1) > s.frames+1 {
		return false
	}
	return s.bytes == 0 || max(s.bytes, audio)-min(s.bytes, audio) <= audio/16
}

// lengthAt is the length of a frame like this one at a bit rate given by its index, without padding.
func (f frame) lengthAt(index int) int64 {
	return int64(f.samples() / 8 * f.bitRateAt(index) / f.sampleRate)
}

func tail(b []byte, from int) []byte { return b[min(from, len(b)):] }
