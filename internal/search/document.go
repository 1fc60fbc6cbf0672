package search

import (
	"strings"
	"unicode/utf8"

	"insider/internal/show"
)

// words are what stands beside the text of a thing.
type words struct {
	title string
	names []string // people, topics, and the number as people say it
}

// wordsOf returns what stands beside the text of a thing; a transcript has nothing of its own.
func wordsOf(s *show.Show, t *thing) words {
	switch x := t.of.(type) {
	case *show.Episode:
		if t.kind == Transcripts {
			return words{}
		}
		names := make([]string, 0, len(x.People)+len(x.Topics)+1)
		for _, c := range x.People {
			names = append(names, c.Person.Name)
		}
		return words{x.Title, append(topicNames(names, x.Topics), label(s.Tags.Episode, x.TagNumber()))}
	case *show.Article:
		names := make([]string, 0, len(x.Authors)+len(x.Topics)+1)
		for _, p := range x.Authors {
			names = append(names, p.Name)
		}
		return words{x.Title, append(topicNames(names, x.Topics), label(s.Tags.Article, x.TagNumber()))}
	case *show.Story:
		return words{x.Title, []string{x.Credit, x.Industry, x.Country, x.Label()}}
	case *show.Person:
		return words{x.Name, []string{x.Role}}
	case *show.Page:
		return words{x.Title, nil}
	}
	return words{}
}

func topicNames(names []string, topics []show.Topic) []string {
	for _, t := range topics {
		names = append(names, t.Name)
	}
	return names
}

// label is a tag as people say it, "" without a number.
func label(letters, number string) string {
	if number == "" {
		return ""
	}
	return letters + " " + number
}

// entry reads what the index keeps of a thing. With an error it holds what could be read.
func entry(s *show.Show, t *thing) (out Entry, err error) {
	out.Item = Item{Path: t.path, Hash: t.hash}
	if ep, ok := t.of.(*show.Episode); ok && t.kind == Transcripts {
		cues, err := ep.Transcripts[ep.MainTranscript(s)].Script.Cues()
		out.Passages = passages(cues)
		return out, err
	}
	w := wordsOf(s, t)
	out.Title = tidy(w.title)
	for _, name := range w.names {
		if name = tidy(name); name != "" {
			out.Names += name + "\n"
		}
	}
	out.Text, err = textOf(t)
	return out, err
}

// textOf returns the whole text of a thing: its summary, the titles of its parts, what its author wrote.
func textOf(t *thing) (string, error) {
	var parts []string
	var body show.Text
	switch x := t.of.(type) {
	case *show.Episode:
		parts, body = append(parts, x.Summary), x.Notes
		for _, c := range x.Chapters {
			parts = append(parts, c.Title)
		}
	case *show.Article:
		parts, body = append(parts, x.Summary), x.Body
	case *show.Story:
		parts = append(parts, x.Plain)
	case *show.Page:
		parts, body = append(parts, x.Summary), x.Body
	case *show.Person:
		body = x.Bio
	}
	if body != nil {
		d, err := body.Document()
		if err != nil {
			return "", err
		}
		parts = append(parts, strings.Split(d.Plain, "\n\n")...)
	}
	return joined(parts), nil
}

// joined puts parts on one line, with a dot between where one does not end like a sentence.
func joined(parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		if p = tidy(p); p == "" {
			continue
		}
		if last, _ := utf8.DecodeLastRuneInString(b.String()); b.Len() > 0 && spoken(last) {
			b.WriteString(" ·")
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p)
	}
	return b.String()
}
