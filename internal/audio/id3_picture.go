package audio

import "bytes"

// frontCover is the picture type that a cover should have; many files give another.
const frontCover = 3

// picture reads an APIC or PIC frame: an encoding, a type (three letters in 2.2), a kind, a description, the picture. The
// picture's own first bytes say what it is.
func (t *tag) picture(body []byte) {
	if len(body) < 1 {
		return
	}
	encoding, rest, ok := body[0], body[1:], true
	if t.version == 2 {
		rest = tail(rest, 3)
	} else {
		_, rest, ok = bytes.Cut(rest, []byte{0})
	}
	if !ok || len(rest) < 1 {
		return
	}
	front := rest[0] == frontCover
	_, data := cutText(encoding, rest[1:])
	if kind := pictureType(data); kind != "" && len(data) <= MaxPicture && (front || t.info.Picture == nil) {
		t.info.Picture, t.info.PictureType, t.front = data, kind, front
	}
}

func pictureType(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(b, []byte("GIF8")):
		return "image/gif"
	case bytes.HasPrefix(b, []byte("RIFF")) && len(b) > 12 && string(b[8:12]) == "WEBP":
		return "image/webp"
	}
	return ""
}
