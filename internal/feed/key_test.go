package feed_test

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/content"
	"insider/internal/edition"
)

// A case of testdata/keys is named by where its key stands: show.license or episode.license. good.yaml takes the place of the
// key in the show of package content's tests, good.xml is what the feed says more by it, and bad.yaml gives the mistakes of
// bad.txt.
const (
	baseShow    = "../content/testdata/show"
	baseEpisode = "episodes/2026-01-05-first/index.md"
)

func TestKeys(t *testing.T) {
	cases, err := os.ReadDir("testdata/keys")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name(), func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join("testdata/keys", c.Name())
			good := loadWith(t, c.Name(), read(t, folder, "good.yaml"))
			for _, m := range good.Mistakes {
				t.Errorf("good.yaml: %v", m)
			}
			golden(t, filepath.Join(folder, "good.xml"), []byte(added(feedOf(t, loadWith(t, c.Name(), "")), feedOf(t, good))))
			var bad strings.Builder
			mistakes := loadWith(t, c.Name(), read(t, folder, "bad.yaml")).Mistakes
			for _, m := range mistakes {
				fmt.Fprintf(&bad, "[%s] %s\n", m.Rule, m)
			}
			if len(mistakes) == 0 {
				t.Error("bad.yaml is no mistake")
			}
			golden(t, filepath.Join(folder, "bad.txt"), []byte(bad.String()))
		})
	}
}

// TestEveryKeyHasACase holds the cases to the table of elements in docs/content.md: every key in it has one.
func TestEveryKeyHasACase(t *testing.T) {
	key := regexp.MustCompile(`^[a-z_]+$`)
	want := map[string]bool{}
	for _, row := range elementTable(t) {
		for place, cell := range map[string]string{"show": row[1], "episode": row[2]} {
			for part := range strings.SplitSeq(cell, ", ") {
				if part = strings.TrimPrefix(strings.Trim(part, "` "), "or else "); key.MatchString(part) {
					want[place+"."+part] = true
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, err := os.Stat(filepath.Join("testdata/keys", name)); err != nil {
			t.Errorf("no case for the key %s", name)
		}
	}
}

// elementTable returns the rows of "What the podcast feed says" in docs/content.md.
func elementTable(t *testing.T) [][]string {
	t.Helper()
	_, table, ok := strings.Cut(read(t, "../../docs", "content.md"), "| element | of the show by | of an episode by |\n|---|---|---|\n")
	if !ok {
		t.Fatal("docs/content.md has no table of elements")
	}
	var rows [][]string
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(line, "|\n"), "|")
		if len(cells) != 3 {
			return rows
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

func read(t *testing.T, folder, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// loadWith loads the show with yaml in place of a case's key; "" takes it as it is.
func loadWith(t *testing.T, name, yaml string) *content.Result {
	t.Helper()
	dir := t.TempDir()
	file := "show.yaml"
	if strings.HasPrefix(name, "episode.") {
		file = baseEpisode
	}
	if err := errors.Join(os.CopyFS(dir, os.DirFS(baseShow)), os.CopyFS(dir, os.DirFS("testdata/beside/show")),
		os.CopyFS(filepath.Join(dir, filepath.Dir(baseEpisode)), os.DirFS("testdata/beside/episode"))); err != nil {
		t.Fatal(err)
	}
	if yaml != "" {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(replaceKeys(read(t, dir, file), yaml)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	base, err := url.Parse("https://show.example/root")
	if err != nil {
		t.Fatal(err)
	}
	r, _ := content.New(content.Options{Dir: dir, Base: base, Clock: func() time.Time { return noon }}).Load(t.Context())
	return r // its mistakes say what is wrong
}

var topLevel = regexp.MustCompile(`(?m)^([a-z_]+):.*\n(?:[ \t#-].*\n)*`)

// replaceKeys puts the keys of yaml at the end of a file's YAML and takes those of the same name out of it.
func replaceKeys(file, yaml string) string {
	head, body, isText := "", "", strings.HasPrefix(file, "---\n")
	if isText {
		head = "---\n"
		file, body, _ = strings.Cut(file[4:], "\n---\n")
		file, body = file+"\n", "---\n"+body
	}
	for _, m := range topLevel.FindAllStringSubmatch(yaml, -1) {
		file = topLevel.ReplaceAllStringFunc(file, func(old string) string {
			if strings.HasPrefix(old, m[1]+":") && m[1] != "---" {
				return ""
			}
			return old
		})
	}
	return head + file + yaml + body
}

func feedOf(t *testing.T, r *content.Result) string {
	t.Helper()
	data, err := builder(t).Podcast(edition.New(r.Source, noon))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// added returns the lines of after that before does not have.
func added(before, after string) string {
	had := map[string]int{}
	for line := range strings.Lines(before) {
		had[line]++
	}
	var out strings.Builder
	for line := range strings.Lines(after) {
		if had[line]--; had[line] < 0 {
			out.WriteString(line)
		}
	}
	return out.String()
}

// together returns good.yaml of every key of a place.
func together(t *testing.T, place string, without ...string) string {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join("testdata/keys", place+".*"))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, folder := range folders {
		if !slices.Contains(without, filepath.Base(folder)) {
			out.WriteString(read(t, folder, "good.yaml"))
		}
	}
	return out.String()
}

// TestSameFeedFromMemory writes a show with every key, breaks its files and starts anew: what was remembered gives the same
// bytes.
func TestSameFeedFromMemory(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	episode := filepath.Join(dir, baseEpisode)
	if err := errors.Join(os.CopyFS(dir, os.DirFS(baseShow)), os.CopyFS(dir, os.DirFS("testdata/beside/show")),
		os.CopyFS(filepath.Dir(episode), os.DirFS("testdata/beside/episode"))); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	load := func() (*content.Result, string) {
		r, err := content.New(content.Options{Dir: dir, Cache: cache, Clock: func() time.Time { return noon }}).Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		r.Stamp(func(string) time.Time { return noon.Add(-time.Hour) })
		return r, feedOf(t, r)
	}
	write(filepath.Join(dir, "show.yaml"), replaceKeys(read(t, dir, "show.yaml"), together(t, "show", "show.complete")))
	write(episode, replaceKeys(read(t, dir, baseEpisode), together(t, "episode")))
	r, first := load()
	for _, m := range r.Mistakes {
		t.Error(m)
	}
	for _, row := range elementTable(t) {
		if name := strings.Trim(row[0], "`"); !strings.Contains(first, "<"+name) && name != "content:encoded" {
			t.Errorf("a show with every key has no %s", name)
		}
	}
	write(filepath.Join(dir, "show.yaml"), "title: [\n")
	write(episode, "no front matter\n")
	r, second := load()
	if len(r.Mistakes) != 2 {
		t.Errorf("mistakes: %v", r.Mistakes)
	}
	if first != second {
		t.Errorf("after a restart the feed differs:\n%s\n%s", added(first, second), added(second, first))
	}
}
