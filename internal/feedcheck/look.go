package feedcheck

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif" // artwork that is GIF is told so
	_ "image/jpeg"
	_ "image/png"
	"io"

	_ "golang.org/x/image/webp"

	"insider/internal/fault"
	"insider/internal/picture"
)

const (
	maxPicture = 32 << 20 // bytes read of one
	maxHead    = 4 << 20  // bytes in which its size and colours stand
)

// Look looks at artwork.
func Look(r io.Reader) Picture {
	r = io.LimitReader(r, maxPicture)
	head, err := io.ReadAll(io.LimitReader(r, maxHead))
	if err != nil {
		return Picture{Problem: "It cannot be read."}
	}
	rest, err := io.Copy(io.Discard, r)
	if err != nil {
		return Picture{Problem: "It breaks off."}
	}
	info, err := picture.Probe(bytes.NewReader(head))
	if err != nil {
		return Picture{Problem: fault.Sentence(err)}
	}
	p := Picture{Type: info.Type, Width: info.Width, Height: info.Height, Bytes: int64(len(head)) + rest}
	if config, _, err := image.DecodeConfig(bytes.NewReader(head)); err == nil {
		p.Colours, p.Clear = colours(config.ColorModel)
	}
	return p
}

// colours names a colour model and says whether it can be transparent.
func colours(model color.Model) (name string, clear bool) {
	if palette, ok := model.(color.Palette); ok {
		for _, c := range palette {
			if _, _, _, alpha := c.RGBA(); alpha < 0xffff {
				return "palette", true
			}
		}
		return "palette", false
	}
	switch model {
	case color.CMYKModel:
		return "CMYK", false
	case color.GrayModel, color.Gray16Model:
		return "grey", false
	case color.NRGBAModel, color.NRGBA64Model, color.NYCbCrAModel:
		return "RGB", true
	}
	return "RGB", false
}
