// Package internal_test holds the house to its plan: who may import whom.
package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "insider"

// words import nothing of ours but fault and show; show only fault.
var words = []string{"config", "caption", "audio", "frontmatter", "markdown", "picture", "mail", "bucket", "token", "limit", "country", "derived", "templatecheck"}

// floor is what product packages share: it imports only words.
var floor = []string{"edition", "consent", "audit", "outbox"}

// product packages own what the product does; they never import each other.
var product = []string{"content", "feed", "newsletter", "story", "account", "artwork", "card", "related", "stamp", "trace", "scaffold", "sample", "search", "websub", "feedcheck", "downloads", "archive", "person", "doctor"}

// storeFloor is what the store and its search index share.
var storeFloor = []string{"store/failure", "store/packed", "store/sqlitefile"}

// ofContent are the rooms inside content, each of which may import those before it.
var ofContent = []string{"content/mistake", "content/folder", "content/parse"}

// homes names the only packages that may import a library.
var homes = map[string][]string{
	"gorm.io/":                    {"store"},
	"modernc.org/sqlite":          {"store", "store/failure", "store/searchfile"},
	"github.com/pressly/goose":    {"store"},
	"github.com/gin-gonic/gin":    {"web"},
	"github.com/yuin/goldmark":    {"markdown"},
	"github.com/gorilla/feeds":    {"feed"},
	"github.com/goccy/go-yaml":    {"frontmatter"},
	"github.com/wneessen/go-mail": {"mail"},
	"github.com/fsnotify":         {"content"},
	"github.com/prometheus":       {"web"},
	"github.com/spf13/cobra":      {"cmd"},
	"github.com/oschwald":         {"country"},
}

func TestImportsPointDown(t *testing.T) {
	for room, imports := range importsByRoom(t) {
		allowed := allowedFor(room)
		if allowed == nil {
			t.Errorf("package %s has no place in the house: name it in this test and in the architecture", room)
			continue
		}
		for imp, file := range imports {
			ours, isOurs := strings.CutPrefix(imp, module+"/internal/")
			if isOurs && !slices.Contains(allowed, ours) {
				t.Errorf("%s: %s must not import %s", file, room, ours)
			}
		}
	}
}

func TestLibrariesHaveOneHome(t *testing.T) {
	for room, imports := range importsByRoom(t) {
		for imp, file := range imports {
			for library, at := range homes {
				if strings.HasPrefix(imp, library) && !slices.Contains(at, room) && room != "bench" {
					t.Errorf("%s: only %s may import %s", file, strings.Join(at, ", "), imp)
				}
			}
		}
	}
}

// dangerous names packages of the standard library that start programs, reach around the language, show the inside, or look like a
// safe one and are not, with the only rooms that may import them. Tools beside the house may start programs and draw lots.
var dangerous = map[string][]string{
	"os/exec":        {"bench", "browser", "licences", "sabotage"},
	"unsafe":         {"sabotage"}, // traces another process
	"plugin":         nil,
	"net/http/pprof": nil,
	"expvar":         nil,
	"encoding/gob":   {"content"},          // its own cache
	"text/template":  {"mail", "scaffold"}, // texts of mails, files of an operator
	"math/rand":      nil,
	// Lots that nobody gains by guessing: made-up shows, times of tries, ids of requests.
	"math/rand/v2":  {"bench", "sample", "outbox", "websub", "web"},
	"crypto/md5":    nil,
	"crypto/sha1":   nil,
	"crypto/des":    nil,
	"crypto/rc4":    nil,
	"crypto/cipher": {"token"}, // seals by AES-256-GCM; nothing else is encrypted but connections
}

// TestDangerousPackagesHaveAHome keeps randomness, hashes and programs to what docs/security.md says of them.
func TestDangerousPackagesHaveAHome(t *testing.T) {
	for room, imports := range importsByRoom(t) {
		for imp, file := range imports {
			if rooms, bad := dangerous[imp]; bad && !slices.Contains(rooms, room) {
				t.Errorf("%s: %s must not import %s", file, room, imp)
			}
		}
	}
}

// TestTheMapNamesEveryRoom holds the map in CONTRIBUTING.md to the rooms that are there.
func TestTheMapNamesEveryRoom(t *testing.T) {
	text, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, house, _ := strings.Cut(string(text), "\n## The house\n")
	house, _, _ = strings.Cut(house, "\n## ")
	for room := range importsByRoom(t) {
		inside := strings.HasPrefix(room, "store/") && room != "store/searchfile" // what the store keeps for itself
		if room != "cmd" && !inside && !strings.Contains(house, "`"+room+"`") {
			t.Errorf("package %s is not on the map in CONTRIBUTING.md", room)
		}
	}
}

// allowedFor returns what a room may import of ours, nil for a room that is not in the plan.
func allowedFor(room string) []string {
	base := []string{"fault", "show"}
	lower := slices.Concat(base, words, floor)
	switch {
	case room == "fault":
		return []string{}
	case room == "show":
		return []string{"fault"}
	case slices.Contains(words, room):
		return base
	case slices.Contains(floor, room):
		return slices.Concat(base, words)
	case slices.Contains(ofContent, room):
		return slices.Concat(base, words, ofContent[:slices.Index(ofContent, room)])
	case room == "content":
		return slices.Concat(lower, ofContent)
	case slices.Contains(product, room):
		return lower
	case room == "store", room == "store/storetest":
		return slices.Concat(lower, product, storeFloor, []string{"store", "store/migrations"})
	case room == "store/searchfile":
		return slices.Concat(base, storeFloor, []string{"search"})
	case slices.Contains(storeFloor, room):
		return base
	case room == "store/migrations":
		return []string{}
	case room == "web":
		return slices.Concat(base, words, []string{"edition"})
	case room == "web/site", room == "web/desk":
		return slices.Concat(lower, product, []string{"web"})
	case room == "app":
		return slices.Concat(lower, product, []string{"store", "store/searchfile", "web", "web/site", "web/desk"})
	case room == "cmd":
		return []string{"app", "config"}
	case room == "browser", room == "sabotage": // for tests and the bench
		return []string{}
	case room == "licences": // reads what the binary carries; nobody imports it
		return []string{}
	case room == "bench": // measures rooms against floors; nobody imports it
		return slices.Concat(lower, product, []string{"store", "store/searchfile", "browser"})
	}
	return nil
}

// importsByRoom maps each package of ours to what its files import and one file that does; tests are not looked at. All
// of cmd is one room; content, templates and static at the top hold only files.
func importsByRoom(t *testing.T) map[string]map[string]string {
	t.Helper()
	rooms := map[string]map[string]string{}
	for _, top := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
				return err
			}
			file := strings.TrimPrefix(filepath.ToSlash(p), "../")
			room := strings.TrimPrefix(path.Dir(file), "internal/")
			if top == "cmd" {
				room = "cmd"
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			if rooms[room] == nil {
				rooms[room] = map[string]string{}
			}
			for _, spec := range parsed.Imports {
				imp, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					return err
				}
				rooms[room][imp] = file
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(rooms) < 5 {
		t.Fatalf("found only %d packages", len(rooms))
	}
	return rooms
}
