package site

import (
	"context"
	"time"

	"insider/internal/caption"
	"insider/internal/show"
	"insider/internal/web"
)

const (
	excerptCues = 8           // of the transcript on an episode's page
	breath      = time.Minute // after which a long turn gets a new paragraph with its time
)

// transcriptPage is templates/site/transcript.html.
type transcriptPage struct {
	Base
	Tag         tag
	Episode     string
	EpisodePath string
	Date        moment
	Length      string
	WhoSpeaks   string // one sentence, "" when the transcript names nobody
	Language    string // of the text, "" when it is the page's
	Turns       []turn
	Downloads   []MenuLink
}

// turn is what one voice says without a break, or a minute of it.
type turn struct {
	Clock, Path string
	ID          string // anchor on the transcript page
	Speaker     string // "" when the same voice goes on
	Cues        []cue
	Current     bool
}

// cue is a piece of a turn with the second at which it begins.
type cue struct {
	At   int
	Text string
}

func (s *Site) transcript(_ context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	ep, ok := e.Episode(r.Param("slug"))
	if !ok || len(ep.Transcripts) == 0 {
		return nil, errNoPage
	}
	main := ep.MainTranscript(e.Show)
	script := ep.Transcripts[main]
	cues, err := script.Script.Cues()
	if err != nil {
		return nil, err
	}
	title := "Transcript of " + ep.Title
	data := transcriptPage{
		Base: s.base(e, "episodes", title, "What is said in "+ep.Title+", word for word, with times.", ep.TranscriptPath()),
		Tag:  tagOf(e.Show, ep), Episode: ep.Title, EpisodePath: ep.Path(), Date: when(e, ep.Date), Length: minutes(ep.Audio.Duration),
		Turns: turns(ep, cues), WhoSpeaks: s.whoSpeaks(e.Show, ep), Downloads: downloads(e.Show, ep, main),
	}
	if language := script.In(e.Show); language != e.Show.Language {
		data.Language = language
	}
	data.Linked, data.Card = s.linkedTranscript(ep), s.card(e, ep)
	return s.render("transcript", data)
}

// downloads lists the forms of each transcript, the main one first.
func downloads(s *show.Show, ep *show.Episode, main int) []MenuLink {
	var links []MenuLink
	list := func(i int, language string) {
		for _, form := range caption.Forms() {
			links = append(links, MenuLink{Name: form.Name + language, Path: ep.TranscriptFile(s, i, form.Extension)})
		}
	}
	list(main, "")
	for i, t := range ep.Transcripts {
		if i != main {
			list(i, ", "+t.In(s))
		}
	}
	return links
}

// turns joins cues of one voice into paragraphs of about a minute.
func turns(ep *show.Episode, cues []show.Cue) []turn {
	var out []turn
	var began time.Duration
	for i, c := range cues {
		changed := i == 0 || c.Speaker != cues[i-1].Speaker
		if !changed && c.Start-began < breath {
			last := &out[len(out)-1]
			last.Cues = append(last.Cues, newCue(c))
			continue
		}
		out = append(out, newTurn(ep, c, changed))
		began = c.Start
	}
	return out
}

func newCue(c show.Cue) cue { return cue{At: int(c.Start / time.Second), Text: c.Text} }

func newTurn(ep *show.Episode, c show.Cue, named bool) turn {
	t := turn{Clock: web.Clock(c.Start), Path: startPath(ep, c.Start), ID: "t" + seconds(c.Start), Cues: []cue{newCue(c)}}
	if named {
		t.Speaker = ep.Speaker(c.Speaker)
	}
	return t
}

// whoSpeaks says who speaks when, in a sentence; "" when no transcript says so.
func (s *Site) whoSpeaks(of *show.Show, ep *show.Episode) string {
	if t := s.Traces.Of(of, ep); t != nil {
		return t.Sentence()
	}
	return ""
}

// excerpt returns eight cues from the minute of at on, the one being spoken at that second marked, and the second
// at which they end. A transcript that cannot be read leaves the page without one.
func excerpt(ep *show.Episode, s *show.Show, at time.Duration) (out []turn, end int) {
	if len(ep.Transcripts) == 0 {
		return nil, 0
	}
	cues, err := ep.Transcripts[ep.MainTranscript(s)].Script.Cues()
	if err != nil || len(cues) == 0 {
		return nil, 0
	}
	first := 0
	for first < len(cues)-1 && cues[first].End <= at.Truncate(time.Minute) {
		first++
	}
	first = max(0, min(first, len(cues)-excerptCues))
	last := min(first+excerptCues, len(cues))
	for i, c := range cues[first:last] {
		t := newTurn(ep, c, i == 0 || c.Speaker != cues[first+i-1].Speaker)
		t.Current = at > 0 && c.Start <= at && at < c.End
		out = append(out, t)
	}
	return out, int(cues[last-1].End / time.Second)
}
