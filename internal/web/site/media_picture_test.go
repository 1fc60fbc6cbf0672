package site

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"

	"insider/internal/edition"
	"insider/internal/picture"
	"insider/internal/show"
)

// camera is what a camera writes into a photograph.
const camera = "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00GPS 51.05 N 3.72 E"

// pictureSite is a gate with a photograph and a drawing of a public article, and one of a draft.
func pictureSite(t *testing.T) (x *mediaSite, photo, drawing, draft *show.File) {
	t.Helper()
	x, _ = artSite(t)
	var jpg, drawn bytes.Buffer
	if err := jpeg.Encode(&jpg, image.NewGray(image.Rect(0, 0, 2000, 1000)), nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&drawn, image.NewNRGBA(image.Rect(0, 0, 700, 350))); err != nil {
		t.Fatal(err)
	}
	data := slices.Concat(jpg.Bytes()[:2], []byte{0xff, 0xe1, 0, byte(len(camera) + 2)}, []byte(camera), jpg.Bytes()[2:])
	described := func(name, kind, text string, width, height int) *show.File {
		f := x.file("articles/"+name, text)
		f.Type, f.Width, f.Height, f.Hash = kind, width, height, (strings.ReplaceAll(name, ".", "") + "0123456789abcdef0123456789abcdef")[:32]
		return f
	}
	photo = described("photo.jpg", "image/jpeg", string(data), 2000, 1000)
	drawing = described("drawing.png", "image/png", drawn.String(), 700, 350)
	draft = described("draft.jpg", "image/jpeg", string(data), 2000, 1000)
	source := x.source()
	source.Articles = []*show.Article{
		{Slug: "public", Date: noon.Add(-1), Files: []*show.File{photo, drawing}}, {Slug: "draft", Date: noon.Add(-1), Draft: true, Files: []*show.File{draft}},
	}
	x.gate.Editions.Swap(edition.New(source, noon))
	return x, photo, drawing, draft
}

func TestPicturesInTheirWidths(t *testing.T) {
	x, photo, drawing, _ := pictureSite(t)
	for file, widths := range map[*show.File][]int{photo: {640, 960, 1280}, drawing: {640, 700}} {
		forms := file.Widths()
		if len(forms) != len(widths) {
			t.Fatalf("%s comes in %d widths", file.Name, len(forms))
		}
		for i, form := range forms {
			w := ask(t, x.server, http.MethodGet, form.Path)
			info, err := picture.Probe(bytes.NewReader(w.Body.Bytes()))
			if w.Code != 200 || err != nil || info != (picture.Info{Type: file.Type, Width: widths[i], Height: widths[i] / 2}) || form.Height != widths[i]/2 {
				t.Errorf("%s: %d, %+v, %v", form.Path, w.Code, info, err)
			}
			if w.Header().Get("Content-Type") != file.Type || w.Header().Get("Cache-Control") != immutable || strings.Contains(w.Body.String(), "GPS") {
				t.Errorf("%s: %v", form.Path, w.Header())
			}
		}
	}
}

func TestPicturesTellNotWhereTheyWereTaken(t *testing.T) {
	x, photo, _, _ := pictureSite(t)
	w := ask(t, x.server, http.MethodGet, "/media/articles/public/photo.jpg")
	info, err := picture.Probe(bytes.NewReader(w.Body.Bytes()))
	if w.Code != 200 || err != nil || info.Width != photo.Width || strings.Contains(w.Body.String(), "GPS") {
		t.Errorf("%d, %+v, %v", w.Code, info, err)
	}
	if again := ask(t, x.server, http.MethodGet, "/media/articles/public/photo.jpg", "If-None-Match", w.Header().Get("Etag")); again.Code != 304 {
		t.Errorf("again: %d", again.Code)
	}
}

func TestOnlyWidthsOfPublicPicturesAreMade(t *testing.T) {
	x, photo, drawing, draft := pictureSite(t)
	for _, path := range []string{
		draft.Widths()[0].Path, "/media/pictures/" + photo.Key() + "/641.jpg", "/media/pictures/" + photo.Key() + "/2000.jpg", "/media/pictures/" + photo.Key() + "/640.png",
		"/media/pictures/" + drawing.Key() + "/640.jpg", "/media/pictures/" + photo.Key(), "/media/pictures/nothing/640.jpg",
	} {
		if w := ask(t, x.server, http.MethodGet, path); w.Code != 404 {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
	for name, f := range map[string]*show.File{
		"a huge one": {Type: "image/jpeg", Hash: photo.Hash, Width: 10_000, Height: 10_000}, "one that moves": {Type: "image/gif", Hash: photo.Hash, Width: 700, Height: 700},
		"no picture": {Type: "audio/mpeg", Hash: photo.Hash},
	} {
		if forms := f.Widths(); len(forms) != 0 {
			t.Errorf("%s comes in %d widths", name, len(forms))
		}
	}
}
