package site

import (
	"cmp"
	"context"
	"time"

	"insider/internal/caption"
	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/show"
	"insider/internal/web"
)

// transcriptForms are the forms a transcript is served in, by the extension of its address.
var transcriptForms = map[string]struct {
	mime   string
	format func([]show.Cue) []byte
}{
	"vtt": {"text/vtt; charset=utf-8", caption.FormatVTT},
	"txt": {"text/plain; charset=utf-8", caption.FormatText},
}

// registerCompanions mounts the files that apps fetch beside an episode's audio: transcripts and chapters.
func (s *Site) registerCompanions() {
	s.server.Cached("/episodes/:slug/:file", web.ClassCompanion, s.companion)
}

func (s *Site) companion(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	ep, ok := e.Episode(r.Param("slug"))
	if !ok {
		return s.elsewhere(r)
	}
	if r.Param("file") == "chapters.json" && len(ep.Chapters) > 0 {
		body, err := s.Feeds.Chapters(e.Show, ep)
		if err != nil {
			return nil, err
		}
		return &web.Response{Type: feed.ChaptersType, Body: body, Modified: changed(e, ep)}, nil
	}
	for i, t := range ep.Transcripts {
		for extension, form := range transcriptForms {
			if r.Path != feed.TranscriptPath(e.Show, ep, i, extension) {
				continue
			}
			cues, err := t.Script.Cues()
			if err != nil {
				return nil, err
			}
			return &web.Response{Type: form.mime, Body: form.format(cues), Modified: changed(e, ep), Header: language(e.Show, t)}, nil
		}
	}
	return s.elsewhere(r)
}

func language(s *show.Show, t show.Transcript) map[string][]string {
	return map[string][]string{"Content-Language": {cmp.Or(t.Language, s.Language)}}
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
