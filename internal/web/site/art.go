package site

import (
	"net/http"
	"strconv"
	"strings"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/web"
)

// serveArt answers with a cover in one of its sizes, while its show or episode is public.
func (m *Media) serveArt(w http.ResponseWriter, r *http.Request, a mediaAddress, e *edition.Edition) error {
	cover, side, ok := a.size(e)
	if !ok || m.Art == nil {
		return errNoMedia
	}
	body, err := m.Art.Open(r.Context(), cover.File, side)
	if err != nil {
		return noPicture(err)
	}
	return sendMade(w, r, body, "image/jpeg", a.slug+"-"+strconv.Itoa(side))
}

// servePicture answers with a picture of a text in one of its widths, while its item is public.
func (m *Media) servePicture(w http.ResponseWriter, r *http.Request, a mediaAddress, e *edition.Edition) error {
	file, ok := e.Picture(a.slug)
	if !ok || m.Art == nil {
		return errNoMedia
	}
	for _, form := range file.Widths() {
		if form.Path == r.URL.Path {
			body, err := m.Art.OpenFitted(r.Context(), form)
			if err != nil {
				return noPicture(err)
			}
			return sendMade(w, r, body, form.Type, a.slug+"-w"+strconv.Itoa(form.Width))
		}
	}
	return errNoMedia
}

func noPicture(err error) error {
	return fault.Wrap(err, fault.Unavailable, "This picture cannot be made just now. Please try again in a moment.")
}

// sendMade sends a picture whose address holds the fingerprint of what it was made from. tag tells it from others.
func sendMade(w http.ResponseWriter, r *http.Request, body MediaFile, kind, tag string) error {
	defer body.Close()
	info, err := body.Stat()
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", immutable)
	web.ServeFile(w, r, web.File{Type: kind, ETag: `"` + tag + `"`, Modified: info.ModTime(), Body: body})
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
