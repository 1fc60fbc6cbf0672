package picture_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"insider/internal/fault"
	"insider/internal/picture"
)

// bits writes text of 0 and 1 as a scan of a JPEG has it: filled up with ones, a zero after each byte of ones.
func bits(text string) []byte {
	text += strings.Repeat("1", (8-len(text)%8)%8)
	var out []byte
	for ; text != ""; text = text[8:] {
		var b byte
		_, _ = fmt.Sscanf(text[:8], "%b", &b)
		if out = append(out, b); b == 0xff {
			out = append(out, 0)
		}
	}
	return out
}

// manyScans is a progressive JPEG of one grey, in so many scans that each go through all of it in a few bytes.
func manyScans(side uint16, scans int) []byte {
	table := func(class, symbol byte) []byte {
		return segment(0xc4, append(append([]byte{class, 1}, make([]byte, 15)...), symbol))
	}
	frame := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, side), side)
	blocks := (int(side) + 7) / 8 * ((int(side) + 7) / 8)
	out := bytes.Join([][]byte{{0xff, 0xd8}, segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)), segment(0xc2, append(frame, 1, 1, 0x11, 0)),
		table(0x00, 0), table(0x10, 0xe0), segment(0xda, []byte{1, 1, 0, 0, 0, 0}), bits(strings.Repeat("0", blocks))}, nil)
	scan := append(segment(0xda, []byte{1, 1, 0, 1, 63, 0}), bits(strings.Repeat("0"+strings.Repeat("1", 14), blocks/32767+1))...)
	return append(append(out, bytes.Repeat(scan, scans)...), 0xff, 0xd9)
}

// TestScaleRefusesManyScans scales what a decoder would go through a hundred thousand times: a thousand took it 17 seconds.
func TestScaleRefusesManyScans(t *testing.T) {
	if _, err := picture.Scale(manyScans(800, 90), 600); err != nil {
		t.Errorf("90 scans: %v", err)
	}
	data := manyScans(5000, 100_000)
	_, err := picture.Scale(data, 600)
	if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "drawn in 100001 passes") {
		t.Errorf("%d bytes: %v", len(data), err)
	}
	if info, err := picture.Probe(bytes.NewReader(data)); err != nil || info.Width != 5000 {
		t.Errorf("%+v, %v", info, err)
	}
}
