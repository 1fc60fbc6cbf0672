package scaffold

import (
	"net/url"
	"time"

	"github.com/google/uuid"
)

// Init writes a show of one's own into dir, which must not exist or be empty. base is its public address, or nil while
// that is not known; now dates the sample episode. It returns the files it wrote, as paths that begin with dir, in
// order. Errors are fault.Invalid, fault.Conflict or fault.Unavailable with a sentence that says what to do; then
// nothing is left behind in dir.
func Init(dir string, base *url.URL, now time.Time) (written []string, err error) {
	if err := emptyFolder(dir); err != nil {
		return nil, err
	}
	f := &folder{dir: dir}
	if err := writeShow(f, newShow(base, now)); err != nil {
		f.undo()
		return nil, err
	}
	return f.written, nil
}

// freshShow is what the templates of a show are filled with.
type freshShow struct {
	GUID        string
	Origin      string // how the guid was made, for a comment
	EpisodeGUID string
	Date        string
}

func newShow(base *url.URL, now time.Time) freshShow {
	s := freshShow{GUID: podcastGUID(base), EpisodeGUID: uuid.NewString(), Date: stamp(now), Origin: "from a random name"}
	if base != nil {
		s.Origin = "from the address " + base.JoinPath("podcast.xml").String()
	}
	return s
}

// stamp is a date in front matter: RFC 3339 in whole minutes.
func stamp(t time.Time) string { return t.Truncate(time.Minute).Format(time.RFC3339) }

func writeShow(f *folder, s freshShow) error {
	const episode = "episodes/your-first-episode/"
	for _, x := range []struct{ name, template string }{
		{"show.yaml", "show.yaml"}, {"people/your-name.md", "host.md"}, {"pages/about.md", "about.md"},
		{"pages/privacy.md", "privacy.md"}, {episode + "index.md", "show-episode.md"},
	} {
		data, err := text(x.template, s)
		if err != nil {
			return err
		}
		if err := f.write(x.name, data); err != nil {
			return err
		}
	}
	for _, x := range []struct{ name, from string }{
		{"cover.png", "cover.png"}, {episode + "sample.mp3", "sample.mp3"}, {episode + "transcript.vtt", "transcript.vtt"},
	} {
		if err := f.write(x.name, mustRead("files/first/"+x.from)); err != nil {
			return err
		}
	}
	return nil
}
