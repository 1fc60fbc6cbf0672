package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"insider/internal/markdown"
)

// episode writes the episode with index i: notes, audio, transcript.
func (g *generator) episode(i int) error {
	r := g.random("episode", i)
	heading := title(r)
	length := (12*time.Second + time.Duration(r.IntN(24_000))*time.Millisecond).Truncate(frameDuration)
	folder := fmt.Sprintf("episodes/%s-%s", date(i, g.Episodes).Format(time.DateOnly), slug(heading, i))
	guest := people[guests+r.IntN(len(people)-guests)]

	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\ndate: %s\nguid: %s\nsummary: %s\nnumber: %d\nseason: %d\naudio: audio.mp3\ntranscript: transcript.vtt\n",
		quoted(heading), date(i, g.Episodes).Format(time.RFC3339), g.uuid("episode", i), quoted(paragraph(r, 2)), i+1, i/50+1)
	fmt.Fprintf(&b, "people:\n  - {person: ada, role: host}\n  - {person: ben, role: host}\n  - {person: %s, role: guest}\n", guest.slug)
	fmt.Fprintf(&b, "voices: {Ada: ada, Ben: ben, Guest: guest}\ntopics: [%s]\n", strings.Join(distinct(r, topics, 1+r.IntN(3)), ", "))
	if i%100 == 7 {
		fmt.Fprintf(&b, "aliases: [/old/episode-%d]\n", i+1)
	}
	fmt.Fprintf(&b, "---\n\n%s\n%s", body(r, 3+r.IntN(4)), chapters(r, length))
	if err := g.write(folder+"/index.md", []byte(b.String())); err != nil {
		return err
	}
	if err := g.write(folder+"/transcript.vtt", []byte(transcript(r, length))); err != nil {
		return err
	}
	return g.write(folder+"/audio.mp3", silence(heading, length))
}

// article writes the article with index i; one in ten has a folder and a picture.
func (g *generator) article(i int) error {
	r := g.random("article", i)
	heading, day := title(r), date(i, g.Articles)
	name := fmt.Sprintf("articles/%s-%s", day.Format(time.DateOnly), slug(heading, i))

	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\nnumber: %d\ndate: %s\nsummary: %s\nauthors: [%s]\ntopics: [%s]\n", quoted(heading), i+1,
		day.Format(time.RFC3339), quoted(sentence(r)), pick(r, people).slug, strings.Join(distinct(r, topics, 1+r.IntN(3)), ", "))
	if i%10 == 3 {
		fmt.Fprintf(&b, "updated: %s\n", day.Add(30*24*time.Hour).Format(time.RFC3339))
	}
	fmt.Fprintf(&b, "---\n\n%s", body(r, 3+r.IntN(8)))
	if i%10 != 0 {
		return g.write(name+".md", []byte(b.String()))
	}
	fmt.Fprintf(&b, "\n![%s](picture.png)\n", capital(pick(r, subjects)))
	drawn, err := picture(320+i%64, 180)
	if err != nil {
		return err
	}
	if err := g.write(name+"/picture.png", drawn); err != nil {
		return err
	}
	return g.write(name+"/index.md", []byte(b.String()))
}

// slug keeps addresses short and, by the number at the end, distinct.
func slug(heading string, i int) string {
	words := strings.Split(markdown.Slug(heading), "-")
	return fmt.Sprintf("%s-%d", strings.Join(words[:min(6, len(words))], "-"), i+1)
}

// chapters are lines under a heading of the notes, about six seconds apart.
func chapters(r *rand.Rand, length time.Duration) string {
	var b strings.Builder
	b.WriteString("## Chapters\n\n")
	for at := time.Duration(0); at < length-2*time.Second; at += time.Duration(4+r.IntN(4)) * time.Second {
		fmt.Fprintf(&b, "%d:%02d %s\n", int(at.Minutes()), int(at.Seconds())%60, capital(pick(r, subjects)))
	}
	return b.String()
}

var voices = []string{"Ada", "Ben", "Guest"}

// transcript is WebVTT: each voice once, then as it comes; gaps between cues, some cues on two lines.
func transcript(r *rand.Rand, length time.Duration) string {
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	at := time.Duration(0)
	for i := 0; ; i++ {
		end := at + time.Duration(1200+r.IntN(2600))*time.Millisecond
		if end > length {
			return b.String()
		}
		voice := voices[i%len(voices)]
		if i >= len(voices) {
			voice = pick(r, voices)
		}
		fmt.Fprintf(&b, "\n%s --> %s\n<v %s>%s</v>\n", clock(at), clock(end), voice, strings.Replace(sentence(r), ", ", ",\n", 1))
		at = end + time.Duration(r.IntN(300))*time.Millisecond
	}
}

func clock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d:%06.3f", int(d.Hours()), int(d.Minutes())%60, (d % time.Minute).Seconds())
}
