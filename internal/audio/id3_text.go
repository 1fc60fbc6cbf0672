package audio

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// The encodings of ID3v2 texts, as the byte in front of them.
const (
	latin1  = 0
	utf16BO = 1 // with a byte order mark
	utf16BE = 2
	utf8Enc = 3
)

// textOf reads the body of a text frame: an encoding and a text, of which the first value counts.
func textOf(body []byte) string {
	if len(body) < 1 {
		return ""
	}
	text, _ := cutText(body[0], body[1:])
	return decodeText(body[0], text)
}

// cutNamed reads the body of a TXXX frame: an encoding, a name, and a text.
func cutNamed(body []byte) (name, text string) {
	if len(body) < 1 {
		return "", ""
	}
	first, rest := cutText(body[0], body[1:])
	second, _ := cutText(body[0], rest)
	return decodeText(body[0], first), decodeText(body[0], second)
}

// cutText returns the bytes before and after the end mark of a text; without one, all and nothing.
func cutText(encoding byte, b []byte) (text, rest []byte) {
	if encoding == latin1 || encoding == utf8Enc {
		text, rest, _ = bytes.Cut(b, []byte{0})
		return text, rest
	}
	for i := 0; i+1 < len(b); i += 2 {
		if b[i] == 0 && b[i+1] == 0 {
			return b[:i], b[i+2:]
		}
	}
	return b, nil
}

// decodeText makes one clean line of UTF-8, at most MaxText bytes, of a text in one of the encodings.
func decodeText(encoding byte, b []byte) string {
	var text string
	switch encoding {
	case utf16BO, utf16BE:
		text = decodeUTF16(b)
	case utf8Enc:
		text = strings.ToValidUTF8(string(b), "")
	default:
		text = decodeLatin1(b)
	}
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == 0xFEFF || r == utf8.RuneError
	}), " ")
	return strings.TrimSpace(strings.ToValidUTF8(text[:min(len(text), MaxText)], ""))
}

func decodeUTF16(b []byte) string {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(b, []byte{0xff, 0xfe}) {
		order = binary.LittleEndian
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// decodeLatin1 reads Latin-1, and UTF-8 that many programs write in its place.
func decodeLatin1(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}
