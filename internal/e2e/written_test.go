package e2e

import (
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"insider/internal/sabotage"
)

// TestOnlyTheDataFolderIsWritten watches what a server changes while readers and an editor do everything: nothing outside its data folder.
func TestOnlyTheDataFolderIsWritten(t *testing.T) {
	t.Parallel()
	s := start(t, withContent(newShow(t)), withWatch(sabotage.Watch{Files: true}), withEnv("INSIDER_BACKUP_EVERY=1h"))
	var mu sync.Mutex
	inside, outside := 0, map[string]string{}
	s.program.Judge(func(c sabotage.Call) syscall.Errno {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case !c.Writes || !filepath.IsAbs(c.Path): // pipes and sockets have no path
		case c.Path == s.Data || strings.HasPrefix(c.Path, s.Data+"/"):
			inside++
		default:
			outside[c.Path] = c.Name
		}
		return 0
	})
	d := s.published()
	for _, path := range []string{firstEpisode(s), s.audio(), "/search?q=pump", "/desk/readers.csv", "/desk/figures", "/desk/examination"} {
		s.get(path, "Cookie", d.cookie)
	}
	eventually(t, patience, "a backup is made", func() bool {
		found, err := filepath.Glob(filepath.Join(s.Data, "backups", "*.tar"))
		return err == nil && len(found) > 0
	})
	s.program.Judge(nil)
	if len(outside) > 0 || inside < 50 {
		t.Errorf("%d calls changed the data folder, others changed %v", inside, outside)
	}
}
