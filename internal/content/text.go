package content

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"weak"

	"insider/internal/caption"
	"insider/internal/content/folder"
	"insider/internal/content/parse"
	"insider/internal/fault"
	"insider/internal/frontmatter"
	"insider/internal/markdown"
	"insider/internal/show"
)

// text is the body of a record, read and rendered when it is first needed.
type text struct {
	l      *Library
	r      *parse.Record
	length time.Duration // of the audio that times in the text lead into

	mu   sync.Mutex
	kept weak.Pointer[show.Document]
}

func (b *builder) text(r *parse.Record, length time.Duration) show.Text {
	return &text{l: b.l, r: r, length: length}
}

// Document returns the rendered text of the version that is shown, whatever became of the file.
func (t *text) Document() (*show.Document, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	d := t.kept.Value()
	if d == nil {
		var err error
		if d, err = t.render(); err != nil {
			return nil, err
		}
		t.kept = weak.Make(d)
	}
	t.l.shelf.use(d, len(d.HTML)+len(d.Plain)+256)
	return d, nil
}

func (t *text) render() (*show.Document, error) {
	data, err := t.l.shownBytes(t.r.Source, t.r.Hash, frontmatter.MaxText)
	if err != nil {
		return nil, notNow(t.r.Source, err)
	}
	f, wrong := frontmatter.Split(data)
	if wrong != nil {
		return nil, fmt.Errorf("read %s: %s", t.r.Source, wrong.Sentence) // unreachable: these bytes were found good
	}
	c := markdown.Context{Media: show.MediaPath(t.r.Kind, t.r.Slug, ""), File: t.r.File, Length: t.length}
	if base := t.l.o.Base; base != nil {
		c.Root, c.Site = strings.TrimRight(base.Path, "/"), base.Host
	}
	d, err := markdown.Render(parse.CutLines(f.Body, t.r.Cut), c)
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", t.r.Source, err)
	}
	return d, nil
}

// shownBytes returns a text file in the version with the fingerprint: from the folder while it is that version there, else
// as it was kept.
func (l *Library) shownBytes(source, hash string, limit int64) ([]byte, error) {
	if data, err := l.folderBytes(source, limit); err == nil && folder.HashBytes(data) == hash {
		return data, nil
	}
	return l.kept.get(hash)
}

// notNow is the error of a text that can be read at neither place, as when the disk fails.
func notNow(source string, err error) error {
	return fault.Wrap(fmt.Errorf("read %s: %w", source, err), fault.Unavailable, "This cannot be read just now. Please try again in a moment.")
}

func (l *Library) folderBytes(source string, limit int64) ([]byte, error) {
	file, err := l.Open(source)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit+1))
}

// script is a transcript, read when it is first needed.
type script struct {
	l    *Library
	file *show.File

	mu   sync.Mutex
	kept weak.Pointer[cueList]
}

type cueList struct{ cues []show.Cue }

func (b *builder) transcript(r *parse.Record, t parse.TranscriptFront) show.Transcript {
	file, _ := r.File(t.Name)
	language := t.Language
	if language == "" {
		language = b.with.language
	}
	return show.Transcript{Language: language, File: file, Script: &script{l: b.l, file: file}}
}

// Cues returns the cues of the version that is shown. The caller must not change them.
func (s *script) Cues() ([]show.Cue, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.kept.Value()
	if c == nil {
		data, err := s.l.shownBytes(s.file.Source, s.file.Hash, caption.MaxBytes)
		if err != nil {
			return nil, notNow(s.file.Source, err)
		}
		cues, err := caption.Read(s.file.Name, data)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", s.file.Source, err)
		}
		c = &cueList{cues}
		s.kept = weak.Make(c)
	}
	s.l.shelf.use(c, 80*len(c.cues))
	return c.cues, nil
}
