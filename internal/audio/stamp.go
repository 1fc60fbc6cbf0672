package audio

import (
	"cmp"
	"io"
	"strconv"
	"time"

	"insider/internal/fault"
)

// Tag is what an MP3 says about itself. Empty fields are not written.
type Tag struct {
	Title, Artist, Album, Genre string
	Number                      int // of the episode, 0 when it has none
	Date                        time.Time
	Page                        string // http or https address
	Cover                       []byte // JPEG or PNG
	Chapters                    []Chapter
	Source                      string // what the file was made from, for programs; Probe reads it back
}

// Stamp writes a copy of an MP3 with a tag of ID3v2.4 in place of its tags. The frames of sound are the same bytes, and
// the same file and tag give the same copy. A chapter without an end lasts until the next one, the last until the sound
// ends. What Probe refuses is refused, and so is what is no MP3, as a fault.Invalid; an error of r or w is returned as it is.
func Stamp(w io.Writer, r io.ReaderAt, size int64, tag Tag) error {
	if is, err := isMP4(r, size); is || err != nil {
		return cmp.Or(err, fault.New(fault.Invalid, "This is an MP4 file. Only MP3 files are stamped; write title, cover and chapters of an M4A when you export it."))
	}
	info := &Info{Type: MP3, Bytes: size}
	s, err := openStream(r, size, make([]byte, walkBytes), info)
	if err != nil {
		return err
	}
	begin := s.start
	if err := s.measure(info); err != nil {
		return err
	}
	frames, err := tag.frames(info.Duration)
	if err != nil {
		return err
	}
	if _, err := w.Write(frames); err != nil {
		return err
	}
	_, err = io.Copy(w, io.NewSectionReader(r, begin, s.end-begin))
	return err
}

// sourceMark describes the text of a tag that says what the file was made from.
const sourceMark = "Insider source"

// frames returns the tag in bytes.
func (t Tag) frames(length time.Duration) ([]byte, error) {
	var b tagWriter
	b.text("TIT2", t.Title)
	b.text("TPE1", t.Artist)
	b.text("TALB", t.Album)
	b.text("TCON", t.Genre)
	if t.Number > 0 {
		b.text("TRCK", strconv.Itoa(t.Number))
	}
	if !t.Date.IsZero() {
		b.text("TDRC", t.Date.UTC().Format("2006-01-02T15:04:05"))
	}
	b.address("WOAF", t.Page)
	b.userText(sourceMark, t.Source)
	b.picture(t.Cover)
	b.chapters(t.Chapters, length)
	return b.tag()
}
