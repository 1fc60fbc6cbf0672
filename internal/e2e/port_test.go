package e2e

import (
	"net/url"
	"path/filepath"
	"testing"
)

// TestAnAnswerOfAnotherServerIsNotTakenForOnesOwn starts a server where another one listens: one of two tests that were given one port.
func TestAnAnswerOfAnotherServerIsNotTakenForOnesOwn(t *testing.T) {
	t.Parallel()
	first := start(t)
	u, err := url.Parse(first.URL)
	if err != nil {
		t.Fatal(err)
	}
	second := &server{t: t, Data: filepath.Join(t.TempDir(), "data")}
	if second.tryLaunch(u.Port()) {
		second.kill()
		t.Error("the port was taken, and yet the server is said to be ready")
	}
	second.launch()
	defer second.kill()
	if second.URL == first.URL {
		t.Errorf("both are at %s", first.URL)
	}
}
