package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// steering is a name that would clear a terminal, colour it, ring, begin a line of its own and turn the order of letters.
const steering = "\x1b[2J\x1b[31m\a\u009b1m\n\rlevel=ERROR msg=forged \u202e"

// steeringShow is a show in which files, folders, keys and texts are named so.
func steeringShow(t *testing.T) string {
	t.Helper()
	dir := newShow(t)
	for name, text := range map[string]string{
		steering + "top":                        "x",
		"articles/" + steering + ".md":          "---\ntitle: x\nnokey: 1\n---\nx",
		"articles/" + steering + "/index.md":    "---\ntitle: x\n---\n![a](b.png)\n",
		"articles/\xff\xfe.md":                  "---\ntitle: x\n---\nx",
		"articles/keys.md":                      "---\ntitle: \"\\e[31m \\u202e\"\nnever: yes\n\x1b[31mkey: 3\n---\n![a](\x1b[31mx.png)\n",
		"episodes/files.md":                     "---\ntitle: x\naudio: \"\\e[31m.mp3\"\ntranscript: \"a\\n\\e[2J.vtt\"\n---\nx",
		"episodes/2026-01-02-noted/index.md":    "---\ntitle: \"A \\u202e\\u009b title\"\ndate: 2026-01-02\nguid: \"\\e[31m\"\n---\nx",
		"people/" + steering + "/portrait.jpeg": "no picture",
	} {
		writeFile(t, filepath.Join(dir, name), text)
	}
	return dir
}

// mustNotSteer holds what goes to a terminal or a log to texts that do nothing there, and lines to those that were meant.
func mustNotSteer(t *testing.T, what, out string) {
	t.Helper()
	for line := range strings.Lines(out) {
		bad := strings.IndexFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) })
		if bad >= 0 || strings.HasPrefix(line, "level=ERROR") {
			t.Errorf("%s: %q", what, line)
		}
	}
}

// TestHostileNamesSteerNoTerminal runs the commands that name what others wrote, and reads the log of a server.
func TestHostileNamesSteerNoTerminal(t *testing.T) {
	t.Parallel()
	foreign := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`<rss version="2.0"><channel><title>` + "\u009b2J\u202e" + `</title><item><title>` + "\u009b31m\u202e" + `</title><guid>` + "\u009b" + `</guid></item></channel></rss>`))
	}))
	defer foreign.Close()
	s := start(t, withContent(steeringShow(t)))
	s.sendStory(answersOf("text", "A \u009b31m text \u202e with \x1b[2J signs.").Encode())
	held, code := s.command("person", "export", "ann@example.com")
	mustNotSteer(t, "person export", held)
	var person struct{ Stories []struct{ Text string } }
	if err := json.Unmarshal([]byte(held), &person); err != nil || code != 0 || len(person.Stories) != 1 || !strings.Contains(person.Stories[0].Text, "A \u009b31m text \u202e with \x1b[2J signs.") {
		t.Errorf("the export is not what is held: %d, %v\n%s", code, err, held)
	}
	for _, args := range [][]string{
		{"check"}, {"feed", "check"}, {"feed", "diff"}, {"feed", "check", foreign.URL}, {"doctor"}, {"stamp", "files"}, {"stamp", steering}, {steering},
		{"person", "export", "\x1b[2J@example.com"}, {"new", "episode", steering}, {"restore", s.Data + "/" + steering}, {"backup", filepath.Join(t.TempDir(), "b.tar")}, {"backup", "/nowhere/" + steering},
	} {
		out, _ := s.command(args...)
		mustNotSteer(t, strings.Join(args, " "), out)
		if args[0] == "check" {
			for _, named := range []string{`articles/\u001b[2J`, `\n\r`, "articles/keys.md:4", `episodes/files.md:4: There is no file`} {
				if !strings.Contains(out, named) {
					t.Errorf("check does not name %s:\n%s", named, out)
				}
			}
		}
	}
	s.raw(request("/%1b%5b31m%0alevel=ERROR%20msg=forged", "User-Agent: \u009b31m", "Referer: \u202e", "Connection: close"))
	s.raw(request("/episodes/\u009b31m", "Host: \u009b31m", "Connection: close"))
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	mustNotSteer(t, "log", s.log.String())
	for line := range strings.Lines(s.log.String()) {
		if !strings.HasPrefix(line, "time=") {
			t.Errorf("no record of the log: %q", line)
		}
	}
}
