package site

import (
	"context"
	"encoding/json"
	"strconv"

	"insider/internal/show"
	"insider/internal/web"
)

// manifest is what a phone needs to put the site on its home screen (W3C Web Application Manifest).
type manifest struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	ShortName   string         `json:"short_name"`
	Description string         `json:"description"`
	Language    string         `json:"lang"`
	Start       string         `json:"start_url"`
	Scope       string         `json:"scope"`
	Display     string         `json:"display"`
	Theme       string         `json:"theme_color"`
	Background  string         `json:"background_color"`
	Icons       []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Source  string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// paper is the colour of the page in the light theme, for where style sheets do not reach.
const paper = "#f3f3ec"

// manifestIcons are drawn by docs/authoring/icons.sh.
var manifestIcons = []struct {
	name, purpose string
	side          int
}{{"icons/icon-192.png", "any", 192}, {"icons/icon-512.png", "any", 512}, {"icons/maskable-512.png", "maskable", 512}}

// manifest names the show as show.yaml does. The browser keeps its own bar with a way back: this is a site to read.
func (s *Site) manifest(_ context.Context, r *web.Request) (*web.Response, error) {
	x, home := r.Edition.Show, s.server.Root()+"/"
	m := manifest{
		ID: home, Name: x.Title, ShortName: x.Wordmark, Description: x.Description, Language: x.Language,
		Start: home, Scope: home, Display: "minimal-ui", Theme: paper, Background: paper,
	}
	for _, i := range manifestIcons {
		path, err := s.Assets.Path(i.name)
		if err != nil {
			return nil, err
		}
		side := strconv.Itoa(i.side)
		m.Icons = append(m.Icons, manifestIcon{Source: path, Sizes: side + "x" + side, Type: web.MediaType(i.name), Purpose: i.purpose})
	}
	body, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	return &web.Response{Type: "application/manifest+json", Body: body, Modified: r.Edition.Modified(show.Media)}, nil
}
