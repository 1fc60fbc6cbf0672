package picture

import "encoding/binary"

// orientationTag is the Exif tag that says how a camera was held; its values 5 to 8 turn the picture by a quarter.
const orientationTag = 0x0112

// liesOnSide reports whether the head of a JPEG carries Exif data by which browsers turn it by a quarter.
func liesOnSide(jpeg []byte) bool { return orientationOf(jpeg) >= 5 }

// orientationOf returns the Exif orientation that the head of a JPEG carries, from 1, upright, to 8.
func orientationOf(jpeg []byte) int {
	for rest := jpeg[min(2, len(jpeg)):]; len(rest) >= 4 && rest[0] == 0xff; {
		marker, length := rest[1], int(binary.BigEndian.Uint16(rest[2:]))
		if marker == 0xda || length < 2 || 2+length > len(rest) {
			return 1
		}
		body := rest[4 : 2+length]
		if marker == 0xe1 && len(body) > 6 && string(body[:6]) == "Exif\x00\x00" {
			if o := int(orientation(body[6:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		rest = rest[2+length:]
	}
	return 1
}

// orientation returns the orientation of the first directory of a TIFF structure, 0 when it has none.
func orientation(tiff []byte) uint16 {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	first := int64(order.Uint32(tiff[4:]))
	if first+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[first+2:]
	for range order.Uint16(tiff[first:]) {
		if len(entries) < 12 {
			return 0
		}
		if order.Uint16(entries) == orientationTag {
			return order.Uint16(entries[8:])
		}
		entries = entries[12:]
	}
	return 0
}
