package site

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/web"
)

// Art opens a square picture as a JPEG of the given side. The file is one of a public item.
type Art func(ctx context.Context, file *show.File, side int) (MediaFile, error)

// serveArt answers with a cover in one of its sizes, while its show or episode is public.
func (m *Media) serveArt(w http.ResponseWriter, r *http.Request, a mediaAddress, e *edition.Edition) error {
	cover, side, ok := a.size(e)
	if !ok || m.Art == nil {
		return errNoMedia
	}
	body, err := m.Art(r.Context(), cover.File, side)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "This picture cannot be made just now. Please try again in a moment.")
	}
	defer body.Close()
	info, err := body.Stat()
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", immutable)
	web.ServeFile(w, r, web.File{Type: "image/jpeg", ETag: `"` + a.slug + "-" + strconv.Itoa(side) + `"`, Modified: info.ModTime(), Body: body})
	return nil
}

// size returns the public cover whose size has this address.
func (a mediaAddress) size(e *edition.Edition) (cover *show.Image, side int, ok bool) {
	cover, ok = e.Cover(a.slug)
	if !ok {
		return nil, 0, false
	}
	number, isJPEG := strings.CutSuffix(a.name, ".jpg")
	side, err := strconv.Atoi(number)
	return cover, side, err == nil && isJPEG && strconv.Itoa(side) == number && cover.HasSide(side)
}
