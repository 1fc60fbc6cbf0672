package feed

import (
	"bytes"
	"encoding/json"

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
		doc.Chapters = append(doc.Chapters, chapter{c.Start.Seconds(), line(c.Title, 255), c.Link, b.picture(c.Image)})
	}
	return writeJSON(doc)
}

func writeJSON(doc any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(doc)
	return out.Bytes(), err
}
