package audio

import (
	"cmp"
	"encoding/binary"
	"time"
)

// duration finds how long the sound lasts: by the edits of its track, its media, its samples, the movie, or its fragments.
func (m *mp4) duration(movie box, t track, top []box) time.Duration {
	var scale, length int64
	if head, ok := m.find(movie, "mvhd"); ok {
		scale, length = m.versioned(head, 12, 20, 4), m.versionedWide(head, 16, 24)
	}
	return cmp.Or(
		lasting(t.edited, scale),
		lasting(t.length, t.scale),
		lasting(m.sampled(t), t.scale),
		m.fragmented(movie, t, top),
		lasting(length, scale),
	)
}

// sampled adds up the times of the samples of a track, in its units.
func (m *mp4) sampled(t track) int64 {
	times, ok := first(m.children(t.table.at, t.table.end), "stts")
	if !ok {
		return 0
	}
	var total int64
	for c := tail(m.content(times, 8<<20), 8); len(c) >= 8; c = c[8:] {
		total += int64(binary.BigEndian.Uint32(c)) * int64(binary.BigEndian.Uint32(c[4:]))
		if total < 0 || total > 1<<56 {
			return 0
		}
	}
	return total
}

// fragmented adds up the fragments of a track.
func (m *mp4) fragmented(movie box, t track, top []box) time.Duration {
	each := m.sampleLength(movie, t)
	var total int64
	for _, b := range top {
		if b.kind != "moof" {
			continue
		}
		for _, f := range m.children(b.at, b.end) {
			if f.kind == "traf" {
				total += m.fragment(f, t, each)
			}
		}
		if total < 0 || total > 1<<56 {
			return 0
		}
	}
	return lasting(total, t.scale)
}

// sampleLength is the default time of a sample in fragments of the track.
func (m *mp4) sampleLength(movie box, t track) int64 {
	extends, ok := m.find(movie, "mvex")
	if !ok {
		return 0
	}
	for _, b := range m.children(extends.at, extends.end) {
		if c := m.content(b, 24); b.kind == "trex" && len(c) == 24 && binary.BigEndian.Uint32(c[4:]) == t.id {
			return int64(binary.BigEndian.Uint32(c[12:]))
		}
	}
	return 0
}

// Flags of tfhd and trun: which fields follow.
const (
	tfhdOffset, tfhdDescription, tfhdDuration          = 0x1, 0x2, 0x8
	trunOffset, trunFirstFlags                         = 0x1, 0x4
	trunDuration, trunSize, trunFlags, trunComposition = 0x100, 0x200, 0x400, 0x800
)

// fragment adds up the samples of one fragment when it is of the track.
func (m *mp4) fragment(f box, t track, each int64) int64 {
	head, ok := m.find(f, "tfhd")
	c := m.content(head, 32)
	if !ok || len(c) < 8 || binary.BigEndian.Uint32(c[4:]) != t.id {
		return 0
	}
	flags, at := binary.BigEndian.Uint32(c)&0xffffff, 8
	if flags&tfhdOffset != 0 {
		at += 8
	}
	if flags&tfhdDescription != 0 {
		at += 4
	}
	if flags&tfhdDuration != 0 && len(c) >= at+4 {
		each = int64(binary.BigEndian.Uint32(c[at:]))
	}
	var total int64
	for _, b := range m.children(f.at, f.end) {
		if b.kind == "trun" {
			total += m.run(b, each)
		}
	}
	return total
}

// run adds up a run of samples, which have times of their own or each the same.
func (m *mp4) run(b box, each int64) int64 {
	c := m.content(b, 1<<20)
	if len(c) < 8 {
		return 0
	}
	flags, count, rest := binary.BigEndian.Uint32(c)&0xffffff, int64(binary.BigEndian.Uint32(c[4:])), c[8:]
	if flags&trunDuration == 0 {
		return min(count, 1<<24) * each
	}
	for _, flag := range []uint32{trunOffset, trunFirstFlags} {
		if flags&flag != 0 {
			rest = tail(rest, 4)
		}
	}
	stride := 4
	for _, flag := range []uint32{trunSize, trunFlags, trunComposition} {
		if flags&flag != 0 {
			stride += 4
		}
	}
	var total int64
	for ; count > 0 && len(rest) >= stride; count, rest = count-1, rest[stride:] {
		total += int64(binary.BigEndian.Uint32(rest))
	}
	return total
}

// bitRate is the average over all media of the file, in bits per second.
func bitRate(top []box, length time.Duration) int {
	var bytes int64
	for _, b := range top {
		if b.kind == "mdat" {
			bytes += b.end - b.at
		}
	}
	return int(float64(bytes) * 8 / length.Seconds())
}
