package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// feedClient is a podcast or feed program of others, run in a home of its own.
type feedClient struct {
	t    *testing.T
	path string
	home string
}

// lookUp finds the program; without it the test is skipped, and the gate's summary names it.
func lookUp(t *testing.T, name string) feedClient {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip("SKIP-TOOL " + name + ": the feed is tried with it")
	}
	return feedClient{t, path, t.TempDir()}
}

// run runs the program and returns what it said.
func (c feedClient) run(args ...string) string {
	c.t.Helper()
	cmd := exec.Command(c.path, args...)
	cmd.Env = append(os.Environ(), "HOME="+c.home, "GPODDER_HOME="+c.home, "GPODDER_DOWNLOAD_DIR="+filepath.Join(c.home, "audio"),
		"XDG_CONFIG_HOME="+c.home, "XDG_DATA_HOME="+c.home)
	cmd.WaitDelay = time.Minute
	out, err := cmd.CombinedOutput()
	if err != nil {
		c.t.Fatalf("%s %s: %v\n%s", c.path, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestGPodderSubscribesAndDownloads is a listener with gPodder, whose downloads then stand in the figures under its name.
func TestGPodderSubscribesAndDownloads(t *testing.T) {
	t.Parallel()
	gpo := lookUp(t, "gpo")
	s := start(t)
	gpo.run("subscribe", s.URL+"/podcast.xml")
	gpo.run("update")
	gpo.run("download")
	var files []string
	err := filepath.WalkDir(filepath.Join(gpo.home, "audio"), func(name string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".mp3") {
			files = append(files, name)
		}
		return err
	})
	if err != nil || len(files) != 2 {
		t.Fatalf("downloaded %v: %v", files, err)
	}
	eventually(t, 15*time.Second, "both downloads count for gPodder", func() bool {
		f := s.figures()
		return f.Downloads == 2 && len(f.Apps) == 1 && f.Apps[0].Name == "gPodder"
	})
}

// TestNewsboatReadsEachFeedAndAsksAgainPolitely reads the feeds with Newsboat. It keeps validators from the second time on,
// so the third time nothing is sent.
func TestNewsboatReadsEachFeedAndAsksAgainPolitely(t *testing.T) {
	t.Parallel()
	newsboat := lookUp(t, "newsboat")
	s := start(t)
	for path, unread := range map[string]string{"/podcast.xml": "2 unread", "/feed.xml": "5 unread", "/feed.atom": "5 unread"} {
		urls := filepath.Join(t.TempDir(), "urls")
		writeFile(t, urls, s.URL+path+"\n")
		args := []string{"-u", urls, "-c", urls + ".db", "-C", os.DevNull, "-x", "reload", "print-unread"}
		for range 3 {
			if said := newsboat.run(args...); !strings.Contains(said, unread) {
				t.Errorf("%s: %q, want %s", path, said, unread)
			}
		}
		eventually(t, 5*time.Second, path+" is not sent again", func() bool { return strings.Contains(s.log.String(), "path="+path+" status=304") })
	}
}
