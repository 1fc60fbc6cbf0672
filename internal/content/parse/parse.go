// Package parse reads one content file, and what it names beside it, into a record, or tells what is wrong with it.
//
// It owns the content format: the keys of every kind, what they may hold, and which files they may name. It does not compare
// files with one another, remember anything, or decide what is shown.
package parse

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/frontmatter"
	"insider/internal/markdown"
	"insider/internal/show"
)

// parse is one content file being read into a record.
type parse struct {
	*reader
	v        *Context
	rec      *Record
	dir      string // where the files beside it lie
	body     []byte
	bodyLine int
	speakers []string        // labels of its transcripts, as they come up
	heard    map[string]bool // the same, and nobody
	waiting  bool            // a file it names is still being written
}

// Result is what became of a file: a record, or mistakes, or neither when it is not to be judged yet.
type Result struct {
	Record   *Record
	Mistakes []mistake.Mistake
	Waiting  bool
}

// File reads a content file and what it names.
func File(v *Context, kind show.Kind, source, slug string) Result {
	dir, _ := folder.Split(source)
	p := &parse{
		reader: &reader{file: source, first: 1},
		v:      v, dir: dir,
		rec: &Record{Kind: kind, Source: source, Slug: slug},
	}
	p.run()
	switch {
	case p.waiting:
		return Result{Waiting: true}
	case len(p.mistakes) > 0:
		return Result{Mistakes: p.mistakes}
	}
	return Result{Record: p.rec.Note()}
}

func (p *parse) run() {
	data, f, err := p.v.Text(p.rec.Source, frontmatter.MaxText)
	if err != nil {
		p.unreadable(0, p.rec.Source, err)
		return
	}
	p.rec.Hash, p.rec.Written = f.Hash, f.Entry.Mod
	m := p.open(data)
	if m == nil {
		return
	}
	if p.rec.Kind != show.Media {
		p.checkBody()
		if !validSlug(p.rec.Slug) {
			p.badSlug()
		}
	}
	p.front(m)
	m.done()
	if len(p.mistakes) > 0 || p.waiting {
		return
	}
	if err := p.v.Keep(f.Hash, data); err != nil {
		p.complain(0, mistake.Unreadable, "The file cannot be kept: "+err.Error()+".", "Check the space left in the data folder.")
	}
}

// open cuts the file and reads its keys; nil when that fails.
func (p *parse) open(data []byte) *mapping {
	cut := frontmatter.Split
	if p.rec.Kind == show.Media {
		cut = frontmatter.Whole
	}
	f, wrong := cut(data)
	if wrong != nil {
		p.take(wrong)
		return nil
	}
	p.first, p.body, p.bodyLine = f.YAMLLine, f.Body, f.BodyLine
	keys, wrong := frontmatter.Parse(f.YAML, p.first)
	if wrong != nil {
		p.take(wrong)
		return nil
	}
	return p.mapping(whatIs[p.rec.Kind], keys, 1)
}

var whatIs = map[show.Kind]string{
	show.Media: "the show", show.Episodes: "an episode", show.Articles: "an article", show.Pages: "a page", show.People: "a person",
}

func (p *parse) front(m *mapping) {
	switch p.rec.Kind {
	case show.Media:
		p.rec.Show = p.show(m)
	case show.Episodes:
		p.rec.Episode = p.episode(m)
	case show.Articles:
		p.rec.Article = p.article(m)
	case show.Pages:
		p.rec.Page = p.page(m)
	case show.People:
		p.rec.Person = p.person(m)
	}
}

// checkBody applies the guards to the Markdown and finds the files it shows or links.
func (p *parse) checkBody() {
	if err := markdown.Check(p.body); err != nil {
		p.refused(err)
		return
	}
	p.rec.Words, p.rec.Origins = markdown.Words(p.body), p.origins()
	for _, d := range destinations(p.body) {
		p.linked(d)
	}
}

// pictured finds what may show a picture.
var pictured = regexp.MustCompile(`(?i)!\[|<img`)

// origins returns from where elsewhere the body loads pictures. Only a text that may do so is rendered for that.
func (p *parse) origins() []string {
	if !bytes.Contains(p.body, []byte("://")) || !pictured.Match(p.body) {
		return nil
	}
	var c markdown.Context
	if p.v.Base != nil {
		c.Site = p.v.Base.Host
	}
	d, err := markdown.Render(p.body, c)
	if err != nil {
		p.refused(err)
		return nil
	}
	return d.Origins
}

// refused takes a mistake of the Markdown guards.
func (p *parse) refused(err error) {
	var e *markdown.Error
	if !errors.As(err, &e) {
		p.complain(p.bodyLine, mistake.Nesting, "The text cannot be read: "+err.Error()+".", "")
		return
	}
	line, rule := 0, mistake.Nesting
	if e.Line > 0 {
		line = p.bodyLine + e.Line - 1
	}
	switch {
	case strings.Contains(e.Sentence, "cells"):
		rule = mistake.Table
	case strings.Contains(e.Sentence, "bytes"):
		rule = mistake.FileTooLarge
	}
	p.complain(line, rule, e.Sentence, e.Fix)
}

func (p *parse) badSlug() {
	name := p.rec.Source
	if strings.HasSuffix(name, "/index.md") {
		name = p.dir
	}
	_, base := folder.Split(strings.TrimSuffix(name, ".md"))
	date := base[:len(base)-len(slugOf(base))]
	fix := "Name it with lower-case letters a to z, digits and hyphens, at most 100."
	if proposal := asciiSlug(slugOf(base)); proposal != "" && validSlug(proposal) {
		fix = fmt.Sprintf("Rename it to %s, for example.", date+proposal)
	}
	p.complain(0, mistake.BadSlug, fmt.Sprintf("The name %q gives no address that every app takes.", base), fix)
}

// unreadable complains of a file that cannot be read, or waits for one that is being written.
func (p *parse) unreadable(line int, name string, err error) {
	if errors.Is(err, folder.ErrPending) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, folder.ErrAbsent) && name == p.rec.Source {
		p.waiting = true
		return
	}
	p.complain(line, mistake.Unreadable, fmt.Sprintf("%s cannot be read: %v.", name, folder.Rootless(err)), "Check its permissions and that the disk is sound.")
}
