package caption

import (
	"fmt"
	"path"
	"strings"

	"insider/internal/show"
)

// Document is a transcript to be written. Title and Language are for forms that say what they are.
type Document struct {
	Title    string
	Language string // BCP 47, "" when unknown
	Cues     []show.Cue
}

// Form is one form of a transcript.
type Form struct {
	Extension string // without the dot
	Type      string // MIME type as feeds name it
	Name      string // for people
	Timed     bool   // each cue keeps its times
	Write     func(Document) []byte

	read func([]byte) ([]show.Cue, error) // nil: only written
}

var forms = []Form{
	{"vtt", "text/vtt", "WebVTT", true, func(d Document) []byte { return FormatVTT(d.Cues) }, ParseVTT},
	{"srt", "application/x-subrip", "SRT", true, func(d Document) []byte { return FormatSRT(d.Cues) }, ParseSRT},
	{"json", "application/json", "JSON", true, func(d Document) []byte { return FormatJSON(d.Cues) }, ParseJSON},
	{"html", "text/html", "HTML", false, FormatHTML, nil},
	{"txt", "text/plain", "Plain text", false, func(d Document) []byte { return FormatText(d.Cues) }, nil},
}

// Forms returns every form that is written, the one that apps like best first.
func Forms() []Form { return append([]Form(nil), forms...) }

// CanRead reports whether the extension of a file's name is that of a form that is read.
func CanRead(name string) bool { return reader(name) != nil }

// Read reads a transcript in the form that the extension of its name tells. The error is an *Error with the line.
func Read(name string, data []byte) ([]show.Cue, error) {
	read := reader(name)
	if read == nil {
		return nil, &Error{0, fmt.Sprintf("%q is no transcript: WebVTT (.vtt), SRT (.srt) and Podcasting 2.0 JSON (.json) are read.", cut(name, 80))}
	}
	return read(data)
}

func reader(name string) func([]byte) ([]show.Cue, error) {
	for _, f := range forms {
		if strings.EqualFold(path.Ext(name), "."+f.Extension) {
			return f.read
		}
	}
	return nil
}
