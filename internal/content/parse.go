package content

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"insider/internal/frontmatter"
	"insider/internal/markdown"
	"insider/internal/show"
)

// sight is what content files are read with.
type sight struct {
	*view
	keep func(hash string, data []byte) error // keeps the bytes of a good text by their fingerprint
	guid func() string                        // a fresh one to propose to an author
	base *url.URL                             // public address, nil when it is not known
}

// isCurrent reports whether a record is made of the files as they are.
func (v *sight) isCurrent(r *record) bool {
	if f, err := v.fact(r.Source); err != nil || f.Hash != r.Hash {
		return false
	}
	for i := range r.Files {
		if f, err := v.fact(r.Files[i].Source); err != nil || f.Hash != r.Files[i].Hash {
			return false
		}
	}
	return v.hasCopy(r)
}

// parse is one content file being read into a record.
type parse struct {
	*reader
	v        *sight
	rec      *record
	dir      string // where the files beside it lie
	body     []byte
	bodyLine int
	speakers []string // labels of its transcripts
	waiting  bool     // a file it names is still being written
}

// parsed is what became of a file: a record, or mistakes, or neither when it is not to be judged yet.
type parsed struct {
	rec      *record
	mistakes []Mistake
	waiting  bool
}

// parseFile reads a content file and what it names.
func parseFile(v *sight, kind show.Kind, source, slug string) parsed {
	folder, _ := splitPath(source)
	p := &parse{
		reader: &reader{file: source, first: 1},
		v:      v, dir: folder,
		rec: &record{Kind: kind, Source: source, Slug: slug},
	}
	p.run()
	switch {
	case p.waiting:
		return parsed{waiting: true}
	case len(p.mistakes) > 0:
		return parsed{mistakes: p.mistakes}
	}
	return parsed{rec: p.rec.note()}
}

func (p *parse) run() {
	data, f, err := p.v.text(p.rec.Source, frontmatter.MaxText)
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
	if err := p.v.keep(f.Hash, data); err != nil {
		p.complain(0, ruleUnreadable, "The file cannot be kept: "+err.Error()+".", "Check the space left in the data folder.")
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
	if p.v.base != nil {
		c.Site = p.v.base.Host
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
		p.complain(p.bodyLine, ruleNesting, "The text cannot be read: "+err.Error()+".", "")
		return
	}
	line, rule := 0, ruleNesting
	if e.Line > 0 {
		line = p.bodyLine + e.Line - 1
	}
	switch {
	case strings.Contains(e.Sentence, "cells"):
		rule = ruleTable
	case strings.Contains(e.Sentence, "bytes"):
		rule = ruleFileTooLarge
	}
	p.complain(line, rule, e.Sentence, e.Fix)
}

func (p *parse) badSlug() {
	name := p.rec.Source
	if strings.HasSuffix(name, "/index.md") {
		name = p.dir
	}
	_, base := splitPath(strings.TrimSuffix(name, ".md"))
	date := base[:len(base)-len(slugOf(base))]
	fix := "Name it with lower-case letters a to z, digits and hyphens, at most 100."
	if proposal := asciiSlug(slugOf(base)); proposal != "" && validSlug(proposal) {
		fix = fmt.Sprintf("Rename it to %s, for example.", date+proposal)
	}
	p.complain(0, ruleBadSlug, fmt.Sprintf("The name %q gives no address that every app takes.", base), fix)
}

// unreadable complains of a file that cannot be read, or waits for one that is being written.
func (p *parse) unreadable(line int, name string, err error) {
	if errors.Is(err, errPending) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errAbsent) && name == p.rec.Source {
		p.waiting = true
		return
	}
	p.complain(line, ruleUnreadable, fmt.Sprintf("%s cannot be read: %v.", name, rootless(err)), "Check its permissions and that the disk is sound.")
}
