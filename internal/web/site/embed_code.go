package site

import (
	"fmt"
	"html"
	"net/url"

	"insider/internal/show"
)

// Size of the player in a frame of another site, in CSS pixels. It has room in any width from 300 on, and fills what it is given.
const (
	frameWidth  = 600
	frameHeight = 180
)

// embedPath is where the player of an episode stands alone.
func embedPath(ep *show.Episode) string { return "/embed/" + ep.Slug }

// embedCode returns the element that shows the player of an episode on another site. width may be a percentage; query is "" or
// names a moment.
func (s *Site) embedCode(x *show.Show, ep *show.Episode, query, width string, height int) string {
	return fmt.Sprintf(`<iframe src="%s" title="%s" width="%s" height="%d" loading="lazy" allow="clipboard-write" frameborder="0"></iframe>`,
		html.EscapeString(s.absolute(embedPath(ep))+query), html.EscapeString(ep.Title+", "+x.Title), width, height)
}

// embedding is what the page of an episode tells those who want to show its player.
type embedding struct {
	Player    string // where the player stands alone
	Width     int
	Height    int
	Secure    bool   // Player is an https address, as some sites insist
	Discovery string // where its oEmbed answer is
	Code      string // to be pasted into a page
}

func (s *Site) embedding(x *show.Show, ep *show.Episode) *embedding {
	return &embedding{
		Player: s.absolute(embedPath(ep)), Width: frameWidth, Height: frameHeight, Secure: s.Base.Scheme == "https",
		Discovery: s.absolute(oEmbedPath) + "?url=" + url.QueryEscape(s.absolute(ep.Path())),
		Code:      s.embedCode(x, ep, "", "100%", frameHeight),
	}
}
