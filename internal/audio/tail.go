package audio

import (
	"bytes"
	"encoding/binary"
)

const (
	id3v1Length     = 128
	apeFooterLength = 32
	apeHasHeader    = 1 << 31
)

// cutTail moves the end of the frames before the tags at the end of the file, ID3v1 and APE, and takes the texts of ID3v1
// where no better ones are known.
func (s *stream) cutTail(info *Info) error {
	b, err := s.read(max(s.start, s.end-id3v1Length), id3v1Length)
	if err != nil {
		return err
	}
	if len(b) == id3v1Length && bytes.HasPrefix(b, []byte("TAG")) {
		s.end -= id3v1Length
		for i, to := range []*string{&info.Title, &info.Artist, &info.Album} {
			if *to == "" {
				*to = decodeText(latin1, bytes.TrimRight(b[3+30*i:33+30*i], "\x00 "))
			}
		}
	}
	return s.cutAPE()
}

// cutAPE moves the end before an APEv1 or APEv2 tag. A tag that claims more than there is is left alone.
func (s *stream) cutAPE() error {
	b, err := s.read(max(s.start, s.end-apeFooterLength), apeFooterLength)
	if err != nil || len(b) < apeFooterLength || !bytes.HasPrefix(b, []byte("APETAGEX")) {
		return err
	}
	length := int64(binary.LittleEndian.Uint32(b[12:]))
	if binary.LittleEndian.Uint32(b[20:])&apeHasHeader != 0 {
		length += apeFooterLength
	}
	if length >= apeFooterLength && length <= s.end-s.start {
		s.end -= length
	}
	return nil
}
