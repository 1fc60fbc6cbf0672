package parse

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"insider/internal/caption"
	"insider/internal/content/folder"
	"insider/internal/content/mistake"
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
		p.mistakes = append(p.mistakes, mistake.Mistake{File: f.Source, Line: at, Rule: mistake.BadTranscript, Sentence: "The transcript cannot be read.", Fix: sentence})
		return false
	}
	for _, c := range cues {
		if c.Speaker != "" && !slices.Contains(p.speakers, c.Speaker) {
			p.speakers = append(p.speakers, c.Speaker)
		}
	}
	if err := p.v.Keep(known.Hash, data); err != nil {
		p.complain(line, mistake.Unreadable, "The transcript cannot be kept: "+err.Error()+".", "Check the space left in the data folder.")
	}
	return true
}

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
		if slices.Contains(p.speakers, v.Label) {
			continue
		}
		fix := "Its speakers: " + strings.Join(p.speakers[:min(len(p.speakers), 10)], ", ") + "."
		if near := mistake.Nearest(v.Label, p.speakers); near != "" {
			fix = fmt.Sprintf("Did you mean %q?", near)
		}
		p.complain(labels.line(v.Label), mistake.UnknownVoice, fmt.Sprintf("No transcript has a speaker %q.", v.Label), fix)
	}
}
