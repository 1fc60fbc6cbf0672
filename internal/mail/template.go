package mail

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	texttemplate "text/template"
)

// Frame is what surrounds every mail: who writes. All of it is the editors', nothing a reader's.
type Frame struct {
	Show    string // title of the show
	Site    string // absolute address of the site
	Contact string // how to reach the editors, may be empty
	Postal  string // postal address, may be empty
}

// Templates compose mails from mail/NAME.txt, whose first line is "Subject: ...", and mail/NAME.html, which layout.html
// surrounds. Both see .Frame and .Data. It is safe for concurrent use.
type Templates struct {
	frame func() Frame
	text  map[string]*texttemplate.Template
	html  map[string]*template.Template
}

// NewTemplates parses every template of files' folder mail; a mistake in one is an error. frame gives the frame of this
// moment.
func NewTemplates(files fs.FS, frame func() Frame) (*Templates, error) {
	t := &Templates{frame: frame, text: map[string]*texttemplate.Template{}, html: map[string]*template.Template{}}
	names, err := fs.Glob(files, "mail/*.txt")
	if err != nil {
		return nil, err
	}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".txt")
		if t.text[name], err = texttemplate.New(path.Base(file)).Option("missingkey=error").ParseFS(files, file); err != nil {
			return nil, err
		}
		if t.html[name], err = template.New("layout.html").Option("missingkey=error").ParseFS(files, "mail/layout.html", "mail/"+name+".html"); err != nil {
			return nil, err
		}
	}
	if len(names) == 0 {
		return nil, errors.New("mail: no templates")
	}
	return t, nil
}

// Composed is a mail's wording.
type Composed struct{ Subject, Text, HTML string }

// Compose fills in the templates of one mail. data holds links, numbers and words of ours, never a reader's text.
func (t *Templates) Compose(name string, data any) (c Composed, err error) {
	if t.text[name] == nil {
		return c, fmt.Errorf("mail: no template %q", name)
	}
	page := struct {
		Frame Frame
		Data  any
	}{t.frame(), data}
	var text, html bytes.Buffer
	if err := t.text[name].Execute(&text, page); err != nil {
		return c, err
	}
	if err := t.html[name].Execute(&html, page); err != nil {
		return c, err
	}
	first, rest, _ := strings.Cut(text.String(), "\n")
	subject, found := strings.CutPrefix(first, "Subject: ")
	if !found || !oneLine(subject) {
		return c, fmt.Errorf("mail: the first line of %q is no subject", name)
	}
	return Composed{Subject: strings.TrimSpace(subject), Text: strings.TrimSpace(rest) + "\n", HTML: html.String()}, nil
}
