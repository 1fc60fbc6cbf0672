package site

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"insider/internal/show"
)

// embeds returns a server whose covers come in sizes, and the show it serves.
func embeds(t *testing.T, base string) http.Handler {
	t.Helper()
	source := fixture(t, 3)
	source.Show.Cover.File = &show.File{Hash: "0123456789abcdef0123", Width: 3000, Height: 3000}
	source.Episodes[0].Aliases = []string{"/episodes/old name"}
	source.Episodes[1].Draft = true
	source.Episodes[2].Date = noon.AddDate(0, 0, 1)
	return whole(t, source, base)
}

func askFor(t *testing.T, server http.Handler, query url.Values) (int, oEmbed, http.Header) {
	t.Helper()
	w := ask(t, server, http.MethodGet, "/show/oembed?"+query.Encode())
	var o oEmbed
	if err := json.Unmarshal(w.Body.Bytes(), &o); err != nil || w.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%v: %v, %s", query, err, w.Body)
	}
	return w.Code, o, w.Header()
}

func TestOEmbed(t *testing.T) {
	server := embeds(t, "https://insider.example/show")
	const page = "https://insider.example/show/episodes/episode-1"
	status, o, h := askFor(t, server, url.Values{"url": {page}})
	if status != 200 || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Etag") == "" {
		t.Errorf("%d, %v", status, h)
	}
	want := oEmbed{
		Version: "1.0", Type: "rich", Title: "Episode 1: as long as a real one gets", Author: "Ada and Bo", AuthorURL: "https://insider.example/show/",
		Provider: "Two Pens", ProviderURL: "https://insider.example/show/", Age: 86400, Width: 600, Height: 180,
		Thumbnail: "https://insider.example/show/media/art/0123456789abcdef/600.jpg", ThumbWidth: 600, ThumbHeight: 600,
		HTML: `<iframe src="https://insider.example/show/embed/episode-1" title="Episode 1: as long as a real one gets, Two Pens" width="600" height="180"` +
			` loading="lazy" allow="clipboard-write" frameborder="0"></iframe>`,
	}
	if o != want {
		t.Errorf("%+v\nwant\n%+v", o, want)
	}
}

func TestOEmbedFindsEpisodesByEveryAddressTheyHave(t *testing.T) {
	server := embeds(t, "https://insider.example/show")
	for address, want := range map[string]string{
		"https://insider.example/show/episodes/episode-1":                  "",
		"https://insider.example/show/episodes/episode-1/":                 "",
		"http://insider.example/show/episodes/episode-1":                   "",
		"https://Insider.Example:443/show/episodes/episode-1?x=%zz#player": "",
		"http://insider.example:80/show/episodes/episode-1?utm_source=a":   "",
		"https://insider.example/show/episodes/old%20name":                 "",
		"https://insider.example/show/embed/episode-1":                     "",
		"https://insider.example/show/embed/old%20name/":                   "",
		"https://insider.example/show/episodes/episode-1?t=1m5s#player":    "?t=65",
		"https://insider.example/show/episodes/episode-1?t=999999":         "",
	} {
		status, o, _ := askFor(t, server, url.Values{"url": {address}, "format": {"json"}})
		if status != 200 || !strings.Contains(o.HTML, `src="https://insider.example/show/embed/episode-1`+want+`"`) {
			t.Errorf("%s: %d, %s", address, status, o.HTML)
		}
	}
}

func TestOEmbedRefusesWhatIsNoEpisode(t *testing.T) {
	server := embeds(t, "https://insider.example/show")
	for _, address := range []string{
		"https://insider.example/show/episodes/episode-2", // a draft
		"https://insider.example/show/episodes/episode-3", // of tomorrow
		"https://insider.example/show/episodes/nothing", "https://insider.example/show/articles/article-1", "https://insider.example/show/",
		"https://insider.example/episodes/episode-1", "https://insider.example/showepisodes/episode-1", "https://insider.example/show/episodes/",
		"https://insider.example.org/show/episodes/episode-1", "https://insider.example:8443/show/episodes/episode-1",
		"https://insider.example@evil.example/show/episodes/episode-1", "https://a:b@insider.example/show/episodes/episode-1",
		"//insider.example/show/episodes/episode-1", "/show/episodes/episode-1", "episode-1", "javascript:alert(1)//insider.example/show/episodes/episode-1",
		"ftp://insider.example/show/episodes/episode-1", "https://insider.example/show/episodes/../episodes/episode-1",
		"https://insider.example/show/episodes/episode-1/transcript", "https://insider.example/show/episodes/episode-1%2ftranscript", "https://insider.example/show/episodes/%22%3E%3Cscript%3E",
		"https://[::1/show/episodes/episode-1", "https://insider.example/show/episodes/episode-1?" + strings.Repeat("x", longestAddress), " ",
	} {
		if status, o, h := askFor(t, server, url.Values{"url": {address}}); status != 404 || o.HTML != "" || h.Get("Cache-Control") != "no-store" || h.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d, %s, %v", address, status, o.HTML, h)
		}
	}
	const page = "https://insider.example/show/episodes/episode-1"
	for want, query := range map[int]url.Values{400: {"maxwidth": {"300"}}, 501: {"url": {page}, "format": {"xml"}}} {
		if status, _, _ := askFor(t, server, query); status != want {
			t.Errorf("%v: %d, want %d", query, status, want)
		}
	}
}

func TestOEmbedKeepsWithinLimits(t *testing.T) {
	server := embeds(t, "https://insider.example/show")
	for limits, want := range map[[2]string][3]int{
		{"", ""}: {600, 180, 600}, {"1200", "900"}: {600, 180, 600}, {"400", "400"}: {400, 180, 300}, {"300", "180"}: {300, 180, 0},
		{"200", "100"}: {200, 100, 0}, {"0", "-5"}: {600, 180, 600}, {"wide", "1e3"}: {600, 180, 600}, {"99999999999999999999", ""}: {600, 180, 600},
	} {
		_, o, _ := askFor(t, server, url.Values{"url": {"https://insider.example/show/episodes/episode-1"}, "maxwidth": {limits[0]}, "maxheight": {limits[1]}})
		if got := [3]int{o.Width, o.Height, o.ThumbWidth}; got != want || (o.Thumbnail != "") != (want[2] > 0) {
			t.Errorf("%v: %v, want %v", limits, got, want)
		}
	}
}

func TestHostileTitlesStayInTheirAttribute(t *testing.T) {
	source := fixture(t, 1)
	source.Episodes[0].Title = `"><script>alert(1)</script>`
	server := whole(t, source, "https://insider.example/show")
	_, o, _ := askFor(t, server, url.Values{"url": {"https://insider.example/show/episodes/episode-1"}})
	title := regexp.MustCompile(`^<iframe src="[^"]*" title="([^"]*)" `).FindStringSubmatch(o.HTML)
	if title == nil || html.UnescapeString(title[1]) != source.Episodes[0].Title+", Two Pens" || strings.Contains(o.HTML, "<script") {
		t.Errorf("%s", o.HTML)
	}
}

func TestEpisodesLeadToTheirPlayer(t *testing.T) {
	for base, secure := range map[string]bool{"https://insider.example/show": true, "http://insider.example/show": false} {
		server := embeds(t, base)
		_, body, _ := get(t, server, "/show/episodes/episode-1")
		link := regexp.MustCompile(`<link rel="alternate" type="application/json\+oembed" title="[^"]+" href="([^"]+)">`).FindStringSubmatch(body)
		if link == nil {
			t.Fatal("no discovery")
		}
		w := ask(t, server, http.MethodGet, strings.TrimPrefix(html.UnescapeString(link[1]), strings.TrimSuffix(base, "/show")))
		if w.Code != 200 {
			t.Errorf("%s answers %d", link[1], w.Code)
		}
		got := properties(body)
		player := got["twitter:player"]
		if (got["twitter:card"][0] == "player") != secure || (len(player) == 1) != secure {
			t.Errorf("%s: a player for Twitter: %v", base, got)
		}
		if secure && (player[0] != base+"/embed/episode-1" || got["twitter:player:stream"][0] != base+"/media/episodes/episode-1/audio.mp3") {
			t.Errorf("%v", got)
		}
		if _, body, _ := get(t, server, "/show/articles/article-1"); strings.Contains(body, "oembed") || properties(body)["twitter:card"][0] != "summary_large_image" {
			t.Errorf("%s: an article has a player", base)
		}
	}
}
