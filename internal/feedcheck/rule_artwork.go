package feedcheck

import (
	"path"
	"slices"
)

// Picture is artwork as it was looked at.
type Picture struct {
	Problem       string // why it could not be looked at, a sentence; "" when it was
	Type          string // MIME type by its first bytes
	Width, Height int    // pixels
	Colours       string // "RGB", "grey", "CMYK", "palette"
	Clear         bool   // some of it may be transparent
	Bytes         int64
}

// artworkRules are about the artwork of the show and of episodes.
var artworkRules = []*Rule{
	{Name: "artwork-answer", Level: Mistake, By: "Apple",
		Why: "Directories fetch the artwork themselves, and refuse a show without.", Fix: "Let the address lead to the picture.",
		find: inArtwork(func(_ string, p Picture, say func(string, ...any)) {
			if p.Problem != "" {
				say("%s", p.Problem)
			}
		})},
	{Name: "artwork-type", Level: Mistake, By: "Apple, Spotify",
		Why: "Directories take JPEG and PNG only.", Fix: "Save it as JPEG or PNG.",
		find: inLooked(func(_ string, p Picture, say func(string, ...any)) {
			if artworkEnds[p.Type] == nil {
				say("It is %s.", quote(p.Type))
			}
		})},
	{Name: "artwork-extension", Level: Mistake, By: "Apple",
		Why: "Apple looks at the end of the address.", Fix: "Let the name end in what the file is: .jpg or .png.",
		find: inLooked(func(address string, p Picture, say func(string, ...any)) {
			if ends := artworkEnds[p.Type]; ends != nil && !slices.Contains(ends, extension(address)) {
				say("It is %s, but its name is %s.", quote(p.Type), quote(path.Base(address)))
			}
		})},
	{Name: "artwork-square", Level: Mistake, By: "Apple, Spotify",
		Why: "Directories refuse artwork that is not square.", Fix: "Cut it to a square.",
		find: inLooked(func(_ string, p Picture, say func(string, ...any)) {
			if p.Width != p.Height {
				say("It is %d pixels wide and %d high.", p.Width, p.Height)
			}
		})},
	{Name: "artwork-pixels", Level: Mistake, By: "Apple",
		Why: "Apple takes 1,400 to 3,000 pixels on a side.", Fix: "Export it with 3,000 pixels on a side.",
		find: inLooked(func(_ string, p Picture, say func(string, ...any)) {
			if side := max(p.Width, p.Height); side < 1400 || side > 3000 {
				say("It is %d by %d pixels.", p.Width, p.Height)
			}
		})},
	{Name: "artwork-colours", Level: Mistake, By: "Apple",
		Why: "Apple takes RGB only; CMYK, made for print, shows false colours or nothing.", Fix: "Export it in RGB.",
		find: inLooked(func(_ string, p Picture, say func(string, ...any)) {
			if p.Colours == "CMYK" {
				say("Its colours are CMYK.")
			}
		})},
	{Name: "artwork-plain", Level: Hint, By: "Apple",
		Why: "Apple asks for RGB without transparency; apps put what is clear on black or white.", Fix: "Export it in RGB, without transparency.",
		find: inLooked(func(_ string, p Picture, say func(string, ...any)) {
			switch {
			case p.Clear:
				say("It may be transparent.")
			case p.Colours == "grey", p.Colours == "palette":
				say("Its colours are %s.", p.Colours)
			}
		})},
	{Name: "artwork-bytes", Level: Hint, By: "Apple, Spotify",
		Why: "Some directories refuse artwork above 512 KiB, and it is slow on phones.", Fix: "Export it as JPEG, below 512 KiB.",
		find: inLooked(func(_ string, p Picture, say func(string, ...any)) {
			if p.Bytes > 512<<10 {
				say("It is %s bytes long.", thousands(p.Bytes))
			}
		})},
}

// artworkEnds are the ends of names by type.
var artworkEnds = map[string][]string{"image/jpeg": {".jpg", ".jpeg"}, "image/png": {".png"}}

// Artwork returns the addresses of the feed's artwork, the show's first, each once, at most n.
func (f *Feed) Artwork(n int) (addresses []string) {
	see := func(address string) {
		if address != "" && len(addresses) < n && !slices.Contains(addresses, address) {
			addresses = append(addresses, address)
		}
	}
	see(f.Channel.Attr("itunes:image", "href"))
	for _, item := range f.Items {
		see(item.Attr("itunes:image", "href"))
	}
	return addresses
}

// inArtwork makes a rule's function of one over each picture that was tried, told once where it stands first.
func inArtwork(find func(address string, p Picture, say func(format string, args ...any))) func(*Subject, sayer) {
	return func(s *Subject, say sayer) {
		told := map[string]bool{}
		see := func(where, address string) {
			p, tried := s.Pictures[address]
			if !tried || told[address] {
				return
			}
			told[address] = true
			find(address, p, func(format string, args ...any) {
				say(where, "The artwork %s: "+format, append([]any{address}, args...)...)
			})
		}
		see(whole, s.Feed.Channel.Attr("itunes:image", "href"))
		for _, item := range s.Feed.Items {
			see(s.where(item), item.Attr("itunes:image", "href"))
		}
	}
}

// inLooked is inArtwork for pictures that could be looked at.
func inLooked(find func(address string, p Picture, say func(format string, args ...any))) func(*Subject, sayer) {
	return inArtwork(func(address string, p Picture, say func(string, ...any)) {
		if p.Problem == "" {
			find(address, p, say)
		}
	})
}
