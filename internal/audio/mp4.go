package audio

import (
	"encoding/binary"
	"io"
	"time"

	"insider/internal/fault"
)

// The MIME types of MP4 files: audio alone, and audio with moving pictures.
const (
	M4A = "audio/mp4"
	MP4 = "video/mp4"
)

// maxBoxes bounds how many boxes of one level are looked at; a fragmented file has one for each second or so.
const maxBoxes = 200_000

// maxLooks bounds how many headers of boxes are read in all: those within a track are looked through once for each thing that is
// asked of it. A file with as many fragments as are looked at needs nine for each.
const maxLooks = maxBoxes * 6

// leastBitRate is far below what the leanest encoder needs for silence.
const leastBitRate = 100

// mp4 is an MP4 file being read (ISO/IEC 14496-12, and what QuickTime and iTunes put into it).
type mp4 struct {
	r     io.ReaderAt
	size  int64
	head  [8]byte // the header that was read last
	looks int     // headers that were read
	err   error   // of the reader, or that the file asks for too much
}

// box is a box without its header.
type box struct {
	kind    string
	at, end int64 // of the content, in the file
}

// isMP4 reports whether a file begins like an MP4 file.
func isMP4(r io.ReaderAt, size int64) (bool, error) {
	m := &mp4{r: r, size: size}
	head := m.read(4, 4)
	return string(head) == "ftyp", m.err
}

// probeMP4 reads what an MP4 file is.
func probeMP4(r io.ReaderAt, size int64) (*Info, error) {
	m := &mp4{r: r, size: size}
	info, err := m.probe()
	if m.err != nil {
		return nil, m.err
	}
	return info, err
}

func (m *mp4) probe() (*Info, error) {
	info := &Info{Type: M4A, Bytes: m.size}
	top, err := m.top()
	if err != nil {
		return nil, err
	}
	movie, ok := first(top, "moov")
	sound, hasSound := first(top, "mdat")
	switch {
	case !ok:
		return nil, fault.New(fault.Invalid, "The MP4 file has no table of contents: its recording was not finished. Export it again.")
	case !hasSound:
		return nil, fault.New(fault.Invalid, "The MP4 file has no sound. Export it again.")
	}
	info.HeaderBytes = sound.at
	tracks := m.tracks(movie)
	t, ok := audioTrack(tracks)
	switch {
	case !ok:
		return nil, fault.New(fault.Invalid, "The MP4 file has no sound, only pictures or text. Export it again.")
	case t.codec == "enca" || t.codec == "drms":
		return nil, fault.New(fault.Invalid, "The sound of this MP4 file is protected against copying; apps cannot play it.")
	}
	if hasVideo(tracks) {
		info.Type = MP4
	}
	info.VBR = t.varying
	if info.Duration = m.duration(movie, t, top); info.Duration <= 0 {
		return nil, fault.New(fault.Invalid, "The MP4 file does not tell how long its sound is. Export it again.")
	}
	if info.BitRate = bitRate(top, info.Duration); info.BitRate < leastBitRate {
		return nil, fault.New(fault.Invalid, "The MP4 file is damaged: it has too few bytes for the %s it says it lasts. Export it again.", info.Duration.Round(time.Second))
	}
	m.tags(movie, info)
	info.Chapters = m.chapters(movie, t, tracks, info.Duration)
	return info, nil
}

// top lists the boxes of the file. One that claims more bytes than there are was cut off.
func (m *mp4) top() ([]box, error) {
	var all []box
	for at := int64(0); at+8 <= m.size && len(all) < maxBoxes && m.err == nil; {
		b, ok := m.boxAt(at, m.size)
		if !ok {
			break // what follows is no box: programs leave such things at the end
		}
		if b.end > m.size {
			return nil, fault.New(fault.Invalid, "The MP4 file was cut off: it says that it has %d bytes, but only %d are here. Copy or export it again.", b.end, m.size)
		}
		all = append(all, b)
		at = b.end
	}
	return all, nil
}

// boxAt reads the header of a box that begins at an offset in something that ends at end.
func (m *mp4) boxAt(at, end int64) (box, bool) {
	h := m.look(at)
	if h == nil || !isKind(h[4:]) {
		return box{}, false
	}
	length, header := int64(binary.BigEndian.Uint32(h)), int64(8)
	switch length {
	case 0:
		length = end - at
	case 1:
		long := m.read(at+8, 8)
		if long == nil || long[0] >= 0x40 {
			return box{}, false
		}
		length, header = int64(binary.BigEndian.Uint64(long)), 16
	}
	return box{string(h[4:]), at + header, at + length}, length >= header
}

// look returns the header of a box until the next look, nil when there is none, or when too many were looked at.
func (m *mp4) look(at int64) []byte {
	if m.looks++; m.looks > maxLooks {
		m.err = fault.New(fault.Invalid, "The MP4 file consists of too many small parts to be read. Export it again.")
	}
	return m.readInto(m.head[:], at)
}

// isKind reports whether four bytes can name a box: letters of ASCII, and the copyright sign of iTunes.
func isKind(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' && c != 0xa9 {
			return false
		}
	}
	return true
}

// children lists the boxes within a range of bytes, as far as they are sound.
func (m *mp4) children(at, end int64) []box {
	var all []box
	for at+8 <= end && len(all) < maxBoxes && m.err == nil {
		b, ok := m.boxAt(at, end)
		if !ok || b.end > end {
			break
		}
		all = append(all, b)
		at = b.end
	}
	return all
}

// find returns the first box along a path of kinds.
func (m *mp4) find(in box, path ...string) (box, bool) {
	for _, kind := range path {
		var ok bool
		if in, ok = first(m.children(in.at, in.end), kind); !ok {
			return box{}, false
		}
	}
	return in, true
}

func first(boxes []box, kind string) (box, bool) {
	for _, b := range boxes {
		if b.kind == kind {
			return b, true
		}
	}
	return box{}, false
}

// content returns up to limit bytes of a box.
func (m *mp4) content(b box, limit int64) []byte { return m.read(b.at, min(b.end-b.at, limit)) }

// read returns n bytes at an offset, nil when the file has not so many.
func (m *mp4) read(at, n int64) []byte {
	if n < 0 || m.err != nil || at+n > m.size {
		return nil
	}
	return m.readInto(make([]byte, n), at)
}

func (m *mp4) readInto(b []byte, at int64) []byte {
	if at < 0 || m.err != nil || at+int64(len(b)) > m.size {
		return nil
	}
	if got, err := m.r.ReadAt(b, at); got < len(b) {
		if err != io.EOF {
			m.err = err
		}
		return nil
	}
	return b
}
