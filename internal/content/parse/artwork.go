package parse

import (
	"fmt"
	"regexp"
	"strings"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

// artworkFront is a picture of podcast:image; Name is the file beside the text.
type artworkFront struct {
	Name string
	show.Artwork
}

var ratioForm = regexp.MustCompile(`^[1-9][0-9]{0,4}(\.[0-9]+)?/[1-9][0-9]{0,4}(\.[0-9]+)?$`)

// artwork reads a list of {file or url, alt, purpose, ratio}.
func (p *parse) artwork(m *mapping) []artworkFront {
	var out []artworkFront
	for _, x := range m.mappings("images", "an entry of images") {
		a := artworkFront{Name: p.picture(x, "file")}
		a.URL, a.Alt = x.address("url"), x.short("alt", maxTitle)
		purpose := x.short("purpose", maxLabel)
		a.Purpose = strings.Fields(purpose)
		a.AspectRatio = x.literal("ratio")
		if a.AspectRatio != "" && !ratioForm.MatchString(a.AspectRatio) {
			fix := `Write it like ratio: "16/9".`
			if near := strings.NewReplacer(":", "/", "x", "/", " ", "").Replace(a.AspectRatio); ratioForm.MatchString(near) {
				fix = "Write: ratio: " + near
			}
			p.complain(x.line("ratio"), mistake.BadNumber, fmt.Sprintf("ratio is %q.", a.AspectRatio), fix)
		}
		if x.has("file") == x.has("url") {
			p.complain(x.at, mistake.MissingKey, "A picture is a file or has an address: one of the two.", "Write file: ... or url: https://...")
		}
		x.done()
		out = append(out, a)
	}
	return out
}
