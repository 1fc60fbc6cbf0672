package feed_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"insider/internal/edition"
	"insider/internal/feed"
)

const parsersFolder = "../../.tools/parsers/node_modules"

// told is what a parser found in a feed.
type told struct {
	GUID     string     `json:"guid"`
	Title    string     `json:"title"`
	Items    []toldItem `json:"items"`
	Elements []string   `json:"elements"` // of the Podcasting 2.0 namespace
	Error    string     `json:"error"`
}

type toldItem struct {
	GUID  string `json:"guid"`
	URL   string `json:"url"`
	Bytes int64  `json:"bytes"`
	Type  string `json:"type"`
	Date  int64  `json:"date"` // seconds since 1970
}

// written is a feed in a file, with what parsers have to find in it.
type written struct {
	name, file string
	want       []toldItem
	guid       string
}

// writeAll writes every podcast feed of the shows of sizes.
func writeAll(t *testing.T) []written {
	t.Helper()
	dir := t.TempDir()
	var out []written
	for size, source := range sizes(t) {
		e := at(source)
		for name, data := range allPodcasts(t, e) {
			w := written{name: size + ", " + name, file: filepath.Join(dir, fmt.Sprint(len(out), ".xml")), guid: podcastGUID(t, data)}
			if err := os.WriteFile(w.file, data, 0o644); err != nil {
				t.Fatal(err)
			}
			for _, guid := range guidsOf(t, data) {
				w.want = append(w.want, wanted(t, e, guid))
			}
			out = append(out, w)
		}
	}
	return out
}

func guidsOf(t *testing.T, data []byte) []string {
	t.Helper()
	var guids []string
	for _, item := range tree(t, data).children[0].all("item") {
		guids = append(guids, item.one("guid"))
	}
	return guids
}

// wanted is what the source says of the episode with the guid.
func wanted(t *testing.T, e *edition.Edition, guid string) toldItem {
	t.Helper()
	ep, ok := e.EpisodeByGUID(guid)
	if !ok || !feed.Listable(ep) {
		t.Fatalf("the feed has an item %q that is no episode", guid)
	}
	address := ep.Audio.URL
	if address == "" {
		address = "https://show.example/root" + ep.Audio.Path
	}
	return toldItem{guid, address, ep.Audio.Bytes, ep.Audio.Type, ep.Date.Unix()}
}

func TestGofeedFindsEveryItem(t *testing.T) {
	for _, w := range writeAll(t) {
		data, err := os.ReadFile(w.file)
		if err != nil {
			t.Fatal(err)
		}
		f := parse(t, data)
		var found []toldItem
		for _, item := range f.Items {
			bytes, _ := strconv.ParseInt(item.Enclosure.Length, 10, 64)
			found = append(found, toldItem{item.GUID.Value, item.Enclosure.URL, bytes, item.Enclosure.Type, item.PubDateParsed.Unix()})
		}
		compare(t, "gofeed", w, told{GUID: w.guid, Items: found})
	}
}

func TestParsersOfOthersFindEveryItem(t *testing.T) {
	all := writeAll(t)
	for name, command := range map[string]*exec.Cmd{"python3": exec.Command("python3", "../../.ci/parsers/judge.py"), "node": exec.Command("node", "../../.ci/parsers/judge.cjs")} {
		t.Run(name, func(t *testing.T) {
			lookFor(t, name)
			for _, w := range all {
				command.Args = append(command.Args, w.file)
			}
			command.Env = append(os.Environ(), "NODE_PATH="+parsersFolder)
			var complaint bytes.Buffer
			command.Stderr = &complaint
			out, err := command.Output()
			if err != nil {
				t.Fatalf("%v: %s", err, complaint.String())
			}
			var found []map[string]told
			if err := json.Unmarshal(out, &found); err != nil || len(found) != len(all) {
				t.Fatalf("%v: %d feeds of %d", err, len(found), len(all))
			}
			for i, w := range all {
				for parser, x := range found[i] {
					compare(t, parser, w, x)
				}
			}
		})
	}
}

// lookFor skips the test when what it needs is not on this machine.
func lookFor(t *testing.T, name string) {
	t.Helper()
	if name == "python3" {
		if err := exec.Command("python3", "-c", "import feedparser").Run(); err != nil {
			t.Skip("SKIP-TOOL feedparser")
		}
		return
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("SKIP-TOOL npm")
	}
	if _, err := os.Stat(parsersFolder); err != nil {
		t.Skip("SKIP-TOOL feed parsers by npm")
	}
}

// understood are the elements that partytime knows; it must find each of them in a show that has all.
var understood = []string{
	"alternateEnclosure", "block", "chapters", "chat", "episode", "funding", "guid", "license", "location", "locked", "medium", "person", "podroll",
	"season", "socialInteract", "soundbite", "trailer", "transcript", "txt", "value",
}

func compare(t *testing.T, parser string, w written, x told) {
	t.Helper()
	switch {
	case x.Error != "":
		t.Errorf("%s, %s: %s", parser, w.name, x.Error)
	case parser != "feedparser" && x.GUID != w.guid:
		t.Errorf("%s, %s: podcast:guid is %q, want %q", parser, w.name, x.GUID, w.guid)
	case !slices.Equal(x.Items, w.want):
		t.Errorf("%s, %s: %d items, want %d", parser, w.name, len(x.Items), len(w.want))
		for i := range min(len(x.Items), len(w.want)) {
			if x.Items[i] != w.want[i] {
				t.Errorf("%s, %s: item %d is %+v, want %+v", parser, w.name, i, x.Items[i], w.want[i])
				return
			}
		}
	case parser == "partytime" && strings.HasPrefix(w.name, "every tag, podcast"):
		slices.Sort(x.Elements)
		if !slices.Equal(x.Elements, understood) {
			t.Errorf("partytime finds %v in %s, not %v", x.Elements, w.name, understood)
		}
	}
}
