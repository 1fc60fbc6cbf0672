package site

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
)

// vocabulary says of each type of schema.org that pages use what it must and what it may have: what schema.org defines for it,
// and of that what Google asks for.
var vocabulary = map[string]struct{ must, may []string }{
	"WebSite":        {[]string{"@id", "url", "name", "publisher"}, []string{"description", "inLanguage", "potentialAction"}},
	"SearchAction":   {[]string{"target", "query-input"}, nil},
	"EntryPoint":     {[]string{"urlTemplate"}, nil},
	"Organization":   {[]string{"url", "name"}, nil},
	"PodcastSeries":  {[]string{"@id", "url", "name"}, []string{"description", "image", "inLanguage", "author", "publisher", "webFeed"}},
	"PodcastSeason":  {[]string{"url", "name", "seasonNumber"}, nil},
	"BreadcrumbList": {[]string{"itemListElement"}, nil},
	"ListItem":       {[]string{"position", "name"}, []string{"item"}},
	"Person":         {[]string{"name"}, []string{"@id", "url", "description", "image", "jobTitle", "sameAs"}},
	"Clip":           {[]string{"name", "startOffset", "url"}, []string{"endOffset"}},
	"PodcastEpisode": {[]string{"@id", "url", "name", "datePublished", "partOfSeries", "associatedMedia", "inLanguage"},
		[]string{"description", "image", "dateModified", "author", "contributor", "keywords", "episodeNumber", "duration", "partOfSeason", "hasPart"}},
	"AudioObject": {[]string{"contentUrl", "encodingFormat"}, []string{"contentSize", "duration", "transcript"}},
	"Article": {[]string{"@id", "url", "headline", "datePublished", "mainEntityOfPage", "publisher", "inLanguage", "image"},
		[]string{"description", "dateModified", "author", "keywords", "wordCount", "creditText"}},
}

type node = map[string]any

// nodesOf returns every node of the page's linked data by type, those within others too, and judges each.
func nodesOf(t *testing.T, body string) map[string][]node {
	t.Helper()
	_, data, _ := strings.Cut(body, `<script type="application/ld+json">`)
	data, _, found := strings.Cut(data, "</script>")
	if !found {
		return nil
	}
	var doc struct {
		Context string `json:"@context"`
		Graph   []any  `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(data), &doc); err != nil || doc.Context != "https://schema.org" {
		t.Fatalf("%v in %s", err, data)
	}
	out := map[string][]node{}
	var walk func(value any, within string)
	walk = func(value any, within string) {
		switch x := value.(type) {
		case []any:
			for _, v := range x {
				walk(v, within)
			}
		case node:
			kind, _ := x["@type"].(string)
			judge(t, kind, x)
			out[kind] = append(out[kind], x)
			for name, v := range x {
				walk(v, kind+"."+name)
			}
		case string:
			if strings.TrimSpace(x) == "" {
				t.Errorf("%s is empty", within)
			}
		}
	}
	walk(doc.Graph, "")
	return out
}

// judge holds a node to the vocabulary, and its addresses to being whole.
func judge(t *testing.T, kind string, x node) {
	t.Helper()
	v, known := vocabulary[kind]
	if !known {
		t.Errorf("%q is no type that pages use: %v", kind, x)
	}
	for _, name := range v.must {
		if _, ok := x[name]; !ok {
			t.Errorf("%s without %s: %v", kind, name, x)
		}
	}
	for name, value := range x {
		if name != "@type" && !slices.Contains(v.must, name) && !slices.Contains(v.may, name) {
			t.Errorf("%s has no %s", kind, name)
		}
		switch name {
		case "url", "@id", "item", "contentUrl", "mainEntityOfPage", "transcript":
			if u, err := url.Parse(value.(string)); err != nil || !u.IsAbs() || u.Host == "" {
				t.Errorf("%s of %s is %v", name, kind, value)
			}
		case "datePublished", "dateModified":
			if _, err := time.Parse(time.RFC3339, value.(string)); err != nil {
				t.Error(err)
			}
		}
	}
}

var (
	headData = regexp.MustCompile(`(?s)<script.*?</script>`)
	tags     = regexp.MustCompile(`<[^>]*>`)
)

// readable is the text that readers see, and the sentence for search engines.
func readable(body string) string {
	head, body, _ := strings.Cut(body, "<body>")
	words := tags.ReplaceAllString(headData.ReplaceAllString(body, ""), "")
	return strings.Join(strings.Fields(html.UnescapeString(words)), " ") + properties(head)["description"][0]
}

func TestLinkedDataSaysWhatPagesShow(t *testing.T) {
	source := fixture(t, 3)
	source.Episodes[1].Updated, source.Articles[0].Updated = noon.Add(-time.Hour), noon.Add(-time.Hour)
	server := serve(t, source, "https://insider.example/show")
	for path, want := range map[string][]string{
		"/":                              {"WebSite", "PodcastSeries"},
		"/episodes":                      {"PodcastSeries"},
		"/episodes/episode-2":            {"PodcastEpisode", "AudioObject", "Clip", "Person", "PodcastSeason", "BreadcrumbList"},
		"/episodes/episode-2/transcript": {"BreadcrumbList"},
		"/articles/article-1":            {"Article", "Person", "BreadcrumbList"},
		"/stories/story-1":               {"Article", "BreadcrumbList"},
		"/stories/story-2":               {"Article", "BreadcrumbList"},
		"/people/ada":                    {"Person"},
		"/people/cleo-van-den-berg":      {"Person"},
		"/episodes/episode-2?t=14:00":    {"PodcastEpisode"},
		"/episodes/episode-1":            {"PodcastEpisode"},
	} {
		_, body, _ := get(t, server, "/show"+path)
		nodes, words := nodesOf(t, body), readable(body)
		for _, kind := range want {
			if len(nodes[kind]) == 0 {
				t.Errorf("%s has no %s", path, kind)
			}
		}
		for kind, list := range nodes {
			for _, x := range list {
				for _, name := range []string{"name", "headline", "description", "contentSize", "creditText", "jobTitle"} {
					if said, ok := x[name].(string); ok && !strings.Contains(words, strings.Join(strings.Fields(said), " ")) {
						t.Errorf("%s: %s of %s is not on the page: %s", path, name, kind, said)
					}
				}
			}
		}
	}
	for _, path := range []string{"/about", "/topics/culture", "/nowhere"} {
		if _, body, _ := get(t, server, "/show"+path); strings.Contains(body, "ld+json") {
			t.Errorf("%s has linked data", path)
		}
	}
}

func TestAnEpisodeInLinkedData(t *testing.T) {
	server := serve(t, fixture(t, 3), "https://insider.example/show")
	_, body, _ := get(t, server, "/show/episodes/episode-2")
	nodes := nodesOf(t, body)
	ep, audio := nodes["PodcastEpisode"][0], nodes["AudioObject"][0]
	const at = "https://insider.example/show"
	for name, pair := range map[string][2]any{
		"number":     {ep["episodeNumber"], 2.0},
		"length":     {ep["duration"], "PT48M24S"},
		"season":     {nodes["PodcastSeason"][0]["seasonNumber"], 1.0},
		"series":     {nodes["PodcastSeries"][0]["@id"], at + "/#podcast"},
		"audio":      {audio["contentUrl"], at + "/media/episodes/episode-2/audio.mp3"},
		"size":       {audio["contentSize"], "44 MB"},
		"transcript": {audio["transcript"], at + "/episodes/episode-2/transcript"},
		"authors":    {len(ep["author"].([]any)), 2},
		"guests":     {len(ep["contributor"].([]any)), 1},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %v, want %v", name, pair[0], pair[1])
		}
	}
	clips := nodes["Clip"]
	if len(clips) != 7 || clips[6]["endOffset"] != 2904.0 {
		t.Fatalf("%d clips, the last %v", len(clips), clips[6])
	}
	for i, c := range clips {
		if c["startOffset"] != float64(i*420) || c["url"] != fmt.Sprintf("%s/episodes/episode-2?t=%d#player", at, i*420) {
			t.Errorf("clip %d: %v", i+1, c)
		}
		if i > 0 && clips[i-1]["endOffset"] != c["startOffset"] {
			t.Errorf("clip %d does not begin where the one before ends", i+1)
		}
	}
	way := nodes["ListItem"]
	if len(way) != 3 || way[0]["item"] != at+"/episodes" || way[1]["item"] != at+"/seasons/1" || way[2]["item"] != nil {
		t.Errorf("the way is %v", way)
	}
}

// TestHostileTextStaysData puts what ends scripts and comments into every text that linked data repeats.
func TestHostileTextStaysData(t *testing.T) {
	const hostile = "</script><!-- <script>\u2028\"\\'&"
	source := fixture(t, 1)
	ep, a := source.Episodes[0], source.Articles[0]
	ep.Title, ep.Summary, ep.Chapters[0].Title, a.Title, source.Show.Title, source.People[0].Name = hostile, hostile, hostile, hostile, hostile, hostile
	source.People[0].Links = []show.Link{{Name: hostile, URL: "https://a.example/" + hostile}, {Name: "Mail", URL: "mailto:a@a.example"}}
	server := serve(t, source, "https://insider.example")
	for _, path := range []string{"/", "/episodes/episode-1", "/articles/article-1", "/people/ada"} {
		_, body, _ := get(t, server, path)
		if strings.Count(body, "<script") != strings.Count(body, "</script>") {
			t.Errorf("%s: a script ends early", path)
		}
		nodes := nodesOf(t, body)
		if len(nodes) == 0 {
			t.Errorf("%s has no linked data", path)
		}
		for _, x := range append(nodes["Clip"][:min(1, len(nodes["Clip"]))], nodes["PodcastEpisode"]...) {
			if x["name"] != hostile {
				t.Errorf("%s: the name is %q", path, x["name"])
			}
		}
		for _, x := range nodes["Person"] {
			if links, ok := x["sameAs"].([]any); ok && len(links) != 1 {
				t.Errorf("%s: %v", path, links)
			}
		}
	}
}

func TestLinkedDataOfBareThings(t *testing.T) {
	source := fixture(t, 1)
	ep := source.Episodes[0]
	ep.Chapters, ep.Transcripts, ep.People, ep.Summary, ep.Topics, ep.Number, ep.Season, ep.Audio.Bytes, ep.Audio.Duration = nil, nil, nil, "", nil, 0, 0, 0, 0
	source.Show.Hosts, source.Show.Cover = nil, nil
	server := serve(t, source, "https://insider.example")
	_, body, _ := get(t, server, "/episodes/episode-1")
	if nodes := nodesOf(t, body); len(nodes["PodcastEpisode"]) != 1 || len(nodes["Clip"])+len(nodes["Person"])+len(nodes["PodcastSeason"]) != 0 {
		t.Errorf("%v", nodes)
	}
	source = fixture(t, 1)
	source.Episodes = nil
	s := New(Deps{Base: &url.URL{Scheme: "https", Host: "insider.example"}})
	if graph := s.linkedHome(edition.New(source, noon)).Graph; len(graph) != 1 {
		t.Errorf("a show without episodes has a podcast: %v", graph)
	}
}

func TestTheSiteSaysHowItIsSearched(t *testing.T) {
	e := edition.New(fixture(t, 1), noon)
	base := &url.URL{Scheme: "https", Host: "insider.example", Path: "/show"}
	type index = Search // embedded under its own name it would hide its method
	for _, search := range []Search{nil, struct{ index }{}} {
		site, err := json.Marshal(New(Deps{Base: base, Search: search}).linkedHome(e))
		if said := strings.Contains(string(site), `"urlTemplate":"https://insider.example/show/search?q={words}"`); err != nil || said != (search != nil) {
			t.Errorf("%v: %s", err, site)
		}
	}
}

func TestISODuration(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "", -time.Second: "", 999 * time.Millisecond: "", 42 * time.Second: "PT42S", time.Hour: "PT1H",
		time.Hour + 2*time.Minute + 3*time.Second: "PT1H2M3S", 48*time.Minute + 24*time.Second: "PT48M24S", 26 * time.Hour: "PT26H"} {
		if got := isoDuration(d); got != want {
			t.Errorf("%v gives %q, want %q", d, got, want)
		}
	}
}
