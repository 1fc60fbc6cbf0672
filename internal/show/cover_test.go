package show_test

import (
	"testing"

	"insider/internal/show"
)

func TestSized(t *testing.T) {
	const hash = "0123456789abcdef0123456789abcdef"
	cover := func(width, height int) *show.Image {
		return &show.Image{Path: "/media/show/x/cover.png", Type: "image/png", Width: width, Height: height, Alt: "A", File: &show.File{Hash: hash}}
	}
	for _, c := range []struct {
		width, side, want int
	}{{3000, 3000, 3000}, {3000, 600, 600}, {2000, 3000, 2000}, {2000, 1400, 1400}, {1400, 3000, 1400}, {500, 600, 500}, {300, 300, 300}} {
		got := cover(c.width, c.width).Sized(c.side)
		want := show.MediaPath(show.Art, hash[:16], map[int]string{3000: "3000.jpg", 2000: "2000.jpg", 1400: "1400.jpg", 600: "600.jpg", 500: "500.jpg", 300: "300.jpg"}[c.want])
		if got.Path != want || got.Width != c.want || got.Height != c.want || got.Type != "image/jpeg" || got.Alt != "A" {
			t.Errorf("%d at %d: %+v", c.width, c.side, got)
		}
		if !cover(c.width, c.width).HasSide(c.want) || cover(c.width, c.width).HasSide(c.want+1) {
			t.Errorf("%d at %d is not offered", c.width, c.want)
		}
	}
	for name, i := range map[string]*show.Image{"oblong": cover(3000, 1400), "tiny": cover(200, 200), "elsewhere": {Path: "x", Width: 600, Height: 600}} {
		if i.Sized(600) != i || i.ArtKey() != "" {
			t.Errorf("%s is changed", name)
		}
	}
	if none := (*show.Image)(nil); none.Sized(600) != nil || none.ArtKey() != "" || cover(600, 600).ArtKey() != hash[:16] {
		t.Error("the keys are wrong")
	}
}
