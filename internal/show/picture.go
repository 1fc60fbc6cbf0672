package show

import (
	"slices"
	"strconv"
)

// PictureWidths are the widths in which pages offer pictures, in pixels: for telephones, and for the column of text on
// common and on dense screens.
var PictureWidths = []int{640, 960, 1280}

// PictureSizes says how wide pictures are on pages: the column of text, or the screen where that is narrower.
const PictureSizes = "(min-width: 42rem) 39rem, calc(100vw - 2rem)"

// MaxScaled is how many pixels a picture may have to be offered in other widths.
const MaxScaled = 25_000_000

// Widths returns the picture as pages offer it, the smallest first: in each width below its own, and in its own when that
// is no larger than the largest. There are none for what is no JPEG, PNG or WebP, or too large to be scaled.
func (f *File) Widths() []*Image {
	extension := map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".jpg"}[f.Type]
	if extension == "" || len(f.Hash) < hashLength || f.Width <= 0 || f.Height <= 0 || f.Width*f.Height > MaxScaled {
		return nil
	}
	var out []*Image
	for _, width := range append(slices.Clone(PictureWidths), f.Width) {
		if width > f.Width || width > PictureWidths[len(PictureWidths)-1] || len(out) > 0 && out[len(out)-1].Width >= width {
			continue
		}
		out = append(out, f.scaled(width, extension))
	}
	return out
}

func (f *File) scaled(width int, extension string) *Image {
	kind := map[string]string{".jpg": "image/jpeg", ".png": "image/png"}[extension]
	return &Image{
		Path: MediaPath(Pictures, f.Key(), strconv.Itoa(width)+extension), Type: kind,
		Width: width, Height: max(1, (f.Height*width+f.Width/2)/f.Width), File: f,
	}
}

// Key is the part of the file's fingerprint under which what is made of it is found.
func (f *File) Key() string { return f.Hash[:hashLength] }

// Widths returns the picture as pages offer it, the smallest first; the picture itself when there is nothing to choose.
func (i *Image) Widths() []*Image {
	if i.File != nil {
		if list := i.File.Widths(); len(list) > 0 {
			return list
		}
	}
	return []*Image{i}
}

// Sizes is PictureSizes, for templates.
func (*Image) Sizes() string { return PictureSizes }

// Widest is the largest of Widths.
func (i *Image) Widest() *Image {
	list := i.Widths()
	return list[len(list)-1]
}
