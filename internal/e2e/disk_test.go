package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// smallDisk mounts a disk of a few MB. Without the right to mount the test is skipped, and the gate's summary names it.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dm,mode=0700", megabytes), "insider-test", dir).CombinedOutput()
	if err != nil {
		t.Skipf("SKIP-TOOL tmpfs: a small disk cannot be mounted: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "--lazy", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v %s", err, out)
		}
	})
	return dir
}

// fill takes all room that is left on a disk and returns what gives it back.
func fill(t *testing.T, dir string) (free func()) {
	t.Helper()
	name := filepath.Join(dir, "filler")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 64<<10); len(block) > 0; {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			block = block[:len(block)/2]
		} else if err != nil {
			t.Fatal(err)
		}
	}
	_ = f.Close() // what could not be written is the point
	return func() {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

// mustRead checks that everything readers see is there, and that the server says so.
func (s *server) mustRead(when string) {
	s.t.Helper()
	s.mustServe(when)
	if a := s.get("/readyz"); a.Status != http.StatusOK {
		s.t.Errorf("%s: /readyz answers %d %s", when, a.Status, a.Body)
	}
}

// mustServe checks that everything readers see is there.
func (s *server) mustServe(when string) {
	s.t.Helper()
	for _, path := range []string{"/", "/episodes", "/podcast.xml", "/feed.json", "/subscribe", "/stories/new", "/stories/mine", "/healthz"} {
		if a := s.get(path); a.Status != http.StatusOK {
			s.t.Errorf("%s: %s answers %d", when, path, a.Status)
		}
	}
}

// mustRefuse checks that every form answers 503, says so on top and keeps what was typed.
func (s *server) mustRefuse(when string) {
	s.t.Helper()
	in := answersOf("text", "Kept: "+strings.Repeat("a long story. ", 600))
	forms := map[string]url.Values{"/stories/new": in, "/subscribe": {"email": {"kept@example.com"}}}
	answers := map[string]*answer{}
	var mu sync.Mutex
	var group sync.WaitGroup
	for path, fields := range forms {
		group.Go(func() { // a database that is taken lets each wait
			a, err := s.try(http.MethodPost, path, strings.NewReader(fields.Encode()), "Content-Type", "application/x-www-form-urlencoded")
			if err != nil {
				s.t.Errorf("%s: %s: %v", when, path, err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			answers[path] = a
		})
	}
	group.Wait()
	for path, a := range answers {
		fields, p := forms[path], a.read(s.t)
		if a.Status != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" || p.summary() == nil || !strings.HasPrefix(p.title(), "Error: ") {
			s.t.Errorf("%s: %s answers %d, title %q", when, path, a.Status, p.title())
		}
		for name := range fields {
			if p.typed(name) != strings.TrimSpace(fields.Get(name)) && p.typed(name) != fields.Get(name) {
				s.t.Errorf("%s: %s lost %s: %.60q", when, path, name, p.typed(name))
			}
		}
	}
}

func diskFull(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, 12)
	s := start(t, withData(filepath.Join(disk, "data")), noLimits)
	d := s.desk()
	s.mustRead("with room")
	free := fill(t, disk)
	long := answersOf("text", strings.Repeat("A long story. ", 700))
	stories := 0
	for {
		a := s.post("/stories/new", long.Encode())
		if a.Status == http.StatusServiceUnavailable {
			break
		}
		if a.Status != http.StatusOK || stories > 1000 {
			t.Fatalf("story %d on a full disk: %d", stories+1, a.Status)
		}
		stories++
	}
	s.mustRefuse("disk full")
	s.mustRead("disk full")
	if !regexp.MustCompile(`msg="form not taken" .*The disk is full.*make room`).MatchString(s.log.String()) {
		t.Error("the log does not say what is full and what to do")
	}
	if a := d.get("/desk", "Cookie", d.cookie); a.Status != http.StatusOK {
		t.Errorf("the desk of a full disk: %d", a.Status)
	}
	if out, code := s.command("mail", "off"); code != 1 || !strings.Contains(out, "disk is full") {
		t.Errorf("mail off: %d %s", code, out)
	}
	free()
	eventually(t, 20*time.Second, "room is found again", func() bool { return s.post("/subscribe", "email=later%40example.com").Status == http.StatusOK })
	if number, _ := s.sendStory(storyForm); number != fmt.Sprint(stories+1) {
		t.Errorf("after %d acknowledged stories comes ST-%s", stories, number)
	}
	s.waitForLink("/subscribe/confirm")
}

// noRoomToStart starts a server where it can write nothing.
func noRoomToStart(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, 1)
	fill(t, disk)
	s := &server{t: t, Data: filepath.Join(disk, "data")}
	if out, code := s.command("serve", "--addr", "127.0.0.1:0"); code != 1 || strings.Contains(out, "goroutine ") || !strings.Contains(out, "insider: ") {
		t.Errorf("%d %s", code, out)
	}
}
