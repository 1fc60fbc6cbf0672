package sample

import (
	"bytes"
	"encoding/binary"
	"time"
)

// A frame of MPEG-2 layer III (ISO/IEC 13818-3): 8 kbit/s, 16 kHz, one channel, no checksum. Its side information and
// data are zero, which every decoder plays as silence, so frames can be strung together to any length.
const (
	frameBytes    = 36
	frameDuration = 36 * time.Millisecond
)

var frameHeader = [4]byte{0xFF, 0xF3, 0x18, 0xC4}

// silence returns an MP3 file with an ID3v2.3 title: no two episodes have the same bytes.
func silence(title string, length time.Duration) []byte {
	var b bytes.Buffer
	b.Write(id3(title))
	frame := make([]byte, frameBytes)
	copy(frame, frameHeader[:])
	for range length / frameDuration {
		b.Write(frame)
	}
	return b.Bytes()
}

// id3 returns an ID3v2.3 tag with the title as UTF-16.
func id3(title string) []byte {
	text := []byte{1, 0xFF, 0xFE} // UTF-16 with a byte order mark, little end first
	for _, r := range title {
		if r > 0xFFFF {
			r = '?'
		}
		text = binary.LittleEndian.AppendUint16(text, uint16(r))
	}
	frame := append([]byte("TIT2"), 0, 0, 0, 0, 0, 0)
	binary.BigEndian.PutUint32(frame[4:], uint32(len(text)))
	frame = append(frame, text...)
	n := len(frame)
	head := []byte{'I', 'D', '3', 3, 0, 0, byte(n >> 21 & 127), byte(n >> 14 & 127), byte(n >> 7 & 127), byte(n & 127)}
	return append(head, frame...)
}
