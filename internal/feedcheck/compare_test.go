package feedcheck

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || got != string(want) {
		t.Errorf("%s differs (%v):\n%s", name, err, got)
	}
}

func before(slug string, change func(*Published)) Published {
	p := Published{GUID: "guid-" + slug, Slug: slug, Number: "1", URL: "https://show.example/" + slug + ".mp3", Length: 1000, Type: "audio/mpeg",
		Hash: "h", Elements: map[string]string{"title": "1", "description": "1", "enclosure": "1"}, First: noon.AddDate(-1, 0, 0), Listed: true}
	if change != nil {
		change(&p)
	}
	return p
}

func now(slug string, change func(*Item)) Item {
	x := Item{GUID: "guid-" + slug, Slug: slug, Title: "Title of " + slug, Source: "episodes/" + slug + ".md", Date: noon.AddDate(-1, 0, 0), Number: 1,
		URL: "https://show.example/" + slug + ".mp3", Length: 1000, Type: "audio/mpeg", Hash: "h"}
	if change != nil {
		change(&x)
	}
	return x
}

// cases are items with what was published of them, in the order of the feed.
var cases = []struct {
	item *Item
	was  []Published
}{
	{item: ptr(now("coming", func(x *Item) { x.Date = noon.AddDate(0, 1, 0) }))},
	{ptr(now("same", nil)), []Published{before("same", nil)}},
	{ptr(now("reworded", func(x *Item) {
		x.Hash, x.Elements = "h2", map[string]string{"title": "2", "description": "1", "enclosure": "1", "itunes:image": "1"}
	})), []Published{before("reworded", nil)}},
	{ptr(now("reordered", func(x *Item) { x.Hash = "h2" })), []Published{before("reordered", func(p *Published) { p.Elements = nil })}},
	{ptr(now("longer", func(x *Item) {
		x.Hash, x.Length, x.Elements = "h2", 2000, map[string]string{"title": "1", "description": "1", "enclosure": "2"}
	})), []Published{before("longer", nil)}},
	{ptr(now("moved", func(x *Item) { x.URL = "https://cdn.example/moved.m4a"; x.Type = "audio/mp4" })), []Published{before("moved", nil)}},
	{ptr(now("renumbered", func(x *Item) { x.Number = 7 })), []Published{before("renumbered", nil)}},
	{ptr(now("renamed", func(x *Item) { x.Slug = "another-name" })), []Published{before("renamed", nil)}},
	{ptr(now("new-guid", func(x *Item) { x.GUID = "a-new-one" })), []Published{before("new-guid", nil)}},
	{ptr(now("back", nil)), []Published{before("back", func(p *Published) { p.Listed = false })}},
	{ptr(now("replaced", nil)), []Published{before("replaced", func(p *Published) { p.PreviousURL, p.PreviousLength, p.Replaced = p.URL, 999, noon.AddDate(0, 0, -1) })}},
	{ptr(now("replaced-long-ago", nil)), []Published{before("replaced-long-ago", func(p *Published) { p.PreviousURL, p.PreviousLength, p.Replaced = p.URL, 999, noon.AddDate(0, 0, -15) })}},
	{ptr(now("out-already", func(x *Item) { x.GUID = "second" })), []Published{
		before("out-already", func(p *Published) { p.GUID, p.Listed = "first", false }),
		before("out-already", func(p *Published) { p.GUID, p.First = "second", noon.AddDate(0, 0, -2) }),
	}},
	{was: []Published{before("deleted", nil), before("deleted-long-ago", func(p *Published) { p.Listed = false })}},
}

func ptr[T any](x T) *T { return &x }

func compareCases() []Change {
	var items []Item
	published := map[string]Published{}
	for _, c := range cases {
		if c.item != nil {
			items = append(items, *c.item)
		}
		for _, p := range c.was {
			published[p.GUID] = p
		}
	}
	return Compare(items, published, noon)
}

func TestChangesAsTheyAreTold(t *testing.T) {
	golden(t, "testdata/changes.txt", ChangesText(compareCases()))
	if got := ChangesText(nil); got != "The feed does not change.\n" {
		t.Error(got)
	}
}

func TestWhatWentOutAlreadyIsToldWhileItCanBeMended(t *testing.T) {
	var lines []string
	for _, f := range Judge(&Subject{URL: "https://show.example/podcast.xml", Feed: &Feed{Channel: &Element{}}, Changes: compareCases(), Now: noon}) {
		if strings.HasSuffix(f.Name, "-changed") {
			lines = append(lines, f.Level.String()+" "+f.Name+" "+f.Where+": "+f.Sentence)
		}
	}
	golden(t, "testdata/published.txt", strings.Join(lines, "\n")+"\n")
}

func TestASlugThatPassesToAnotherEpisodeIsNoNewGUID(t *testing.T) {
	items := []Item{now("old", func(x *Item) { x.Slug = "old-renamed" }), now("fresh", func(x *Item) { x.Slug = "old" })}
	changes := Compare(items, map[string]Published{"guid-old": before("old", nil)}, noon)
	if len(changes) != 2 || changes[0].Again() || changes[1].Kind != New {
		t.Errorf("%+v", changes)
	}
}

func TestElementsSayWhichOnesDiffer(t *testing.T) {
	digests := func(item string) map[string]string {
		d, err := Elements([]byte(item))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	one := digests("\n    <item>\n<title>A</title><itunes:image href=\"1\"></itunes:image><podcast:person role=\"host\">A</podcast:person><podcast:person>B</podcast:person></item>")
	two := digests("<item><title>A</title><itunes:image href=\"2\"></itunes:image><podcast:person>B</podcast:person><podcast:person role=\"host\">A</podcast:person></item>")
	if one["title"] != two["title"] || one["itunes:image"] == two["itunes:image"] || one["podcast:person"] == two["podcast:person"] || len(one) != 3 {
		t.Errorf("%v\n%v", one, two)
	}
	if _, err := Elements([]byte("<item><title>")); err == nil {
		t.Error("a broken item has elements")
	}
	if text, err := json.Marshal(one); err != nil || len(text) > 100 {
		t.Errorf("a row keeps %d bytes: %s", len(text), text)
	}
}

func TestFindingsAsTheyAreTold(t *testing.T) {
	s := good(t, "nl-BE", "Dutch", "<title>The first valve", "<title>Ep 1: The\u202e first valve", ">guid-1<", ">guid-2<")
	s.Unasked = "No server answers at https://show.example, so audio was not asked for."
	for range 12 {
		s.Feed.Items = append(s.Feed.Items, &Element{Name: "item", Children: []*Element{{Name: "title", Text: "Bare"}, {Name: "itunes:episode", Text: "3"}}})
	}
	findings := Judge(s)
	golden(t, "testdata/findings.txt", Text(findings)+Summary(findings)+"\n")
}

func TestChangesAreToldForAFortnight(t *testing.T) {
	c := comparison{now: noon}
	if !c.mendable(noon.Add(-13*24*time.Hour)) || c.mendable(noon.Add(-14*24*time.Hour)) {
		t.Error("a fortnight is not 14 days")
	}
}
