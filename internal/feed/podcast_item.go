package feed

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"insider/internal/caption"
	"insider/internal/edition"
	"insider/internal/show"
)

// Listable reports whether ep can stand in a podcast feed: apps need address, length, type and duration of its audio.
func Listable(ep *show.Episode) bool {
	a := ep.Audio
	return (a.Path != "" || a.URL != "") && a.Bytes > 0 && a.Type != "" && a.Duration > 0
}

// item writes one episode. The edition is asked only for the show.
func (b *Builder) item(e *edition.Edition, ep *show.Episode) (*podcastItem, error) {
	doc, err := documentOf(ep.Notes)
	if err != nil {
		return nil, err
	}
	notes := b.content(doc, ep.Path())
	if !strings.HasPrefix(doc.Plain, ep.Summary) {
		notes = paragraph(ep.Summary) + "\n" + notes
	}
	notes = strings.TrimSpace(notes) + chapterNotes(ep)
	x := &podcastItem{
		Title:       line(ep.Title, 255),
		Link:        b.absolute(ep.Path()),
		GUID:        guid{Value: ep.GUID},
		Published:   date(ep.Date),
		Description: cdata{describe(cmp.Or(notes, paragraph(ep.Title)), maxDescription)},
		Enclosure:   enclosure{b.enclosure(ep), ep.Audio.Bytes, ep.Audio.Type},
		Duration:    int64(ep.Audio.Duration.Round(time.Second) / time.Second),
		Explicit:    ep.Explicit,
		Type:        string(cmp.Or(ep.Type, show.Full)),
		Season:      ep.Season,
		Episode:     ep.Number,
	}
	if doc.HTML != "" {
		x.Content = &cdata{notes}
	}
	if image := cmp.Or(b.cover(ep.Cover), b.cover(e.Show.Cover)); image != "" {
		x.Image = &reference{image}
	}
	if ep.Block {
		x.Block = "Yes"
	}
	b.companions(x, e.Show, ep)
	return x, nil
}

// companions fills what stands beside the audio.
func (b *Builder) companions(x *podcastItem, s *show.Show, ep *show.Episode) {
	if ep.Number > 0 {
		x.Number = &episode{line(ep.Display, 32), ep.Number}
	}
	if ep.Season > 0 {
		x.SeasonName = &season{Number: ep.Season, Name: seasonName(s, ep.Season)}
	}
	x.Transcripts = b.transcripts(s, ep)
	if len(ep.Chapters) > 0 {
		x.Chapters = &companion{b.absolute(ep.Path() + "/chapters.json"), ChaptersType}
		x.Simple = b.simpleChapters(ep)
	}
	for _, t := range ep.Soundbites {
		x.Soundbites = append(x.Soundbites, soundbite{seconds(t.Start), seconds(t.Duration), line(t.Title, 128)})
	}
	for _, c := range ep.People {
		c.Role = cmp.Or(c.Role, c.Person.Role)
		x.People = append(x.People, b.person(c))
	}
	for _, l := range ep.Links {
		x.Links = append(x.Links, contentLink{l.URL, line(l.Name, 128)})
	}
	x.Alternates, x.extras = b.alternates(ep.Alternates), b.extras(ep.Podcasting)
	x.Images = append(b.coverSizes(ep.Cover), x.Images...)
}

// transcripts names every form of every transcript, by language.
func (b *Builder) transcripts(s *show.Show, ep *show.Episode) []transcript {
	var all []transcript
	for i, t := range ep.Transcripts {
		for _, form := range caption.Forms() {
			x := transcript{URL: b.absolute(ep.TranscriptFile(s, i, form.Extension)), Type: form.Type, Language: t.In(s)}
			if form.Timed {
				x.Rel = "captions"
			}
			all = append(all, x)
		}
	}
	return all
}

func (b *Builder) enclosure(ep *show.Episode) string {
	if ep.Audio.URL != "" {
		return ep.Audio.URL
	}
	return b.absolute(ep.Audio.Path)
}

func seasonName(s *show.Show, number int) string {
	for _, x := range s.Seasons {
		if x.Number == number {
			return line(x.Name, 128)
		}
	}
	return ""
}

// seconds writes a time as podcast:soundbite does: seconds with as many digits as it needs.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }
