package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"

	"insider/internal/show"
)

// ChaptersType is the MIME type of JSON chapters.
const ChaptersType = "application/json+chapters"

type chapters struct {
	Version     string    `json:"version"`
	Title       string    `json:"title"`
	PodcastName string    `json:"podcastName"`
	Chapters    []chapter `json:"chapters"`
}

type chapter struct {
	Start float64 `json:"startTime"` // seconds
	Title string  `json:"title,omitempty"`
	Link  string  `json:"url,omitempty"`
	Image string  `json:"img,omitempty"`
}

// Chapters returns the chapters of an episode as JSON chapters 1.2 of the Podcasting 2.0 namespace, in order.
func (b *Builder) Chapters(s *show.Show, ep *show.Episode) ([]byte, error) {
	doc := chapters{Version: "1.2.0", Title: line(ep.Title, 255), PodcastName: line(s.Title, 255), Chapters: []chapter{}}
	for _, c := range ep.Chapters {
		doc.Chapters = append(doc.Chapters, chapter{c.Start.Seconds(), line(c.Title, 255), c.Link, b.chapterArt(c)})
	}
	return writeJSON(doc)
}

// chapterArt returns the address of a chapter's picture, "" for none.
func (b *Builder) chapterArt(c show.Chapter) string { return cmp.Or(b.picture(c.Image), c.Art) }

// simpleChapters are Podlove simple chapters 1.2.
type simpleChapters struct {
	Version  string          `xml:"version,attr"`
	Chapters []simpleChapter `xml:"psc:chapter"`
}

type simpleChapter struct {
	Start string `xml:"start,attr"` // normal play time of RFC 2326
	Title string `xml:"title,attr"`
	Link  string `xml:"href,attr,omitempty"`
	Image string `xml:"image,attr,omitempty"`
}

func (b *Builder) simpleChapters(ep *show.Episode) *simpleChapters {
	if len(ep.Chapters) == 0 {
		return nil
	}
	x := &simpleChapters{Version: "1.2"}
	for _, c := range ep.Chapters {
		x.Chapters = append(x.Chapters, simpleChapter{playTime(c.Start), line(c.Title, 255), c.Link, b.chapterArt(c)})
	}
	return x
}

// chapterNotes lists the chapters for the notes. Apps that read nothing else find the times in the text and play from
// there, so the times are no links.
func chapterNotes(ep *show.Episode) string {
	if len(ep.Chapters) == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteString("\n<h2>Chapters</h2>\n<ul>\n")
	for _, c := range ep.Chapters {
		title := html.EscapeString(line(c.Title, 255))
		if c.Link != "" {
			title = `<a href="` + html.EscapeString(c.Link) + `">` + title + "</a>"
		}
		out.WriteString("<li>" + noteTime(c.Start) + " " + title + "</li>\n")
	}
	out.WriteString("</ul>")
	return out.String()
}

// playTime writes a time as 01:02:03.500.
func playTime(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// noteTime writes a time as apps look for it in texts: 12:30, or 1:02:03 from an hour on.
func noteTime(d time.Duration) string {
	s := int(d / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%02d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

func writeJSON(doc any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(doc)
	return out.Bytes(), err
}
