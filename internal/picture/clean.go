package picture

import (
	"bytes"
	"encoding/binary"

	"insider/internal/fault"
)

// Clean takes out of a JPEG, PNG or WebP what says where, when and by whom it was made, and leaves every pixel as it is; a
// JPEG keeps how it is to be turned. Other files come back unchanged, a damaged one is a fault.Invalid.
func Clean(data []byte) ([]byte, error) {
	cleaned, ok := data, true
	switch {
	case starts("\xff\xd8\xff")(data):
		cleaned, ok = cleanJPEG(data)
	case starts("\x89PNG\r\n\x1a\n")(data):
		cleaned, ok = cleanPNG(data)
	case both(starts("RIFF"), at(8, "WEBP"))(data):
		cleaned, ok = cleanWebP(data)
	}
	if !ok {
		return nil, fault.New(fault.Invalid, "This picture is damaged. Export it again.")
	}
	return cleaned, nil
}

// cleanJPEG keeps JFIF, colour profile and Adobe's word on colours of the application segments, drops comments, and what
// follows the picture: telephones put a second one there.
func cleanJPEG(data []byte) ([]byte, bool) {
	out := append(make([]byte, 0, len(data)), data[:2]...)
	if o := orientationOf(data); o != 1 {
		out = append(out, orientationSegment(uint16(o))...)
	}
	for rest := data[2:]; len(rest) >= 4 && rest[0] == 0xff; {
		if rest[1] == 0xff { // padding
			rest = rest[1:]
			continue
		}
		length := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if length < 4 || length > len(rest) {
			return nil, false
		}
		segment := rest[:length]
		rest = rest[length:]
		if keepsSegment(segment) {
			out = append(out, segment...)
		}
		if segment[1] == 0xda { // start of scan
			n := scanLength(rest)
			out, rest = append(out, rest[:n]...), rest[n:]
			if len(rest) < 2 || rest[1] == 0xd9 {
				return append(out, 0xff, 0xd9), true
			}
		}
	}
	return nil, false
}

func keepsSegment(segment []byte) bool {
	body := segment[4:]
	switch marker := segment[1]; {
	case marker == 0xe2:
		return bytes.HasPrefix(body, []byte("ICC_PROFILE\x00"))
	case marker == 0xe0:
		return bytes.HasPrefix(body, []byte("JFIF\x00"))
	case marker == 0xee:
		return bytes.HasPrefix(body, []byte("Adobe"))
	case marker > 0xe0 && marker <= 0xef, marker == 0xfe:
		return false
	}
	return true
}

// scanLength returns how many bytes of compressed pixels there are before the next marker.
func scanLength(data []byte) int {
	for i := 0; i+1 < len(data); i++ {
		if data[i] == 0xff && data[i+1] != 0 && data[i+1] != 0xff && (data[i+1] < 0xd0 || data[i+1] > 0xd7) {
			return i
		}
	}
	return len(data)
}

// orientationSegment is Exif with nothing but how the picture is to be turned.
func orientationSegment(orientation uint16) []byte {
	b := append([]byte{0xff, 0xe1, 0, 34}, "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01"...)
	b = binary.BigEndian.AppendUint16(b, orientationTag)
	b = append(b, 0, 3, 0, 0, 0, 1) // one short number
	b = binary.BigEndian.AppendUint16(b, orientation)
	return append(b, 0, 0, 0, 0, 0, 0) // filled up to four bytes; no further directory
}

// cleanPNG drops texts, Exif and times, and what follows the picture.
func cleanPNG(data []byte) ([]byte, bool) {
	out := append(make([]byte, 0, len(data)), data[:8]...)
	for rest := data[8:]; len(rest) >= 12; {
		size := uint64(binary.BigEndian.Uint32(rest)) + 12
		if size > uint64(len(rest)) {
			return nil, false
		}
		switch string(rest[4:8]) {
		case "tEXt", "zTXt", "iTXt", "eXIf", "tIME":
		case "IEND":
			return append(out, rest[:size]...), true
		default:
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
	return nil, false
}

// Bits of the first byte of a VP8X chunk: it says what else is in the file.
const webpDescribed = 0x08 | 0x04 // Exif, XMP

// cleanWebP drops Exif and XMP, and what follows the picture.
func cleanWebP(data []byte) ([]byte, bool) {
	end := uint64(binary.LittleEndian.Uint32(data[4:])) + 8
	if end > uint64(len(data)) || end < 12 {
		return nil, false
	}
	out := append(make([]byte, 0, end), data[:12]...)
	for rest := data[12:end]; len(rest) >= 8; {
		size := uint64(binary.LittleEndian.Uint32(rest[4:])) + 8
		size += size % 2
		if size > uint64(len(rest)) {
			return nil, false
		}
		if name := string(rest[:4]); name != "EXIF" && name != "XMP " {
			out = append(out, rest[:size]...)
			if name == "VP8X" && size > 8 {
				out[uint64(len(out))-size+8] &^= webpDescribed
			}
		}
		rest = rest[size:]
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, true
}
