package audio

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// chapter reads a CHAP frame (ID3v2 Chapter Frame Addendum 1.0): an id, times in milliseconds, offsets, and frames of
// its own. One without a title or that ends before it starts is left out.
func (t *tag) chapter(body []byte) {
	_, rest, ok := bytes.Cut(body, []byte{0})
	if !ok || len(rest) < 16 {
		return
	}
	c := Chapter{
		Start: time.Duration(binary.BigEndian.Uint32(rest)) * time.Millisecond,
		End:   time.Duration(binary.BigEndian.Uint32(rest[4:])) * time.Millisecond,
	}
	c.Title, c.Link = t.embedded(rest[16:])
	if c.Title != "" && c.End >= c.Start {
		t.info.Chapters = append(t.info.Chapters, c)
	}
}

// embedded reads title and link among the frames within a chapter.
func (t *tag) embedded(frames []byte) (title, link string) {
	in := &tag{version: t.version, r: io.NewSectionReader(bytes.NewReader(frames), 0, int64(len(frames)))}
	for at := int64(0); ; {
		f, ok := in.frameAt(at)
		if !ok {
			return title, link
		}
		switch body := in.body(f, maxTextBody); {
		case f.id == "TIT2" && title == "":
			title = textOf(body)
		case f.id == "WXXX" && link == "":
			link = linkOf(body)
		}
		at = f.at + f.length
	}
}

// linkOf reads a WXXX frame: an encoding, a description, and an address in Latin-1.
func linkOf(body []byte) string {
	if len(body) < 1 {
		return ""
	}
	_, rest := cutText(body[0], body[1:])
	address, _, _ := bytes.Cut(rest, []byte{0})
	return checkLink(string(address))
}

// checkLink returns an http or https address in ASCII, "" for anything else.
func checkLink(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(address) > MaxText || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return asciiOnly(u.String())
}

// asciiOnly escapes the bytes of an address that are not ASCII.
func asciiOnly(address string) string {
	var out strings.Builder
	for _, c := range []byte(address) {
		if c > ' ' && c < 0x7f {
			out.WriteByte(c)
		} else {
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}
