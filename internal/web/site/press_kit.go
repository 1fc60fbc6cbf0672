package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"insider/internal/card"
	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

// pressKit is templates/parts/press_kit.html: what others need to write about the show.
type pressKit struct {
	Marks       []pressFile
	Covers      []pressFile
	Cover       *show.Image // the smallest, to look at; nil without one
	Short, Long string      // texts, "" when there is none
}

// pressFile is a file to be taken.
type pressFile struct{ Name, Path string }

// newPressKit makes the kit of the show.
func newPressKit(s *show.Show) *pressKit {
	kit := &pressKit{Short: s.Tagline, Long: strings.TrimSpace(s.Description)}
	for _, d := range pressDrawings(s) {
		kit.Marks = append(kit.Marks, pressFile{d.name, d.path})
	}
	if s.Cover == nil {
		return kit
	}
	kit.Cover = s.Cover.Sized(show.CoverSides[len(show.CoverSides)-1])
	for _, side := range show.CoverSides {
		c := s.Cover.Sized(side) // no larger than it is
		file := pressFile{strconv.Itoa(c.Width) + " pixels, " + strings.ToUpper(strings.TrimPrefix(path.Ext(c.Path), ".")), c.Path}
		if !slices.Contains(kit.Covers, file) {
			kit.Covers = append(kit.Covers, file)
		}
	}
	return kit
}

// pressDrawing is the mark or the wordmark as a file.
type pressDrawing struct {
	name, path string
	svg        []byte
}

// pressDrawings draws mark and wordmark for both grounds; without the wordmark when the face lacks a letter of it.
func pressDrawings(s *show.Show) []pressDrawing {
	var out []pressDrawing
	for _, x := range []struct {
		name, file string
		mark       card.Wordmark
	}{
		{"Mark", "mark.svg", card.Wordmark{}}, {"Mark for dark grounds", "mark-dark.svg", card.Wordmark{Dark: true}},
		{"Wordmark", "wordmark.svg", card.Wordmark{Text: s.Wordmark}}, {"Wordmark for dark grounds", "wordmark-dark.svg", card.Wordmark{Text: s.Wordmark, Dark: true}},
	} {
		if svg, ok := x.mark.SVG(); ok {
			sum := sha256.Sum256(svg)
			out = append(out, pressDrawing{x.name, show.MediaPath(show.Press, hex.EncodeToString(sum[:8]), x.file), svg})
		}
	}
	return out
}

// servePress answers with a drawing of the press kit; its address holds its fingerprint.
func servePress(w http.ResponseWriter, r *http.Request, e *edition.Edition) error {
	for _, d := range pressDrawings(e.Show) {
		if d.path == r.URL.Path {
			w.Header().Set("Cache-Control", immutable)
			web.ServeFile(w, r, web.File{Type: "image/svg+xml", ETag: `"` + path.Base(path.Dir(d.path)) + `"`, Body: bytes.NewReader(d.svg)})
			return nil
		}
	}
	return errNoMedia
}
