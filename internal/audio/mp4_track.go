package audio

import (
	"encoding/binary"
	"slices"
	"time"
)

// maxTracks is how many tracks of a file are looked at.
const maxTracks = 32

// track is one track of an MP4 file.
type track struct {
	id       uint32
	handler  string // "soun", "vide", "text", ...
	codec    string // of the first sample description, e.g. "mp4a"
	scale    int64  // time units of its media in a second
	length   int64  // of its media, in these units; 0 in a fragmented file
	edited   int64  // what edits show of it, in the movie's units; 0 without edits
	varying  bool   // its samples differ in size
	picture  bool   // a still picture, such as a cover
	chapters []uint32
	table    box // stbl
}

func (m *mp4) tracks(movie box) []track {
	var all []track
	for _, b := range m.children(movie.at, movie.end) {
		if b.kind == "trak" && len(all) < maxTracks {
			all = append(all, m.track(b))
		}
	}
	return all
}

func (m *mp4) track(b box) track {
	var t track
	if head, ok := m.find(b, "tkhd"); ok {
		t.id = uint32(m.versioned(head, 12, 20, 4))
	}
	if head, ok := m.find(b, "mdia", "mdhd"); ok {
		t.scale, t.length = m.versioned(head, 12, 20, 4), m.versionedWide(head, 16, 24)
	}
	if h, ok := m.find(b, "mdia", "hdlr"); ok {
		if c := m.content(h, 12); len(c) == 12 {
			t.handler = string(c[8:])
		}
	}
	if edits, ok := m.find(b, "edts", "elst"); ok {
		t.edited = m.edited(edits)
	}
	if ref, ok := m.find(b, "tref", "chap"); ok {
		for c := m.content(ref, 4*maxTracks); len(c) >= 4; c = c[4:] {
			t.chapters = append(t.chapters, binary.BigEndian.Uint32(c))
		}
	}
	t.table, _ = m.find(b, "mdia", "minf", "stbl")
	if desc, ok := first(m.children(t.table.at, t.table.end), "stsd"); ok {
		if c := m.content(desc, 16); len(c) == 16 {
			t.codec = string(c[12:])
		}
	}
	if sizes, ok := first(m.children(t.table.at, t.table.end), "stsz"); ok {
		if c := m.content(sizes, 12); len(c) == 12 {
			t.varying = binary.BigEndian.Uint32(c[4:]) == 0
			t.picture = binary.BigEndian.Uint32(c[8:]) == 1
		}
	}
	return t
}

// versioned reads a number of n bytes that stands at another place in version 1 of a box than in version 0.
func (m *mp4) versioned(b box, at0, at1, n int64) int64 {
	at := at0
	if c := m.read(b.at, 1); c != nil && c[0] == 1 {
		at = at1
	}
	if b.at+at+n > b.end {
		return 0
	}
	var v int64
	for _, c := range m.read(b.at+at, n) {
		v = v<<8 | int64(c)
	}
	return max(v, 0)
}

// versionedWide reads a number that has four bytes in version 0 of a box and eight in version 1. All ones stand for unknown.
func (m *mp4) versionedWide(b box, at0, at1 int64) int64 {
	n := int64(4)
	if c := m.read(b.at, 1); c != nil && c[0] == 1 {
		n = 8
	}
	v := m.versioned(b, at0, at1, n)
	if v == 0xffffffff && n == 4 {
		return 0
	}
	return v
}

// edited adds up what an edit list shows of a track, in the movie's units; empty edits are silence before it.
func (m *mp4) edited(b box) int64 {
	c := m.content(b, 1<<16)
	if len(c) < 8 {
		return 0
	}
	wide := c[0] == 1
	var total int64
	for rest := c[8:]; ; {
		var length, from int64
		switch {
		case wide && len(rest) >= 20:
			length, from, rest = int64(binary.BigEndian.Uint64(rest)), int64(binary.BigEndian.Uint64(rest[8:])), rest[20:]
		case !wide && len(rest) >= 12:
			length, from, rest = int64(binary.BigEndian.Uint32(rest)), int64(int32(binary.BigEndian.Uint32(rest[4:]))), rest[12:]
		default:
			return total
		}
		if from >= 0 && length > 0 && length < 1<<48 {
			total += length
		}
	}
}

// audioTrack returns the track that is heard: the first with sound.
func audioTrack(tracks []track) (track, bool) {
	i := slices.IndexFunc(tracks, func(t track) bool { return t.handler == "soun" })
	if i < 0 {
		return track{}, false
	}
	return tracks[i], true
}

// hasVideo reports whether there are moving pictures.
func hasVideo(tracks []track) bool {
	return slices.ContainsFunc(tracks, func(t track) bool { return t.handler == "vide" && !t.picture })
}

// lasting turns units of a scale into time; 0 when they make no sense.
func lasting(units, scale int64) time.Duration {
	if units <= 0 || scale <= 0 || units/scale >= 1e7 {
		return 0
	}
	return time.Duration(units/scale)*time.Second + time.Duration(units%scale*int64(time.Second)/scale)
}
