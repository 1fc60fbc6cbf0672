package app

import (
	"io"
	"log/slog"
	"strings"
	"testing"

	contentfiles "insider/content"
	"insider/internal/config"
	"insider/internal/show"
	"insider/static"
	"insider/templates"
)

// TestEveryRouteIsReserved holds the lists of show to a whole server: an author could give a page, an alias or a story an address
// of the site's own that is not on them.
func TestEveryRouteIsReserved(t *testing.T) {
	c, err := config.Load(map[string]string{"data": t.TempDir(), "addr": "127.0.0.1:0"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	files := Files{Content: contentfiles.FS, Templates: templates.FS, Static: static.FS}
	a, err := New(t.Context(), c, files, Console{Out: io.Discard, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	patterns := a.server.Patterns()
	if len(patterns) < 40 {
		t.Errorf("only %d patterns: is everything mounted?", len(patterns))
	}
	isName := func(segment string) bool { return segment != "" && segment[0] != ':' && segment[0] != '*' }
	for _, pattern := range patterns {
		first, rest, _ := strings.Cut(strings.TrimPrefix(pattern, "/"), "/")
		second, _, _ := strings.Cut(rest, "/")
		if isName(first) && !show.IsReserved(first) {
			t.Errorf("%s: %q is no reserved segment in internal/show/reserved.go", pattern, first)
		}
		if first == "stories" && isName(second) && !show.IsReservedStory(second) {
			t.Errorf("%s: %q is no reserved story in internal/show/reserved.go", pattern, second)
		}
	}
}
