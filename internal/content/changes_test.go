package content

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestChangesOneByOneGiveWhatAWholeLookGives makes changes at random, good ones and mistakes. After each, a library that judges
// only what changed must show and tell the same as one that judges everything again; so must, at the next look, one that was
// just started on what the first remembers. Without a mistake a library that knows nothing of before must show it too.
func TestChangesOneByOneGiveWhatAWholeLookGives(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			dir, cache := copyShow(t), t.TempDir()
			author := &author{t, dir, rand.New(rand.NewPCG(seed, 5))}
			stepwise, whole := testLibrary(t, Options{Dir: dir, Cache: cache}), testLibrary(t, Options{Dir: dir})
			var what, want string
			expect := func(who string, l *Library) {
				t.Helper()
				if got := account(t, mustLoad(t, l)); got != want {
					t.Fatalf("%s, after %s:\n%s", who, what, difference(want, got))
				}
			}
			fresh := 0
			for range 50 {
				what = author.change()
				for range 2 { // who came first by path tells only at the next look what one that came after took
					whole.unsettle()
					want = account(t, mustLoad(t, whole))
					expect("stepwise", stepwise)
				}
				expect("restarted", testLibrary(t, Options{Dir: dir, Cache: cache}))
				if !strings.HasPrefix(want, "mistake") {
					fresh++
					expect("fresh", testLibrary(t, Options{Dir: dir}))
				}
			}
			if fresh == 0 {
				t.Error("no change left the show without a mistake")
			}
		})
	}
}

// account writes down everything a result tells: its mistakes come first.
func account(t *testing.T, r *Result) string {
	t.Helper()
	var out strings.Builder
	for _, m := range r.Mistakes {
		fmt.Fprintln(&out, "mistake", m.Rule, m)
	}
	s := r.Source
	fmt.Fprintln(&out, s.Show.Title, s.Show.Hash, s.Show.Zone, len(s.Show.Hosts), s.Show.Aliases)
	for _, x := range s.Episodes {
		fmt.Fprintln(&out, x.Path(), x.Source, x.Title, x.Hash, x.GUID, x.Number, x.Date, x.Aliases, len(x.People))
	}
	for _, x := range s.Articles {
		fmt.Fprintln(&out, x.Path(), x.Source, x.Title, x.Hash, x.Number, x.Date, x.Aliases, len(x.Authors), x.Episode)
	}
	for _, x := range s.Pages {
		fmt.Fprintln(&out, x.Path(), x.Title, x.Hash, x.Aliases)
	}
	for _, x := range s.People {
		fmt.Fprintln(&out, x.Path(), x.Name, x.Hash)
	}
	for _, f := range r.Files {
		fmt.Fprintln(&out, f.Path, f.Hash)
	}
	return out.String()
}

// difference returns the lines that only one of two accounts has.
func difference(want, got string) string {
	var out []string
	for line := range strings.Lines(want) {
		if !strings.Contains(got, line) {
			out = append(out, "- "+line)
		}
	}
	for line := range strings.Lines(got) {
		if !strings.Contains(want, line) {
			out = append(out, "+ "+line)
		}
	}
	return strings.Join(out, "")
}

// author changes a show at random; names, numbers and addresses are few, so that files meet.
type author struct {
	t   *testing.T
	dir string
	*rand.Rand
}

func (a *author) change() string {
	n := a.IntN(4)
	switch a.IntN(12) {
	case 0:
		return a.remove(fmt.Sprintf("articles/a%d.md", n))
	case 1:
		return a.remove(fmt.Sprintf("episodes/e%d.md", n))
	case 2:
		return a.remove(fmt.Sprintf("people/p%d.md", n))
	case 3:
		return a.remove(fmt.Sprintf("pages/q%d.md", n))
	case 4:
		return a.write("people/p%d.md", n, "name: Person %d\n", a.IntN(9))
	case 5:
		return a.write("pages/q%d.md", n, "title: Page %d\n%s", a.IntN(9), a.aliases())
	case 6:
		zone := []string{"Europe/Brussels", "Asia/Tokyo"}[a.IntN(2)]
		data, err := os.ReadFile(filepath.Join("testdata", "show", "show.yaml"))
		if err != nil {
			a.t.Fatal(err)
		}
		writeFile(a.t, a.dir, "show.yaml", strings.Replace(string(data), "Europe/Brussels", zone, 1)+a.aliases())
		return "show.yaml in " + zone
	case 7, 8, 9:
		return a.write("episodes/e%d.md", n, "title: Episode %d\ndate: 2026-0%d-03 01:00\nguid: guid-%d\nnumber: %d\naudio: {url: \"https://example.net/%d.mp3\", bytes: 1000, type: audio/mpeg, duration: 60}\ndraft: %t\n%s%s",
			a.IntN(9), 1+a.IntN(9), 10*n+a.IntN(11), 10*n+a.IntN(11)+2, 10*n+a.IntN(11), a.IntN(2) > 0, a.people("people: [{person: p%d}]\n"), a.aliases())
	}
	return a.write("articles/a%d.md", n, "title: Article %d\ndate: 2026-04-04 01:00\nupdated: 2026-04-04T0%d:00:00+09:00\nnumber: %d\n%s%s%s",
		a.IntN(9), a.IntN(9), 10*n+a.IntN(11)+1, a.people("authors: [p%d]\n"), a.people("episode: e%d\n"), a.aliases())
}

func (a *author) write(name string, n int, front string, values ...any) string {
	name, text := fmt.Sprintf(name, n), fmt.Sprintf(front, values...)
	if a.IntN(12) == 0 {
		text += "nonsense: true\n"
	}
	writeFile(a.t, a.dir, name, "---\n"+text+"---\n\nText.\n")
	return name + ":\n" + text
}

func (a *author) remove(name string) string {
	if err := os.Remove(filepath.Join(a.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		a.t.Fatal(err)
	}
	return "the removal of " + name
}

// people names somebody, sometimes.
func (a *author) people(line string) string {
	if a.IntN(3) > 0 {
		return ""
	}
	return fmt.Sprintf(line, a.IntN(4))
}

// aliases are other addresses, sometimes: ones that somebody else may have, or had.
func (a *author) aliases() string {
	if a.IntN(3) > 0 {
		return ""
	}
	return fmt.Sprintf("aliases: [%s]\n", []string{"/old/one", "/old/two", "/q1", "/q2", "/articles/a1"}[a.IntN(5)])
}
