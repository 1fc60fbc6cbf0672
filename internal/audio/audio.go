// Package audio tells what an audio file is: its type, length, tags and chapters.
//
// It owns reading MP3 (MPEG-1, 2 and 2.5 layer III with ID3v1, ID3v2.2 to 2.4 and APE tags) and MP4 (M4A, M4B and video, with
// the tags and chapters of iTunes and Nero) through small bounded reads of an io.ReaderAt, whatever the file claims about
// itself; and writing copies of MP3 files with other tags. It does not decode sound, open files or know episodes.
package audio

import (
	"io"
	"time"
)

// MP3 is the MIME type of MP3 files.
const MP3 = "audio/mpeg"

// Info is what a file says about itself.
type Info struct {
	Type        string        // MIME type
	Bytes       int64         // of the whole file
	HeaderBytes int64         // before the first sound: tags, pictures, tables, padding
	Duration    time.Duration // of the sound
	BitRate     int           // bits per second; the average of a variable bit rate
	VBR         bool          // variable bit rate
	Title       string        // the tags' texts are one line of clean UTF-8, "" when absent
	Artist      string
	Album       string
	Chapters    []Chapter // by start
	Picture     []byte    // the cover as embedded, nil when absent or over MaxPicture
	PictureType string    // MIME type of Picture as sniffed: image/jpeg, image/png, image/gif or image/webp
	Source      string    // what Stamp wrote about the file it was made from, "" in other files
}

// Chapter is a chapter embedded in the file.
type Chapter struct {
	Start, End time.Duration
	Title      string
	Link       string // http or https address, or ""
}

// Bounds of what is kept of a file; what is over them is left out.
const (
	MaxPicture  = 8 << 20
	MaxChapters = 500
	MaxText     = 1000 // bytes of a title, name or link
)

// Probe reads what a file of the given size is. A file that is neither MP3 nor MP4, or a damaged one, is a fault.Invalid
// whose sentence says what is wrong; an error of r is returned as it is.
func Probe(r io.ReaderAt, size int64) (*Info, error) {
	if is, err := isMP4(r, size); is || err != nil {
		if err != nil {
			return nil, err
		}
		return probeMP4(r, size)
	}
	info := &Info{Type: MP3, Bytes: size}
	window := windows.Get().(*[walkBytes]byte)
	defer windows.Put(window)
	s, err := openStream(r, size, window[:], info)
	if err != nil {
		return nil, err
	}
	info.HeaderBytes = s.start
	if err := s.measure(info); err != nil {
		return nil, err
	}
	return info, nil
}
