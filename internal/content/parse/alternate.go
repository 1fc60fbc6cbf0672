package parse

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

// AlternateFront is the episode in another form; Name is the file beside the text.
type AlternateFront struct {
	Name string
	show.Alternate
}

const maxShort = 32 // characters of podcast:alternateEnclosure@title and podcast:episode@display

var (
	mimeForm      = regexp.MustCompile(`^(audio|video)/[a-z0-9][a-z0-9.+-]*$`)
	sourceForm    = regexp.MustCompile(`^[a-z]+/[a-z0-9][a-z0-9.+-]*$`)
	integrityForm = regexp.MustCompile(`^(sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==)$`)
)

// alternates reads a list of {file or url, type, bytes, bitrate, height, language, title, rel, codecs, default, sources,
// integrity}.
func (p *parse) alternates(m *mapping) []AlternateFront {
	var out []AlternateFront
	for _, x := range m.mappings("alternates", "an alternate") {
		a := AlternateFront{Name: x.text("file")}
		a.Sources = p.sources(x)
		a.Type, a.Bytes = x.mime("type"), int64(x.upTo("bytes", 1<<40))
		a.BitRate, a.Height = x.upTo("bitrate", 1e9), x.number("height")
		a.Title, a.Rel, a.Codecs = x.short("title", maxShort), x.short("rel", maxShort), x.short("codecs", maxLabel)
		a.Default, a.Integrity = x.flag("default", false), x.text("integrity")
		if a.Language = x.text("language"); a.Language != "" {
			a.Language = p.checkLanguage(x.line("language"), a.Language)
		}
		p.alternate(x, &a)
		x.done()
		out = append(out, a)
	}
	return out
}

// alternate completes what is read from the file, or asks for it.
func (p *parse) alternate(m *mapping, a *AlternateFront) {
	if a.Integrity != "" && !integrityForm.MatchString(a.Integrity) {
		p.complain(m.line("integrity"), mistake.BadIntegrity, fmt.Sprintf("integrity is %q.", a.Integrity),
			"Write the hash as browsers take it, sha256-, sha384- or sha512- and base64, or leave it out: of a file beside the text it is computed.")
	}
	if a.Name == "" {
		m.need("type", "bytes")
		if len(a.Sources) == 0 {
			p.complain(m.at, mistake.MissingKey, "An alternate is a file or has an address.", "Write file: ... or url: https://...")
		}
		return
	}
	f := p.beside(m.line("file"), a.Name, mistake.FileNotFound)
	if f == nil {
		return
	}
	if a.Type == "" {
		a.Type = f.Type
	}
	if !mimeForm.MatchString(a.Type) {
		p.complain(m.line("file"), mistake.BadChoice, fmt.Sprintf("%s is %s, neither audio nor video.", a.Name, a.Type), "Name an audio or video file.")
	}
	a.Bytes = f.Bytes
	if a.Integrity == "" {
		known, err := p.v.Integrity(f.Source)
		if err != nil {
			p.unreadable(m.line("file"), f.Source, err)
			return
		}
		a.Integrity = known.Integrity
	}
}

// sources reads url and the list sources: texts, or {uri, type}.
func (p *parse) sources(m *mapping) []show.Source {
	var out []show.Source
	if s := m.address("url"); s != "" {
		out = append(out, show.Source{URI: s})
	}
	for _, v := range m.list("sources") {
		if v.isMapping() {
			x := v.mapping("a source")
			x.need("uri")
			s := show.Source{URI: x.uri("uri"), Type: x.text("type")}
			if s.Type != "" && !sourceForm.MatchString(s.Type) {
				p.complain(x.line("type"), mistake.BadChoice, fmt.Sprintf("type is %q.", s.Type), "Write a MIME type such as application/x-bittorrent.")
			}
			x.done()
			out = append(out, s)
		} else if s := v.text(); absoluteURI(s) {
			out = append(out, show.Source{URI: s})
		} else if s != "" {
			p.complain(v.at, mistake.BadURL, fmt.Sprintf("The source is %q.", s), "Write a whole address, such as https://... or ipfs://...")
		}
	}
	return out
}

// mimes are types that are often meant by other words.
var mimes = map[string]string{
	"mp3": "audio/mpeg", "audio/mp3": "audio/mpeg", "m4a": "audio/mp4", "audio/m4a": "audio/mp4", "audio/x-m4a": "audio/mp4", "aac": "audio/aac",
	"opus": "audio/opus", "ogg": "audio/ogg", "mp4": "video/mp4", "video": "video/mp4", "flac": "audio/flac", "wav": "audio/wav",
}

// mime returns a MIME type of audio or video, "" when it is not written.
func (m *mapping) mime(key string) string {
	s := m.text(key)
	near := mimes[strings.ToLower(s)]
	if s == "" || near == "" && mimeForm.MatchString(s) {
		return s
	}
	fix := "Write the MIME type of the file, such as audio/mpeg or video/mp4."
	if near != "" {
		fix = "Write: " + key + ": " + near
	}
	m.r.complain(m.line(key), mistake.BadChoice, fmt.Sprintf("%s is %q.", key, s), fix)
	return ""
}

// upTo returns a whole number from 1 to most, 0 when the key is not written.
func (m *mapping) upTo(key string, most int64) int {
	v, ok := m.get(key)
	if !ok {
		return 0
	}
	n, isNumber := v.whole()
	switch {
	case !isNumber:
		v.wrongType("a whole number", key+": 12345678")
	case n < 1 || n > most:
		m.r.complain(v.at, mistake.BadNumber, fmt.Sprintf("%s is %d.", key, n), fmt.Sprintf("Write a number from 1 to %d.", most))
	default:
		return int(n)
	}
	return 0
}

// checkAlternates complains of an alternate that is the episode's audio under the same address without saying so.
func (p *parse) checkAlternates(m *mapping, e *EpisodeFront) {
	for i := range e.Alternates {
		a := &e.Alternates[i]
		if f, ok := p.rec.File(a.Name); ok && f.Copy != nil && a.Name == e.Audio.Name {
			p.takeCopy(m, a, f.Copy)
		}
		same := a.Name != "" && a.Name == e.Audio.Name || slices.ContainsFunc(a.Sources, func(s show.Source) bool { return s.URI == e.Audio.URL })
		if same && !a.Default {
			p.complain(m.line("alternates"), mistake.DuplicateAudio, "An alternate is the episode's own audio.", "Add the key: default: true, or name another file.")
		}
	}
}

// takeCopy tells of an alternate what is served in place of its file.
func (p *parse) takeCopy(m *mapping, a *AlternateFront, stored *show.Copy) {
	known, err := p.v.Integrity(stored.Source)
	if err != nil {
		p.unreadable(m.line("alternates"), stored.Source, err)
		return
	}
	a.Bytes, a.Integrity = stored.Bytes, known.Integrity
}
