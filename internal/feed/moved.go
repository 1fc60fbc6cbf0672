package feed

import (
	"net/url"
	"strings"

	"insider/internal/show"
)

// MovedTo returns where the podcast feed of a show at base lives now, "" while that is here. An address below base means that
// the feed has come here: it then only says so in itself, for who follows a redirect to itself goes in a circle.
func MovedTo(base *url.URL, s *show.Show) string {
	u, err := url.Parse(s.Moved)
	if s.Moved == "" || err != nil || strings.EqualFold(u.Host, base.Host) && strings.HasPrefix(u.Path+"/", strings.TrimRight(base.Path, "/")+"/") {
		return ""
	}
	return u.String()
}

// MoveNotice tells an editor what the key moved does with the podcast feed of a show at base; "" when it is not written.
func MoveNotice(base *url.URL, s *show.Show) string {
	switch {
	case s.Moved == "":
		return ""
	case MovedTo(base, s) != "":
		return "The podcast feed has moved: " + PodcastPath + ", its pages and its aliases answer 301 with " + s.Moved +
			". Apps that follow redirects read the feed there from now on; it is shown to nobody here. Keep it so for at least four weeks."
	}
	return "The podcast feed tells apps that it lives at " + s.Moved + ", its own address, as it should after it came here. Take moved out of show.yaml after some weeks."
}
