package parse

import (
	"errors"
	"fmt"
	"strings"

	"insider/internal/caption"
	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/show"
)

// transcripts reads a file, or files by language.
func (p *parse) transcripts(m *mapping) []TranscriptFront {
	v, ok := m.get("transcript")
	if !ok {
		return nil
	}
	if !v.isMapping() {
		if name := v.text(); name != "" && p.transcript(v.at, name) {
			return []TranscriptFront{{Name: name}}
		}
		return nil
	}
	var out []TranscriptFront
	byLanguage := v.mapping("transcript")
	for _, language := range byLanguage.order {
		file, _ := byLanguage.get(language)
		p.checkLanguage(file.at, language)
		if name := file.text(); name != "" && p.transcript(file.at, name) {
			out = append(out, TranscriptFront{language, name})
		}
	}
	return out
}

// transcript checks a transcript and remembers its speakers.
func (p *parse) transcript(line int, name string) bool {
	if !caption.CanRead(name) {
		p.complain(line, mistake.BadTranscript, fmt.Sprintf("The transcript %s is of a kind that is not read.", name), "Export it as WebVTT (.vtt), SRT (.srt) or Podcasting 2.0 JSON (.json); the site offers the other forms by itself.")
		return false
	}
	data, known, err := p.v.Text(folder.Join(p.dir, name), caption.MaxBytes) // first: what was read need not be read for its hash
	f := p.beside(line, name, mistake.FileNotFound)
	if f == nil {
		return false
	}
	if err != nil {
		p.unreadable(line, f.Source, err)
		return false
	}
	cues, err := caption.Read(name, data)
	if err != nil {
		var e *caption.Error
		at := 0
		sentence := err.Error()
		if errors.As(err, &e) {
			at, sentence = e.Line, e.Sentence
		}
		p.note(mistake.Mistake{File: f.Source, Line: at, Rule: mistake.BadTranscript, Sentence: "The transcript cannot be read.", Fix: sentence})
		return false
	}
	p.hear(cues)
	if err := p.v.Keep(known.Hash, data); err != nil {
		p.complain(line, mistake.Unreadable, "The transcript cannot be kept: "+err.Error()+".", "Check the space left in the data folder.")
	}
	return true
}

// hear remembers who speaks.
func (p *parse) hear(cues []show.Cue) {
	if p.heard == nil {
		p.heard = map[string]bool{"": true}
	}
	for _, c := range cues {
		if !p.heard[c.Speaker] {
			p.heard[c.Speaker] = true
			p.speakers = append(p.speakers, c.Speaker)
		}
	}
}

// maxCompared is with how many speakers of a transcript a misspelt voice is compared.
const maxCompared = 1000

// checkVoices complains of voices that no transcript knows. Without a transcript there is nothing to compare.
func (p *parse) checkVoices(m *mapping, voices []VoiceFront) {
	if p.speakers == nil {
		return
	}
	sub, ok := m.pairs["voices"]
	if !ok || !sub.isMapping() {
		return
	}
	labels := sub.mapping("voices")
	for _, v := range voices {
		if p.full || p.heard[v.Label] {
			continue
		}
		fix := "Its speakers: " + strings.Join(p.speakers[:min(len(p.speakers), 10)], ", ") + "."
		if near := mistake.Nearest(v.Label, p.speakers[:min(len(p.speakers), maxCompared)]); near != "" {
			fix = fmt.Sprintf("Did you mean %q?", near)
		}
		p.complain(labels.line(v.Label), mistake.UnknownVoice, fmt.Sprintf("No transcript has a speaker %q.", v.Label), fix)
	}
}
