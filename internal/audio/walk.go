package audio

import (
	"time"

	"insider/internal/fault"
)

const (
	samplePoints = 12 // places at which a stream's bit rate is looked at
	sampleFrames = 40 // frames in a row at each
	sampleBytes  = 16 << 10
	walkBytes    = 64 << 10
)

// constant reports whether the bit rate is the same wherever the stream is looked at.
func (s *stream) constant() (bool, error) {
	enough := int(min(s.first.length*(sampleFrames+chainLength), sampleBytes)) // while frames are as long as the first
	for i := range int64(samplePoints) {
		at := s.start + (s.end-s.start)/samplePoints*i
		window, err := s.look(at, enough)
		if err != nil {
			return false, err
		}
		if !s.constantIn(window, i == 0) {
			return false, nil
		}
	}
	return true, nil
}

// constantIn looks at the frames of a window; only in the first one a frame is known to begin at its start.
func (s *stream) constantIn(window []byte, aligned bool) bool {
	seen := 0
	for i := 0; i+headerLength <= len(window) && seen < sampleFrames; {
		f, ok := parseFrame(window[i:])
		ok = ok && f.follows(s.first)
		switch {
		case ok && seen == 0 && !aligned && !s.chainsIn(window[i:], f):
			i++
		case ok && f.bitRate != s.first.bitRate:
			return false
		case ok:
			i, seen = i+int(f.length), seen+1
		case seen > 0: // what follows is not audio; it is counted as if it were
			return true
		default:
			i++
		}
	}
	return true
}

// chainsIn reports whether consistent frames follow the one at the beginning of b, as far as b goes.
func (s *stream) chainsIn(b []byte, f frame) bool {
	for range chainLength - 1 {
		if f.length > int64(len(b)-headerLength) {
			return false
		}
		b = b[f.length:]
		g, ok := parseFrame(b)
		if !ok || !g.follows(s.first) {
			return false
		}
		f = g
	}
	return true
}

// walk adds up the time of all frames. It reads the whole stream, a piece at a time, and passes over what is no frame.
func (s *stream) walk(info *Info) error {
	var total time.Duration
	var sound int64
	rates := map[int]bool{}
	for at := s.start; at < s.end; {
		window, err := s.look(at, walkBytes)
		if err != nil {
			return err
		}
		used, complete := int64(0), int64(len(window))
		for used+headerLength <= complete {
			f, ok := parseFrame(window[used:])
			if !ok || f.version != s.first.version {
				used++
				continue
			}
			total += f.duration(1)
			sound += f.length
			rates[f.bitRate] = true
			used += f.length
		}
		at += max(used, 1)
		if complete < walkBytes {
			break
		}
	}
	if sound < (s.end-s.start)/2 {
		return fault.New(fault.Invalid, "Over half of the MP3 is damaged: only %d of %d bytes are sound. Export it again.", sound, s.end-s.start)
	}
	info.Duration, info.VBR = total, len(rates) > 1
	return nil
}
