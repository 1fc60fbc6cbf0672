package content

import (
	"net/url"

	"insider/internal/edition"
)

// Hint is worth knowing about the content, though nothing is wrong.
type Hint struct {
	File     string // slash path within the folder
	Sentence string
}

// String returns the hint in one line.
func (h Hint) String() string { return h.File + ": " + h.Sentence }

// Hints returns what is worth knowing about a show at the public address base.
func Hints(source *edition.Source, base *url.URL) []Hint {
	if source == nil {
		return nil
	}
	var hints []Hint
	switch s := source.Show; {
	case s.Moved == "":
	case s.MovedFrom(base) != "":
		hints = append(hints, Hint{"show.yaml", "The podcast feed has moved: /podcast.xml, its pages and its aliases answer 301 with " + s.Moved +
			". Apps that follow redirects read the feed there from now on; this one is shown to nobody. Keep it so for at least four weeks."})
	default:
		hints = append(hints, Hint{"show.yaml", "The podcast feed tells apps that it lives at " + s.Moved + ", its own address, as it should after it came here. Take moved out after some weeks."})
	}
	return hints
}
