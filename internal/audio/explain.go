package audio

import (
	"bytes"

	"insider/internal/fault"
)

// others are formats that people mistake for MP3, by how the file begins.
var others = []struct {
	at          int
	begin, name string
}{
	{0, "RIFF", "a WAV file"},
	{0, "OggS", "an Ogg file (Vorbis or Opus)"},
	{0, "fLaC", "a FLAC file"},
	{4, "ftyp", "an MP4 file behind the tags of an MP3"},
	{0, "FORM", "an AIFF file"},
	{0, "\x1aE\xdf\xa3", "a Matroska or WebM file"},
	{0, "0&\xb2\x75", "a Windows Media file"},
	{0, "#!AMR", "an AMR file"},
	{0, "<", "a web page or XML file"},
	{0, "version https://git-lfs", "a pointer of Git LFS, not the file itself"},
	{0, "PK\x03\x04", "a ZIP archive"},
}

// refuse names what a file is that begins, after its tags, like something other than MP3.
func (s *stream) refuse() error {
	head, err := s.read(s.start, 64)
	if err != nil {
		return err
	}
	if len(head) == 0 {
		return fault.New(fault.Invalid, "The audio file has tags but no sound: it was cut off. Copy or export it again.")
	}
	for _, o := range others {
		if bytes.HasPrefix(tail(head, o.at), []byte(o.begin)) {
			return fault.New(fault.Invalid, "This is %s, not an MP3: export it as MP3 or M4A.", o.name)
		}
	}
	return nil
}

// explain says why no frame was found.
func (s *stream) explain() error {
	head, err := s.read(s.start, headerLength)
	if err != nil {
		return err
	}
	if len(head) >= headerLength && head[0] == 0xff && head[1]&0xe0 == 0xe0 {
		return explainFrame(head)
	}
	return fault.New(fault.Invalid, "No MP3 sound was found in the first %d KiB after the tags: the file is damaged or no MP3. Export it again.", maxJunk>>10)
}

// explainFrame says why what looks like a frame header begins no stream.
func explainFrame(head []byte) error {
	switch _, ok := parseFrame(head); {
	case ok:
		return fault.New(fault.Invalid, "The MP3 breaks off after its first frame: it is damaged or was cut off. Copy or export it again.")
	case layer(head) == 4 && head[1]&0xf0 == 0xf0:
		return fault.New(fault.Invalid, "This is a bare AAC file, which apps cannot seek in: export it as MP3 or M4A.")
	case layer(head) == 1 || layer(head) == 2:
		return fault.New(fault.Invalid, "This is MPEG layer %d audio, not MP3 (layer 3): export it as MP3.", layer(head))
	case head[2]>>4 == 0:
		return fault.New(fault.Invalid, "This MP3 is in free format, which most apps cannot play: export it with a usual bit rate such as 128 kbit/s.")
	}
	return fault.New(fault.Invalid, "The first frame of this MP3 is damaged: export it again.")
}
