package site

import (
	"context"
	"net/http"
	"strings"
	"time"

	"insider/internal/caption"
	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/show"
	"insider/internal/web"
)

// registerCompanions mounts the files that apps fetch beside an episode's audio: transcripts and chapters.
func (s *Site) registerCompanions() {
	s.server.Cached("/episodes/:slug/:file", web.ClassCompanion, s.companion)
}

func (s *Site) companion(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	ep, ok := e.Episode(r.Param("slug"))
	if !ok {
		return nil, errNoPage
	}
	if r.Param("file") == "chapters.json" && len(ep.Chapters) > 0 {
		body, err := s.Feeds.Chapters(e.Show, ep)
		if err != nil {
			return nil, err
		}
		return &web.Response{Type: feed.ChaptersType, Body: body, Modified: changed(e, ep)}, nil
	}
	for i := range ep.Transcripts {
		for _, form := range caption.Forms() {
			if r.Path == ep.TranscriptFile(e.Show, i, form.Extension) {
				return transcriptFile(e, ep, i, form)
			}
		}
	}
	return nil, errNoPage
}

// transcriptFile writes transcript number i in a form, its speakers under the names of the people they are.
func transcriptFile(e *edition.Edition, ep *show.Episode, i int, form caption.Form) (*web.Response, error) {
	t := ep.Transcripts[i]
	cues, err := t.Script.Cues()
	if err != nil {
		return nil, err
	}
	named := make([]show.Cue, len(cues))
	for n, c := range cues {
		c.Speaker = ep.Speaker(c.Speaker)
		named[n] = c
	}
	language := t.In(e.Show)
	mime := form.Type
	if strings.HasPrefix(mime, "text/") {
		mime += "; charset=utf-8"
	}
	return &web.Response{
		Type: mime, Body: form.Write(caption.Document{Title: "Transcript of " + ep.Title, Language: language, Cues: named}),
		Modified: changed(e, ep), Header: http.Header{"Content-Language": {language}},
	}, nil
}

// changed is when a companion of the episode last changed: with its files, its publication or the show.
func changed(e *edition.Edition, ep *show.Episode) time.Time {
	newest := ep.Date
	for _, t := range []time.Time{ep.Changed, e.Show.Changed} {
		if t.After(newest) {
			newest = t
		}
	}
	return newest
}
