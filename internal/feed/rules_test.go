package feed_test

import (
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"insider/internal/content"
	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/sample"
	"insider/internal/show"
)

// judge walks through a feed and holds each element to its rule.
type judge struct {
	t     *testing.T
	rules map[string]rule
	seen  map[string]bool
}

func (j *judge) walk(e, parent *element) {
	r, known := j.rules[e.name]
	if !known {
		j.t.Errorf("element %s is not in the table", e.name)
		return
	}
	j.seen[e.name] = true
	if parent != nil && !slices.Contains(r.parents, parent.name) {
		j.t.Errorf("%s stands in %s", e.name, parent.name)
	}
	j.words(e, r)
	for _, name := range slices.Sorted(maps.Keys(j.rules)) {
		rule := j.rules[name]
		if n := len(e.all(name)); slices.Contains(rule.parents, e.name) && !counts(rule.count, n, e) {
			j.t.Errorf("%s has %d %s", e.name, n, name)
		}
	}
	for _, c := range e.children {
		j.walk(c, e)
	}
}

func counts(want string, n int, parent *element) bool {
	switch want {
	case "1":
		return n == 1
	case "?":
		return n <= 1
	case "+": // a split has recipients or one remote item
		return n > 0 || parent.name == "podcast:valueTimeSplit" && len(parent.children) > 0
	}
	return true
}

// words judges attributes and text of an element.
func (j *judge) words(e *element, r rule) {
	for _, a := range r.attributes {
		if name, needed := strings.CutSuffix(a, "!"); needed && e.attr[name] == "" && (name != "uri" || e.attr["protocol"] != "disabled") {
			j.t.Errorf("%s lacks %s", e.name, name)
		}
	}
	for name, v := range e.attr {
		if !slices.Contains(r.attributes, name) && !slices.Contains(r.attributes, name+"!") {
			j.t.Errorf("%s has the attribute %s", e.name, name)
		}
		if most := attributeLimits[e.name+"@"+name]; most > 0 && utf8.RuneCountInString(v) > most {
			j.t.Errorf("%s@%s has %d characters", e.name, name, utf8.RuneCountInString(v))
		}
		j.clean(e.name+"@"+name, v)
	}
	text := strings.TrimSpace(e.text)
	switch n := utf8.RuneCountInString(text); {
	case r.text == 0 && n > 0:
		j.t.Errorf("%s has the text %q", e.name, text)
	case n > r.text, e.name == "description" && len(e.text) > 4000:
		j.t.Errorf("%s has %d characters", e.name, n)
	case r.text > 0 && n == 0:
		j.t.Errorf("%s is empty", e.name)
	}
	if r.text > 0 && e.name != "content:encoded" && e.name != "description" && text != e.text {
		j.t.Errorf("%s begins or ends with a blank: %q", e.name, e.text)
	}
	j.clean(e.name, e.text)
}

func (j *judge) clean(name, s string) {
	if strings.ContainsRune(s, utf8.RuneError) || !utf8.ValidString(s) {
		j.t.Errorf("%s holds what cannot be read: %.80q", name, s)
	}
	if name != "guid" && !strings.HasSuffix(name, "@itemGuid") && !norm.NFC.IsNormalString(s) {
		j.t.Errorf("%s is not NFC: %.80q", name, s)
	}
}

var rfc2822 = regexp.MustCompile(`^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}$`)

// values judges what the table cannot say: forms, and what must be different from item to item.
func (j *judge) values(e *element) {
	for name, forms := range map[string]string{
		"itunes:explicit": "^(true|false)$", "itunes:block": "^Yes$", "itunes:complete": "^Yes$", "itunes:type": "^(episodic|serial)$",
		"itunes:episodeType": "^(full|trailer|bonus)$", "itunes:duration": "^[1-9][0-9]*$", "itunes:season": "^[1-9][0-9]*$", "itunes:episode": "^[1-9][0-9]*$",
		"podcast:locked": "^(yes|no)$", "podcast:block": "^(yes|no)$", "podcast:guid": "^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
		"pubDate": rfc2822.String(), "lastBuildDate": rfc2822.String(), "spotify:countryOfOrigin": "^[a-z]{2}( [a-z]{2})*$",
	} {
		if e.name == name && !regexp.MustCompile(forms).MatchString(e.text) {
			j.t.Errorf("%s is %q", name, e.text)
		}
	}
	for _, name := range []string{"href", "url", "uri", "img", "feedUrl", "accountUrl"} {
		if u, err := url.Parse(e.attr[name]); e.attr[name] != "" && (err != nil || !u.IsAbs() || u.Host == "") {
			j.t.Errorf("%s@%s is no whole address: %q", e.name, name, e.attr[name])
		}
	}
	if e.name == "podcast:person" {
		if _, ok := show.FindRole(e.attr["group"], e.attr["role"]); !ok {
			j.t.Errorf("nobody is %q in %q", e.attr["role"], e.attr["group"])
		}
	}
	if e.name == "pubDate" {
		if _, err := mail.ParseDate(e.text); err != nil {
			j.t.Error(err)
		}
	}
	for _, c := range e.children {
		j.values(c)
	}
}

func (j *judge) items(channel *element) {
	guids, addresses := map[string]bool{}, map[string]bool{}
	for _, item := range channel.all("item") {
		guid, address := item.one("guid"), item.all("enclosure")[0].attr["url"]
		if guids[guid] || addresses[address] {
			j.t.Errorf("the guid %q or the address %q stands twice", guid, address)
		}
		guids[guid], addresses[address] = true, true
		if n, err := strconv.ParseInt(item.all("enclosure")[0].attr["length"], 10, 64); err != nil || n < 1 {
			j.t.Errorf("length is %q", item.all("enclosure")[0].attr["length"])
		}
		for _, text := range append(item.all("description"), item.all("content:encoded")...) {
			if regexp.MustCompile(`(?i)<(script|style|iframe|form|object|embed)|\son[a-z]+=|(href|src)="(/|javascript:|[a-z]+\.)`).MatchString(text.text) {
				j.t.Errorf("%s holds what apps must not get: %.200s", text.name, text.text)
			}
		}
	}
}

// sizes are generated shows of many sizes, read by the reader of content files, and those with every element.
func sizes(t testing.TB) map[string]*edition.Source {
	m := map[string]*edition.Source{"every tag": everything(t, "Words & <signs>"), "hostile": hostile(t), "every tag hostile": everythingHostile(t)}
	for _, n := range []int{0, 1, 3, 500} {
		m[fmt.Sprint(n)] = generated(t, n)
	}
	return m
}

// generated is a generated show; its files are gone when the tests end, its texts are read.
func generated(t testing.TB, n int) *edition.Source {
	t.Helper()
	if made, ok := generatedShows.Load(n); ok {
		return made.(*edition.Source)
	}
	dir := t.TempDir()
	if err := sample.Generate(dir, sample.Options{Episodes: n, Seed: 7}); err != nil {
		t.Fatal(err)
	}
	r, err := content.New(content.Options{Dir: dir, Base: &url.URL{Scheme: "https", Host: "show.example", Path: "/root"}}).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, ep := range r.Source.Episodes {
		doc, err := ep.Notes.Document()
		if err != nil {
			t.Fatal(err)
		}
		ep.Notes = &notes{doc: doc}
	}
	generatedShows.Store(n, r.Source)
	return r.Source
}

var generatedShows sync.Map

// allPodcasts builds podcast feeds of a show: all its pages, and those of two topics and two seasons.
func allPodcasts(t testing.TB, e *edition.Edition) map[string][]byte {
	t.Helper()
	b, out := builder(t), map[string][]byte{}
	builds := map[string]func(page int) ([]byte, error){"podcast": func(page int) ([]byte, error) { return b.PodcastPage(e, page) }}
	for _, g := range e.Topics[:min(2, len(e.Topics))] {
		builds[g.Key.Path()] = func(page int) ([]byte, error) { return b.TopicPodcast(e, g.Key.Slug, page) }
	}
	for _, g := range e.Seasons[:min(2, len(e.Seasons))] {
		builds[g.Key.Path()] = func(page int) ([]byte, error) { return b.SeasonPodcast(e, g.Key.Number, page) }
	}
	for name, build := range builds {
		for page := 1; ; page++ {
			data, err := build(page)
			if err != nil {
				break
			}
			out[fmt.Sprint(name, " ", page)] = data
		}
	}
	return out
}

func TestRulesOfTheFeed(t *testing.T) {
	seen := map[string]bool{}
	for name, source := range sizes(t) {
		e := at(source)
		for feedName, data := range allPodcasts(t, e) {
			t.Run(name+"/"+feedName, func(t *testing.T) {
				wellFormed(t, data)
				root := tree(t, data)
				j := &judge{t, elementRules(), seen}
				j.walk(root, nil)
				j.values(root)
				j.items(root.children[0])
			})
		}
	}
	rules := elementRules()
	for name := range rules {
		if !seen[name] {
			t.Errorf("no feed has %s", name)
		}
	}
	documented := map[string]bool{"rss": true, "channel": true, "item": true, "itunes:name": true, "itunes:email": true, "psc:chapter": true}
	for _, row := range elementTable(t) {
		documented[strings.Trim(row[0], "`")] = true
	}
	for name := range rules {
		if !documented[name] {
			t.Errorf("docs/content.md does not say what makes %s", name)
		}
	}
}

// TestItemsAreListedOnce holds the pages together to the show: every episode that can be listed, once, the newest first.
func TestItemsAreListedOnce(t *testing.T) {
	for name, source := range sizes(t) {
		e := at(source)
		var got, want []string
		for page := 1; ; page++ {
			data, err := builder(t).PodcastPage(e, page)
			if err != nil {
				break
			}
			for _, item := range tree(t, data).children[0].all("item") {
				got = append(got, item.one("guid"))
			}
		}
		for _, ep := range e.Episodes {
			if feed.Listable(ep) {
				want = append(want, ep.GUID)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: items %q, want %q", name, got, want)
		}
	}
}
