package site

import (
	"strconv"
	"strings"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

// player is templates/parts/player.html: chart paper over the native audio element, in whose place a script puts a row of
// controls. The episode's page and the frame for other sites show the same.
type player struct {
	Name      string // for those who hear the page, e.g. "Episode 42"
	Chart     *chart // nil when the length is unknown
	Source    string // address with the start as media fragment
	Type      string
	Download  string
	Format    string // "MP3"
	Size      string // "44 MB", "" when unknown
	Local     bool   // Source and Download are paths of this site
	Start     string // "18:23", "" at the beginning
	Now       string // title of the chapter at the start, "" without chapters
	Chaptered bool
	Length    string // "48:24"
	Facts     playerFacts
}

// playerFacts is what the script knows of an episode, as JSON. Addresses carry the path of the base address; times are in
// seconds.
type playerFacts struct {
	Path     string          `json:"path"`
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	Show     string          `json:"show"`
	Length   int             `json:"length"` // 0 when unknown
	Start    int             `json:"start,omitempty"`
	Chapters []playerChapter `json:"chapters,omitempty"` // none where the page lists them
	Covers   []playerCover   `json:"covers,omitempty"`
	Next     *playerNext     `json:"next,omitempty"`
}

type playerChapter struct {
	Start int    `json:"start"`
	Title string `json:"title"`
}

// playerCover is one size of the cover, in the words of the Media Session standard.
type playerCover struct {
	Source string `json:"src"`
	Sizes  string `json:"sizes"`
	Type   string `json:"type"`
}

// playerNext is the episode that is offered when this one has ended.
type playerNext struct {
	Path  string `json:"path"`
	Name  string `json:"name"`
	Title string `json:"title"`
}

// player returns the player of an episode that starts at a moment, for a page that lists its chapters.
func (s *Site) player(e *edition.Edition, ep *show.Episode, at time.Duration) player {
	a := ep.Audio
	p := player{
		Name: spokenName(ep), Chart: s.seekChart(e.Show, ep, at),
		Source: a.URL, Type: a.Type, Format: fileLabel(a.Type), Size: size(a.Bytes), Length: web.Clock(a.Duration),
		Chaptered: len(ep.Chapters) > 0, Facts: s.playerFacts(e, ep, at),
	}
	if a.URL == "" {
		p.Source, p.Local = a.Path, true
	}
	p.Download = p.Source
	if at > 0 {
		p.Source += "#t=" + seconds(at)
		p.Start = web.Clock(at)
	}
	if i := chapterAt(ep.Chapters, at); i >= 0 {
		p.Now = ep.Chapters[i].Title
	}
	return p
}

// framedPlayer is player where no list of chapters stands beside it.
func (s *Site) framedPlayer(e *edition.Edition, ep *show.Episode, at time.Duration) player {
	p := s.player(e, ep, at)
	for _, c := range ep.Chapters {
		p.Facts.Chapters = append(p.Facts.Chapters, playerChapter{int(c.Start / time.Second), c.Title})
	}
	return p
}

func (s *Site) playerFacts(e *edition.Edition, ep *show.Episode, at time.Duration) playerFacts {
	f := playerFacts{
		Path: s.rooted(ep.Path()), Name: spokenName(ep), Title: ep.Title, Show: e.Show.Title,
		Length: int(ep.Audio.Duration / time.Second), Start: int(at / time.Second), Covers: s.playerCovers(e, ep),
	}
	if _, item := e.Neighbours(ep); item != nil {
		next := item.(*show.Episode)
		f.Next = &playerNext{s.rooted(next.Path()), spokenName(next), next.Title}
	}
	return f
}

// playerCovers returns the cover in the two sizes that lock screens and notifications use.
func (s *Site) playerCovers(e *edition.Edition, ep *show.Episode) []playerCover {
	cover := ep.Cover
	if cover == nil {
		cover = e.Show.Cover
	}
	if cover == nil {
		return nil
	}
	var out []playerCover
	for _, side := range []int{300, 600} {
		c := cover.Sized(side)
		sizes := strconv.Itoa(c.Width) + "x" + strconv.Itoa(c.Height)
		if len(out) == 0 || out[0].Sizes != sizes {
			out = append(out, playerCover{s.rooted(c.Path), sizes, c.Type})
		}
	}
	return out
}

// rooted is a path of this site with the path of the base address.
func (s *Site) rooted(path string) string { return strings.TrimSuffix(s.Base.Path, "/") + path }

// spokenName says which episode it is, for ears: "Episode 42", or the title of one without a number.
func spokenName(ep *show.Episode) string {
	if ep.Number > 0 {
		return "Episode " + strconv.Itoa(ep.Number)
	}
	return ep.Title
}

// chapterAt returns the index of the chapter being played at a moment, -1 before the first.
func chapterAt(chapters []show.Chapter, at time.Duration) int {
	found := -1
	for i, c := range chapters {
		if c.Start <= at {
			found = i
		}
	}
	return found
}
