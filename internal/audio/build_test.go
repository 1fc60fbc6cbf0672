package audio_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
)

// frames makes n frames of MPEG-1 layer III, 44.1 kHz mono, that hold no sound, with bit rates by index in turn.
func frames(n int, rates ...int) []byte {
	table := []int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	var out []byte
	for i := range n {
		index := rates[i%len(rates)]
		f := make([]byte, 144*table[index]*1000/44100)
		copy(f, []byte{0xff, 0xfb, byte(index << 4), 0xc0})
		out = append(out, f...)
	}
	return out
}

// frameTime is the time of one such frame in seconds.
const frameTime = 1152.0 / 44100

// vbri makes a frame with Fraunhofer's summary.
func vbri(frames, size uint32) []byte {
	f := make([]byte, 417)
	copy(f, []byte{0xff, 0xfb, 0x90, 0xc0})
	copy(f[36:], "VBRI")
	binary.BigEndian.PutUint32(f[46:], size)
	binary.BigEndian.PutUint32(f[50:], frames)
	return f
}

// xing makes a frame with a Xing summary.
func xing(frames, size uint32) []byte {
	f := make([]byte, 417)
	copy(f, []byte{0xff, 0xfb, 0x90, 0xc0})
	copy(f[21:], "Xing\x00\x00\x00\x03")
	binary.BigEndian.PutUint32(f[29:], frames)
	binary.BigEndian.PutUint32(f[33:], size)
	return f
}

// xing48 is xing for frames of 48 kHz.
func xing48(frames, size uint32) []byte {
	f := xing(frames, size)[:384]
	f[2] = 0x94
	return f
}

func safe(n int) []byte {
	return []byte{byte(n >> 21 & 127), byte(n >> 14 & 127), byte(n >> 7 & 127), byte(n & 127)}
}

// id3 makes a tag of a version from its frames.
func id3(version, flags byte, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return slices.Concat([]byte{'I', 'D', '3', version, 0, flags}, safe(len(body)), body)
}

// frame22, frame23 and frame24 make a frame of a tag.
func frame22(id, body string) []byte {
	n := len(body)
	return slices.Concat([]byte(id), []byte{byte(n >> 16), byte(n >> 8), byte(n)}, []byte(body))
}

func frame23(id, body string) []byte {
	return slices.Concat([]byte(id), binary.BigEndian.AppendUint32(nil, uint32(len(body))), []byte{0, 0}, []byte(body))
}

func frame24(id string, format byte, body string) []byte {
	return slices.Concat([]byte(id), safe(len(body)), []byte{0, format}, []byte(body))
}

// unsync puts a zero after each 0xff, as unsynchronisation does.
func unsync(b []byte) []byte {
	return bytes.ReplaceAll(b, []byte{0xff}, []byte{0xff, 0x00})
}

// noise makes n bytes, the same each time.
func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}
