package audio

import (
	"time"

	"insider/internal/fault"
)

// measure finds duration and bit rate: from the summary of an encoder when it is believable, from size and bit rate when
// that is constant, else by walking over all frames.
func (s *stream) measure(info *Info) error {
	sum, err := s.summary()
	if err != nil {
		return err
	}
	audio := s.end - s.start
	switch {
	case sum.bytes > info.Bytes+info.Bytes/100:
		return fault.New(fault.Invalid, "The MP3 was cut off: it says that it has %d bytes of sound, but only %d are here. Copy or export it again.", sum.bytes, audio)
	case sum.believable(s.first, audio):
		info.VBR = sum.vbr
		info.Duration = s.first.duration(sum.frames)
	default:
		return s.measureFrames(sum, info)
	}
	s.rate(info, audio)
	return nil
}

// measureFrames measures a stream whose summary is missing or cannot be believed.
func (s *stream) measureFrames(sum summary, info *Info) error {
	s.start += sum.length
	audio := s.end - s.start
	if audio < headerLength {
		return fault.New(fault.Invalid, "The MP3 has no sound after its first frame: it was cut off. Copy or export it again.")
	}
	constant, err := s.constant()
	if err != nil {
		return err
	}
	if constant {
		info.Duration = time.Duration(float64(audio) * 8 / float64(s.first.bitRate) * float64(time.Second))
	} else if err := s.walk(info); err != nil {
		return err
	}
	s.rate(info, audio)
	return nil
}

func (s *stream) rate(info *Info, audio int64) {
	info.BitRate = s.first.bitRate
	if seconds := info.Duration.Seconds(); info.VBR && seconds > 0 {
		info.BitRate = int(float64(audio) * 8 / seconds)
	}
}
