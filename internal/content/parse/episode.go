package parse

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

// episode reads the keys of an episode.
func (p *parse) episode(m *mapping) *EpisodeFront {
	e := &EpisodeFront{
		Draft:   m.flag("draft", false),
		Title:   m.title("title"),
		Summary: m.text("summary"),
		Number:  m.number("number"),
		Season:  m.number("season"),
		Type:    show.EpisodeType(m.choice("type", string(show.Full), string(show.Trailer), string(show.Bonus))),
		Topics:  m.topics(),
		Block:   m.flag("block", false),
		Aliases: p.aliases(m),
		Cover:   p.cover(m),
		People:  p.credits(m),
		Voices:  p.voices(m),

		Podcasting: p.podcasting(m),
		Display:    m.short("display", maxShort),
		Links:      m.links("links"),
		Alternates: p.alternates(m),
	}
	e.Date, e.Updated = p.dates(m, e.Draft)
	e.GUID = p.guid(m, e.Draft)
	if m.flag("explicit", false) {
		e.Explicit = Yes
	} else if m.has("explicit") {
		e.Explicit = No
	}
	p.tooLong(m, "summary", e.Summary)
	e.Audio = p.audio(m, e)
	e.Chapters = p.chapters(m, e.Audio)
	e.Transcripts = p.transcripts(m)
	p.checkVoices(m, e.Voices)
	e.Soundbites = p.soundbites(m, e)
	p.checkAlternates(m, e)
	if e.Display != "" && e.Number == 0 && m.lacks("number") {
		p.complain(m.line("display"), mistake.MissingKey, "display is said in place of a number, and there is none.", "Add the line: number: ...")
	}
	return e
}

func (p *parse) tooLong(m *mapping, key, s string) {
	if len(s) > maxDescription {
		p.complain(m.line(key), mistake.TooLong, fmt.Sprintf("%s has %d bytes.", key, len(s)), fmt.Sprintf("Shorten it to %d.", maxDescription))
	}
}

// dates reads date and updated. Only a draft may go without a date.
func (p *parse) dates(m *mapping, draft bool) (date, updated Moment) {
	date, updated = m.moment("date"), m.moment("updated")
	if m.lacks("date") && !draft {
		p.complain(m.at, mistake.MissingDate, "There is no date.", "Add a line like date: 2026-11-30 09:00, or draft: true.")
	}
	return date, updated
}

const maxGUID = 1000 // bytes of an episode's guid, which another host may have made

func (p *parse) guid(m *mapping, draft bool) string {
	v, written := m.get("guid")
	if !written {
		if !draft && m.lacks("guid") {
			p.complain(m.at, mistake.MissingGUID, "The episode has no guid.", "Add this line and never change it: guid: "+p.v.GUID())
		}
		return ""
	}
	s := v.literal()
	if s == "" {
		v.wrongType("a text", "guid: "+p.v.GUID())
	} else if strings.ContainsFunc(s, unicode.IsControl) || len(s) > maxGUID {
		p.complain(v.at, mistake.BadGUID, fmt.Sprintf("guid is %q.", s), "A guid stands on one line and has at most 1,000 bytes; keep the one that apps know.")
	}
	return s
}

var pens = map[string]int{"pen 1": 1, "pen 2": 2, "guest": 0}

// voices reads who the labels in the transcript are.
func (p *parse) voices(m *mapping) []VoiceFront {
	sub := m.sub("voices", "voices")
	if sub == nil {
		return nil
	}
	var out []VoiceFront
	for _, label := range sub.order {
		v, _ := sub.get(label)
		who := v.text()
		voice := VoiceFront{Label: label}
		if pen, ok := pens[who]; ok {
			voice.Pen = pen
		} else if validSlug(who) {
			voice.Person = who
		} else if who != "" {
			p.complain(v.at, mistake.BadVoice, fmt.Sprintf("The voice of %q is %q.", label, who), "Write a person's slug, pen 1, pen 2 or guest.")
		}
		out = append(out, voice)
	}
	return out
}

func (p *parse) soundbites(m *mapping, e *EpisodeFront) []show.Soundbite {
	var out []show.Soundbite
	for _, v := range m.list("soundbites") {
		x := v.mapping("a soundbite")
		if x == nil {
			continue
		}
		before := len(p.mistakes)
		s := show.Soundbite{Start: x.duration("start"), Duration: x.duration("duration"), Title: x.short("title", maxLabel)}
		x.need("start", "duration")
		x.done()
		if len(p.mistakes) > before {
			continue
		}
		if end := e.Audio.Duration; s.Duration <= 0 || end > 0 && s.Start+s.Duration > end {
			p.complain(v.at, mistake.BadSoundbite, fmt.Sprintf("The soundbite from %s for %s does not lie within the audio of %s.", clock(s.Start), clock(s.Duration), clock(end)), "Mend start or duration.")
		}
		out = append(out, s)
	}
	return out
}

// aliases reads old paths of an item.
func (p *parse) aliases(m *mapping) []string {
	var out []string
	for _, v := range m.list("aliases") {
		s := v.text()
		if s == "" {
			continue
		}
		alias, wrong := checkAlias(s)
		if wrong != nil {
			p.complain(v.at, wrong.rule, wrong.sentence, wrong.fix)
			continue
		}
		if alias == p.rec.Path() {
			p.complain(v.at, mistake.BadAlias, fmt.Sprintf("The alias %s is the address itself.", alias), "Delete the line.")
			continue
		}
		if !slices.Contains(out, alias) {
			out = append(out, alias)
		}
	}
	return out
}
