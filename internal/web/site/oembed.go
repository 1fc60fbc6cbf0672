package site

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

const (
	oEmbedPath = "/oembed"
	// oEmbedAge is how long, in seconds, whoever asked may keep an answer.
	oEmbedAge = 24 * 60 * 60
	// longestAddress is the most of an address that is looked at.
	longestAddress = 2048
)

// oEmbed is the answer of oembed.com, 2.3.4.4, for a player in a frame. Sizes are CSS pixels.
type oEmbed struct {
	Version     string `json:"version"`
	Type        string `json:"type"`
	Title       string `json:"title"`
	Author      string `json:"author_name"`
	AuthorURL   string `json:"author_url"`
	Provider    string `json:"provider_name"`
	ProviderURL string `json:"provider_url"`
	Age         int    `json:"cache_age"`
	Thumbnail   string `json:"thumbnail_url,omitempty"`
	ThumbWidth  int    `json:"thumbnail_width,omitempty"`
	ThumbHeight int    `json:"thumbnail_height,omitempty"`
	HTML        string `json:"html"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
}

// oEmbed tells how to show the episode at an address of this site.
func (s *Site) oEmbed(_ context.Context, r *web.Request) (*web.Response, error) {
	if f := r.Query("format"); f != "" && f != "json" {
		return oEmbedError(http.StatusNotImplemented, "Only JSON is made here: ask with format=json.")
	}
	if r.Query("url") == "" {
		return oEmbedError(http.StatusBadRequest, "Say which episode: url= takes its address.")
	}
	ep, at, ok := s.episodeAt(r.Edition, r.Query("url"))
	if !ok {
		return oEmbedError(http.StatusNotFound, "There is no episode of this site at that address.")
	}
	body, err := json.Marshal(s.oEmbedOf(r.Edition.Show, ep, at, most(r.Query("maxwidth")), most(r.Query("maxheight"))))
	if err != nil {
		return nil, err
	}
	return &web.Response{Type: "application/json", Body: body, Modified: r.Edition.Modified(show.Episodes, show.Media)}, nil
}

// oEmbedOf is the answer for an episode from a moment on, within a width and a height.
func (s *Site) oEmbedOf(x *show.Show, ep *show.Episode, at time.Duration, width, height int) oEmbed {
	query := ""
	if at > 0 {
		query = "?t=" + seconds(at)
	}
	o := oEmbed{
		Version: "1.0", Type: "rich", Title: ep.Title, Author: x.Maker(), AuthorURL: s.absolute("/"),
		Provider: x.Title, ProviderURL: s.absolute("/"), Age: oEmbedAge, Width: min(frameWidth, width), Height: min(frameHeight, height),
	}
	o.HTML = s.embedCode(x, ep, query, strconv.Itoa(o.Width), o.Height)
	if c := thumbnail(cmp.Or(ep.Cover, x.Cover), width, height); c != nil {
		o.Thumbnail, o.ThumbWidth, o.ThumbHeight = s.absolute(c.Path), c.Width, c.Height
	}
	return o
}

// thumbnail returns the largest size of a cover that fits and is no larger than a preview needs, nil when none does.
func thumbnail(cover *show.Image, width, height int) *show.Image {
	if cover == nil {
		return nil
	}
	for _, side := range []int{600, 300} {
		if c := cover.Sized(side); c.Width <= min(width, 600) && c.Height <= min(height, 600) {
			return c
		}
	}
	return nil
}

// unbounded is a size that nobody limits.
const unbounded = 1 << 20

// most reads a limit in pixels. What is no positive number limits nothing.
func most(text string) int {
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return n
	}
	return unbounded
}

// episodeAt finds the episode that an address of this site shows, by any scheme of the web, with or without a slash at its
// end, also by an old path, and the moment it names.
func (s *Site) episodeAt(e *edition.Edition, address string) (*show.Episode, time.Duration, bool) {
	u, err := url.Parse(address)
	if err != nil || len(address) > longestAddress || u.User != nil || !sameHost(u, s.Base) {
		return nil, 0, false
	}
	path, ok := strings.CutPrefix(u.Path, strings.TrimSuffix(s.Base.Path, "/"))
	if !ok || !strings.HasPrefix(path, "/") {
		return nil, 0, false
	}
	ep, ok := playable(e, path)
	if !ok {
		return nil, 0, false
	}
	return ep, start(u.Query().Get("t"), ep.Audio.Duration), true
}

// playable returns the episode whose page or player has the path, now or formerly.
func playable(e *edition.Edition, path string) (*show.Episode, bool) {
	path = strings.TrimSuffix(path, "/")
	if slug, ok := strings.CutPrefix(path, "/embed/"); ok {
		path = "/episodes/" + slug
	}
	if to, ok := e.Alias(path); ok {
		path = to
	}
	item, ok := e.ItemAt(path)
	if !ok {
		return nil, false
	}
	ep, ok := item.(*show.Episode)
	return ep, ok
}

// sameHost reports whether an address of the web is on the host of base.
func sameHost(u, base *url.URL) bool {
	return (u.Scheme == "https" || u.Scheme == "http") && strings.EqualFold(u.Hostname(), base.Hostname()) && port(u) == port(base)
}

// port is the port that an address names, "" for the usual one of its scheme.
func port(u *url.URL) string {
	if p := u.Port(); u.Scheme == "https" && p != "443" || u.Scheme == "http" && p != "80" {
		return p
	}
	return ""
}

// oEmbedError is an answer for programs: a status and a sentence.
func oEmbedError(status int, sentence string) (*web.Response, error) {
	body, err := json.Marshal(map[string]any{"status": status, "error": sentence})
	if err != nil {
		return nil, err
	}
	return &web.Response{Status: status, Type: "application/json", Body: body, Header: http.Header{"Cache-Control": {"no-store"}}}, nil
}
