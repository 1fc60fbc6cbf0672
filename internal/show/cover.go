package show

import (
	"slices"
	"strconv"
)

// CoverSides are the sizes in which square pictures are offered, in pixels: for directories, large and small screens, and
// lists.
var CoverSides = []int{3000, 1400, 600, 300}

// hashLength is how much of a picture's fingerprint stands in the address of its sizes.
const hashLength = 16

// Sized returns a square picture as a JPEG of at most the given side, at an address that holds its fingerprint. What is not
// square, not a file of the show, or smaller than every size, comes back as it is.
func (i *Image) Sized(side int) *Image {
	if i.ArtKey() == "" {
		return i
	}
	side = min(side, i.Width)
	return &Image{
		Path: MediaPath(Art, i.ArtKey(), strconv.Itoa(side)+".jpg"), Type: "image/jpeg",
		Width: side, Height: side, Alt: i.Alt, File: i.File,
	}
}

// ArtKey is the fingerprint under which the sizes of a picture are found, "" when it has none.
func (i *Image) ArtKey() string {
	if i == nil || i.File == nil || len(i.File.Hash) < hashLength || i.Width != i.Height || i.Width < CoverSides[len(CoverSides)-1] {
		return ""
	}
	return i.File.Hash[:hashLength]
}

// HasSide reports whether a square picture is offered in a size.
func (i *Image) HasSide(side int) bool {
	return side <= i.Width && slices.Contains(CoverSides, side) || side == min(i.Width, CoverSides[0])
}
