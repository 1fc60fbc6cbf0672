package parse

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"insider/internal/audio"
	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/fault"
	"insider/internal/show"
)

// audio reads the audio of an episode: a file beside it, a media path, or an address elsewhere with its facts.
func (p *parse) audio(m *mapping, e *EpisodeFront) AudioFront {
	v, ok := m.get("audio")
	switch {
	case !ok && (e.Draft || !m.lacks("audio")):
		return AudioFront{}
	case !ok:
		p.complain(m.at, mistake.MissingAudio, "The episode has no audio.", "Add a line like audio: "+p.rec.Slug+".mp3, or draft: true.")
		return AudioFront{}
	case v.isMapping():
		return p.remoteAudio(v.mapping("audio"))
	}
	name := v.text()
	switch {
	case name == "":
		return AudioFront{}
	case strings.HasPrefix(name, folder.MediaPrefix):
		return p.uploadedAudio(v.at, name, e.Aliases)
	case webURL(name):
		p.complain(v.at, mistake.AudioIncomplete, "Audio that lives elsewhere needs its size, type and length, which directories ask for.",
			fmt.Sprintf("Write: audio: {url: %s, bytes: 12345678, type: audio/mpeg, duration: 48:00}", name))
		return AudioFront{}
	}
	_, _ = p.v.Audio(folder.Join(p.dir, name)) // first: what is read for the probe need not be read for its fingerprint
	f := p.beside(v.at, name, mistake.AudioNotFound)
	if f == nil {
		return AudioFront{}
	}
	return p.copied(v.at, f, p.probed(v.at, f, ""))
}

// uploadedAudio takes audio by the path it is served under, which must be the episode's own or that of an alias.
func (p *parse) uploadedAudio(line int, media string, aliases []string) AudioFront {
	slug, name, ok := strings.Cut(strings.TrimPrefix(media, folder.MediaPrefix+string(show.Episodes)+"/"), "/")
	own := slug == p.rec.Slug
	for _, a := range aliases {
		own = own || a == "/"+string(show.Episodes)+"/"+slug
	}
	if !ok || !own || strings.Contains(name, "/") {
		p.complain(line, mistake.AudioNotFound, fmt.Sprintf("%s is no media path of this episode.", media), fmt.Sprintf("It begins with %s.", show.MediaPath(show.Episodes, p.rec.Slug, "")))
		return AudioFront{}
	}
	source := folder.MediaPrefix + string(show.Episodes) + "/" + slug + "/" + name
	if _, err := p.v.Entry(source); errors.Is(err, folder.ErrAbsent) {
		if _, err := p.v.Entry(folder.Join(p.dir, name)); err == nil {
			source = folder.Join(p.dir, name)
		}
	}
	f := p.add(line, name, source, mistake.AudioNotFound)
	if f == nil {
		return AudioFront{}
	}
	return p.copied(line, f, p.probed(line, f, media))
}

func (p *parse) probed(line int, f *show.File, media string) AudioFront {
	known, err := p.v.Audio(f.Source)
	if err != nil {
		if fault.Is(err, fault.Invalid) {
			p.complain(line, mistake.BrokenAudio, fmt.Sprintf("The audio file %s cannot be read.", f.Name), fault.Sentence(err))
		} else {
			p.unreadable(line, f.Source, err)
		}
		return AudioFront{}
	}
	if !p.namedAs(line, f.Name, known.Audio.Type) {
		return AudioFront{}
	}
	f.Type = typeOf(f.Name)
	return AudioFront{Name: f.Name, Path: media, Type: f.Type, Bytes: f.Bytes, Duration: known.Audio.Duration, HeaderBytes: known.Audio.HeaderBytes,
		Cover: known.Audio.Cover, Chaptered: len(known.Audio.Chapters) > 0}
}

// audioExtensions are the ends of the names of files whose kind is read, by MIME type. A name tells apps what a file is
// before they ask, so it has to be true; .mp4 may hold sound alone.
var audioExtensions = map[string][]string{audio.MP3: {".mp3"}, audio.M4A: {".m4a", ".m4b", ".mp4"}, audio.MP4: {".mp4"}}

// namedAs complains of a name that promises another kind of audio than the file is.
func (p *parse) namedAs(line int, name, kind string) bool {
	ext := path.Ext(name)
	right := audioExtensions[kind]
	if slices.Contains(right, strings.ToLower(ext)) {
		return true
	}
	p.complain(line, mistake.AudioName, fmt.Sprintf("The name of %s says something else than the file is, %s.", name, kind), fmt.Sprintf("Rename it to %s, here too.", strings.TrimSuffix(name, ext)+right[0]))
	return false
}

// remoteAudio reads {url, bytes, type, duration}; each must be given.
func (p *parse) remoteAudio(m *mapping) AudioFront {
	before := len(p.mistakes)
	a := AudioFront{URL: m.address("url"), Type: m.text("type"), Duration: m.duration("duration")}
	if v, ok := m.get("bytes"); ok {
		n, isNumber := v.whole()
		if !isNumber {
			v.wrongType("a whole number", "bytes: 12345678")
		} else if n < 1 {
			p.complain(v.at, mistake.BadNumber, fmt.Sprintf("bytes is %d.", n), "Write the size of the file in bytes.")
		}
		a.Bytes = n
	}
	var missing []string
	for _, key := range []string{"url", "bytes", "type", "duration"} {
		if !m.has(key) {
			missing = append(missing, key)
		}
	}
	m.done()
	if len(missing) > 0 {
		p.complain(m.at, mistake.AudioIncomplete, "Audio that lives elsewhere needs "+strings.Join(missing, ", ")+" too, which directories ask for.",
			"Write: audio: {url: https://..., bytes: 12345678, type: audio/mpeg, duration: 48:00}")
		return a
	}
	if a.Type != "" && !strings.HasPrefix(a.Type, "audio/") && !strings.HasPrefix(a.Type, "video/") {
		p.complain(m.line("type"), mistake.BadChoice, fmt.Sprintf("type is %q.", a.Type), "Write the MIME type of the file, such as audio/mpeg or audio/mp4.")
	}
	if a.Duration <= 0 && len(p.mistakes) == before {
		p.complain(m.line("duration"), mistake.BadDuration, "duration is nothing.", "Write seconds, or a time like 1:02:03 or 12:30.")
	}
	return a
}
