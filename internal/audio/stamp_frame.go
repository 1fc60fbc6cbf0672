package audio

import (
	"encoding/binary"
	"fmt"
	"time"

	"insider/internal/fault"
)

// tagWriter writes frames of ID3v2.4 (id3.org: ID3v2.4.0 structure and frames), texts in UTF-8.
type tagWriter struct{ out []byte }

const maxTag = 1<<28 - 1 // a tag's length has 28 bits

// tag returns header and frames.
func (b *tagWriter) tag() ([]byte, error) {
	if len(b.out) > maxTag {
		return nil, fault.New(fault.Invalid, "The tag would have %d bytes, more than the format can say.", len(b.out))
	}
	return append(append([]byte("ID3\x04\x00\x00"), unsyncsafe(len(b.out))...), b.out...), nil
}

// unsyncsafe writes a number in four times seven bits.
func unsyncsafe(n int) []byte {
	return []byte{byte(n >> 21 & 0x7f), byte(n >> 14 & 0x7f), byte(n >> 7 & 0x7f), byte(n & 0x7f)}
}

func (b *tagWriter) frame(id string, body []byte) {
	b.out = append(append(append(append(b.out, id...), unsyncsafe(len(body))...), 0, 0), body...)
}

// text writes a text frame; no text is no frame.
func (b *tagWriter) text(id, text string) {
	if text = decodeText(utf8Enc, []byte(text)); text != "" {
		b.frame(id, append([]byte{utf8Enc}, text...))
	}
}

// userText writes a text with its own name (TXXX).
func (b *tagWriter) userText(name, text string) {
	if text != "" {
		b.frame("TXXX", append(append(append([]byte{utf8Enc}, name...), 0), text...))
	}
}

// address writes an address, which stands in ASCII.
func (b *tagWriter) address(id, address string) {
	if address = checkLink(address); address != "" {
		b.frame(id, []byte(address))
	}
}

// picture writes a front cover; what is none of the kinds apps show is left out.
func (b *tagWriter) picture(data []byte) {
	if kind := pictureType(data); kind != "" && len(data) <= MaxPicture {
		head := append(append([]byte{latin1}, kind...), 0, frontCover, 0)
		b.frame("APIC", append(head, data...))
	}
}

// maxTable is how many entries a table of contents can name.
const maxTable = 255

// chapters writes chapters and their table of contents (ID3v2 Chapter Frame Addendum 1.0). More than a table can name are
// named by tables within it.
func (b *tagWriter) chapters(list []Chapter, length time.Duration) {
	list = list[:min(len(list), MaxChapters)]
	if len(list) == 0 {
		return
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = fmt.Sprintf("ch%d", i)
	}
	if len(ids) <= maxTable {
		b.table("toc", true, ids)
	} else {
		b.table("toc", true, []string{"toc0", "toc1"})
		b.table("toc0", false, ids[:maxTable])
		b.table("toc1", false, ids[maxTable:])
	}
	for i, c := range list {
		if next := i + 1; c.End <= c.Start && next < len(list) {
			c.End = list[next].Start
		} else if c.End <= c.Start {
			c.End = max(length, c.Start)
		}
		b.chapter(ids[i], c)
	}
}

// table writes a table of contents in order.
func (b *tagWriter) table(id string, top bool, entries []string) {
	const topLevel, ordered = 2, 1
	flags := byte(ordered)
	if top {
		flags |= topLevel
	}
	body := append([]byte(id), 0, flags, byte(len(entries)))
	for _, e := range entries {
		body = append(append(body, e...), 0)
	}
	b.frame("CTOC", body)
}

// chapter writes one chapter with its title and address.
func (b *tagWriter) chapter(id string, c Chapter) {
	body := append([]byte(id), 0)
	for _, n := range []uint32{millis(c.Start), millis(c.End), 0xffffffff, 0xffffffff} { // times alone count, not bytes
		body = binary.BigEndian.AppendUint32(body, n)
	}
	var inner tagWriter
	inner.text("TIT2", c.Title)
	if link := checkLink(c.Link); link != "" {
		inner.frame("WXXX", append([]byte{latin1, 0}, link...))
	}
	b.frame("CHAP", append(body, inner.out...))
}

func millis(d time.Duration) uint32 { return uint32(min(max(d.Milliseconds(), 0), 1<<32-2)) }
