package audio

import (
	"encoding/binary"
	"slices"
	"time"
)

// chapters reads the chapters of an MP4 file: the text track that the sound names, as Apple's programs write it, else the
// list that Nero introduced.
func (m *mp4) chapters(movie box, sound track, tracks []track, length time.Duration) []Chapter {
	var all []Chapter
	for _, t := range tracks {
		if slices.Contains(sound.chapters, t.id) && (t.handler == "text" || t.handler == "sbtl") && all == nil {
			all = m.chapterTrack(t)
		}
	}
	if all == nil {
		if list, ok := m.find(movie, "udta", "chpl"); ok {
			all = chapterList(m.content(list, 1<<18))
		}
	}
	slices.SortStableFunc(all, func(a, b Chapter) int { return int(min(max(a.Start-b.Start, -1), 1)) })
	for i := range all {
		all[i].End = max(length, all[i].Start)
		if i+1 < len(all) {
			all[i].End = all[i+1].Start
		}
	}
	return all
}

// chapterList reads a chpl box: starts in units of 100 nanoseconds, each with a title of at most 255 bytes.
func chapterList(c []byte) []Chapter {
	at := 4 // behind version and flags; in version 1 four bytes follow that nobody uses
	if len(c) > 0 && c[0] == 1 {
		at = 8
	}
	rest := tail(c, at)
	if len(rest) < 1 {
		return nil
	}
	var all []Chapter
	for count, rest := int(rest[0]), rest[1:]; count > 0 && len(rest) >= 9; count-- {
		start, length := binary.BigEndian.Uint64(rest), int(rest[8])
		if len(rest) < 9+length {
			break
		}
		if title := decodeText(utf8Enc, rest[9:9+length]); title != "" && start < 1e14 {
			all = append(all, Chapter{Start: time.Duration(start) * 100, Title: title})
		}
		rest = rest[9+length:]
	}
	return all
}

// chapterTrack reads the samples of a text track: each is a title that begins at its sample's time.
func (m *mp4) chapterTrack(t track) []Chapter {
	boxes := m.children(t.table.at, t.table.end)
	starts := m.sampleStarts(boxes, t.scale)
	places := m.samplePlaces(boxes, len(starts))
	var all []Chapter
	for i, at := range places {
		head := m.read(at, 2)
		if head == nil {
			continue
		}
		body := m.read(at+2, int64(binary.BigEndian.Uint16(head)))
		encoding := byte(utf8Enc)
		if len(body) >= 2 && (body[0] == 0xfe && body[1] == 0xff || body[0] == 0xff && body[1] == 0xfe) {
			encoding = utf16BO
		}
		if title := decodeText(encoding, body); title != "" {
			all = append(all, Chapter{Start: starts[i], Title: title})
		}
	}
	return all
}

// sampleStarts are the times of the samples of a track, at most MaxChapters.
func (m *mp4) sampleStarts(boxes []box, scale int64) []time.Duration {
	times, ok := first(boxes, "stts")
	if !ok {
		return nil
	}
	var all []time.Duration
	var at int64
	for c := tail(m.content(times, 8*MaxChapters+8), 8); len(c) >= 8; c = c[8:] {
		count, each := binary.BigEndian.Uint32(c), int64(binary.BigEndian.Uint32(c[4:]))
		for range min(count, MaxChapters) {
			if len(all) == MaxChapters {
				return all
			}
			all = append(all, lasting(at, scale))
			at += each
		}
	}
	return all
}

// samplePlaces are the offsets of the first n samples of a track: samples lie one after the other in chunks.
func (m *mp4) samplePlaces(boxes []box, n int) []int64 {
	sizes, offsets, perChunk := m.numbers(boxes, "stsz"), m.chunkOffsets(boxes), m.numbers(boxes, "stsc")
	if len(sizes) < 1 || len(perChunk) < 1 {
		return nil
	}
	same, sizes := sizes[0], tail32(sizes, 2)
	perChunk = perChunk[1:]
	var all []int64
	for chunk, at := range offsets {
		in := uint32(1)
		for entry := 0; entry+2 < len(perChunk) && perChunk[entry] <= uint32(chunk+1); entry += 3 {
			in = perChunk[entry+1]
		}
		for range min(in, MaxChapters) {
			if len(all) == n {
				return all
			}
			all = append(all, at)
			if same > 0 {
				at += int64(same)
			} else if len(all) <= len(sizes) {
				at += int64(sizes[len(all)-1])
			}
		}
	}
	return all
}

// numbers reads the 32-bit numbers of a table behind its version and flags, as many as chapters can need.
func (m *mp4) numbers(boxes []box, kind string) []uint32 {
	b, ok := first(boxes, kind)
	if !ok {
		return nil
	}
	var all []uint32
	for c := tail(m.content(b, 12*MaxChapters+16), 4); len(c) >= 4; c = c[4:] {
		all = append(all, binary.BigEndian.Uint32(c))
	}
	return all
}

// chunkOffsets are the places of the chunks of a track in the file, in 32 or 64 bits.
func (m *mp4) chunkOffsets(boxes []box) []int64 {
	var all []int64
	for _, n := range tail32(m.numbers(boxes, "stco"), 1) {
		all = append(all, int64(n))
	}
	if b, ok := first(boxes, "co64"); ok && all == nil {
		for c := tail(m.content(b, 8*MaxChapters+8), 8); len(c) >= 8; c = c[8:] {
			all = append(all, int64(binary.BigEndian.Uint64(c)&(1<<62-1)))
		}
	}
	return all
}

func tail32(list []uint32, from int) []uint32 { return list[min(from, len(list)):] }
