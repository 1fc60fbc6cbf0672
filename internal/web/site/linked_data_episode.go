package site

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
)

// podcastEpisode is schema.org/PodcastEpisode.
type podcastEpisode struct {
	work
	Number   int          `json:"episodeNumber,omitempty"`
	Duration string       `json:"duration,omitempty"`
	Series   *thing       `json:"partOfSeries"`
	Season   *season      `json:"partOfSeason,omitempty"`
	Audio    *audioObject `json:"associatedMedia"`
	Clips    []clip       `json:"hasPart,omitempty"`
}

// season is schema.org/PodcastSeason.
type season struct {
	thing
	Number int `json:"seasonNumber"`
}

// audioObject is schema.org/AudioObject.
type audioObject struct {
	Type       string `json:"@type"`
	Content    string `json:"contentUrl"`
	Encoding   string `json:"encodingFormat"`
	Size       string `json:"contentSize,omitempty"`
	Duration   string `json:"duration,omitempty"`
	Transcript string `json:"transcript,omitempty"` // where it is read: the text itself would outweigh the page
}

// clip is schema.org/Clip: a chapter. Offsets are seconds.
type clip struct {
	Type  string `json:"@type"`
	Name  string `json:"name"`
	Start int    `json:"startOffset"`
	End   int    `json:"endOffset,omitempty"`
	URL   string `json:"url"`
}

func (s *Site) linkedEpisode(e *edition.Edition, ep *show.Episode, card *socialCard) *linkedData {
	url := s.absolute(ep.Path())
	node := podcastEpisode{
		work: work{thing: thing{Type: "PodcastEpisode", ID: url + "#episode", URL: url, Name: ep.Title, Description: ep.Summary,
			Image: s.pictures(card, cmp.Or(ep.Cover, e.Show.Cover))},
			Language: e.Show.Language, Published: stamp(ep.Date), Modified: stamp(ep.Updated), Keywords: topicNames(ep)},
		Number: ep.Number, Duration: isoDuration(ep.Audio.Duration), Series: s.seriesRef(e.Show), Audio: s.audioObject(ep), Clips: s.clips(ep),
	}
	node.Author, node.Contributor = s.makers(e.Show, ep.People)
	way := []MenuLink{{Name: "Episodes", Path: "/episodes"}}
	if x := seasonOf(e, ep); x != nil {
		node.Season = &season{thing{Type: "PodcastSeason", URL: s.absolute(x.Path()), Name: seasonName(*x)}, x.Number}
		way = append(way, MenuLink{Name: "Season " + strconv.Itoa(x.Number), Path: x.Path()})
	}
	return linked(node, s.breadcrumbs(ep.Title, way...))
}

// makers parts the people of an episode into those who make the show and their guests.
func (s *Site) makers(x *show.Show, people []show.Credit) (authors, contributors []person) {
	for _, c := range people {
		if slices.ContainsFunc(x.Hosts, func(h *show.Person) bool { return h.Slug == c.Person.Slug }) {
			authors = append(authors, s.credited(c.Person))
		} else {
			contributors = append(contributors, s.credited(c.Person))
		}
	}
	return authors, contributors
}

func (s *Site) audioObject(ep *show.Episode) *audioObject {
	a := &audioObject{Type: "AudioObject", Content: s.audioAddress(ep), Encoding: ep.Audio.Type, Size: size(ep.Audio.Bytes),
		Duration: isoDuration(ep.Audio.Duration)}
	if len(ep.Transcripts) > 0 {
		a.Transcript = s.absolute(ep.TranscriptPath())
	}
	return a
}

// clips are the chapters; each ends where the next begins, the last with the audio.
func (s *Site) clips(ep *show.Episode) []clip {
	var out []clip
	for i, c := range ep.Chapters {
		end := ep.Audio.Duration
		if i+1 < len(ep.Chapters) {
			end = ep.Chapters[i+1].Start
		}
		out = append(out, clip{Type: "Clip", Name: c.Title, Start: int(c.Start / time.Second), End: int(end / time.Second),
			URL: s.absolute(startPath(ep, c.Start))})
	}
	return out
}

// linkedTranscript tells how the page of a transcript is reached; the episode's page tells the rest.
func (s *Site) linkedTranscript(ep *show.Episode) *linkedData {
	return linked(s.breadcrumbs("Transcript", MenuLink{Name: "Episodes", Path: "/episodes"}, MenuLink{Name: ep.Title, Path: ep.Path()}))
}
