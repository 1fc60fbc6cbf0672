package audio

import (
	"encoding/binary"
	"slices"
	"strings"
)

const (
	maxFrames   = 4000        // per tag
	maxTextBody = 4 * MaxText // bytes of a text frame that are read
	maxEmbedded = 16 << 10    // bytes of a chapter frame that are read
	maxPicBody  = MaxPicture + 1<<12
)

// id3Frame is the header of one frame of a tag.
type id3Frame struct {
	id     string // as in 2.3 and 2.4, e.g. "TIT2"
	at     int64  // of the body within the tag
	length int64
	format byte // the second byte of flags, 0 in 2.2
}

// older are the names of frames in 2.2.
var older = map[string]string{"TT2": "TIT2", "TP1": "TPE1", "TAL": "TALB", "PIC": "APIC"}

// readFrames reads the frames from an offset on, to padding, garbage or the end.
func (t *tag) readFrames(at int64) {
	for range maxFrames {
		f, ok := t.frameAt(at)
		if !ok {
			return
		}
		t.readFrame(f)
		at = f.at + f.length
	}
}

// frameAt reads the frame header at an offset.
func (t *tag) frameAt(at int64) (f id3Frame, ok bool) {
	if t.version == 2 {
		b := t.read(at, 6)
		if b == nil || !validID(b[:3]) {
			return f, false
		}
		f = id3Frame{id: older[string(b[:3])], at: at + 6, length: int64(b[3])<<16 | int64(b[4])<<8 | int64(b[5])}
		return f, f.at+f.length <= t.r.Size()
	}
	b := t.read(at, 10)
	if b == nil || !validID(b[:4]) {
		return f, false
	}
	f = id3Frame{id: string(b[:4]), at: at + 10, length: int64(binary.BigEndian.Uint32(b[4:])), format: b[9]}
	if t.version == 4 {
		f.length = t.length4(f.at, b[4:8])
	}
	return f, f.at+f.length <= t.r.Size()
}

// length4 reads a frame's length in 2.4. It should be syncsafe; a well-known player wrote plain ones, which show by leading
// to another frame.
func (t *tag) length4(at int64, b []byte) int64 {
	plain := int64(binary.BigEndian.Uint32(b))
	safe, ok := syncsafe(b)
	if !ok {
		return plain
	}
	if safe != plain && !t.boundary(at+safe) && t.boundary(at+plain) {
		return plain
	}
	return safe
}

// boundary reports whether a frame can end at an offset: the tag does, or padding or another frame begins.
func (t *tag) boundary(at int64) bool {
	if at == t.r.Size() {
		return true
	}
	b := t.read(at, 4)
	return b != nil && (validID(b) || b[0] == 0)
}

func validID(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool { return (c < 'A' || c > 'Z') && (c < '0' || c > '9') })
}

// readFrame takes what a frame says when it is one that is wanted.
func (t *tag) readFrame(f id3Frame) {
	switch f.id {
	case "TIT2":
		t.take(&t.info.Title, f)
	case "TPE1":
		t.take(&t.info.Artist, f)
	case "TALB":
		t.take(&t.info.Album, f)
	case "APIC":
		if !t.front && f.length <= maxPicBody {
			t.picture(t.body(f, maxPicBody))
		}
	case "TXXX":
		if name, text := cutNamed(t.body(f, maxTextBody)); name == sourceMark && t.info.Source == "" {
			t.info.Source = text
		}
	case "CHAP":
		if len(t.info.Chapters) < MaxChapters {
			t.chapter(t.body(f, maxEmbedded))
		}
	}
}

func (t *tag) take(to *string, f id3Frame) {
	if *to == "" {
		*to = textOf(t.body(f, maxTextBody))
	}
}

// body reads up to limit bytes of a frame's content, nil for what is compressed or encrypted.
func (t *tag) body(f id3Frame, limit int64) []byte {
	const (
		compressed3, encrypted3, grouped3                   = 1 << 7, 1 << 6, 1 << 5
		grouped4, compressed4, encrypted4, unsync4, length4 = 1 << 6, 1 << 3, 1 << 2, 1 << 1, 1 << 0
	)
	b := t.read(f.at, min(f.length, limit))
	switch {
	case t.version == 3 && f.format&(compressed3|encrypted3) != 0, t.version == 4 && f.format&(compressed4|encrypted4) != 0:
		return nil
	case t.version == 3 && f.format&grouped3 != 0:
		return tail(b, 1)
	case t.version == 4:
		if f.format&grouped4 != 0 {
			b = tail(b, 1)
		}
		if f.format&length4 != 0 {
			b = tail(b, 4)
		}
		if t.unsync || f.format&unsync4 != 0 {
			b = resync(b)
		}
	}
	return b
}

// finish puts chapters in order.
func (t *tag) finish() {
	slices.SortStableFunc(t.info.Chapters, func(a, b Chapter) int {
		if a.Start != b.Start {
			return int(min(max(a.Start-b.Start, -1), 1))
		}
		return strings.Compare(a.Title, b.Title)
	})
}
