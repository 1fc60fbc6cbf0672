package e2e

import (
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServiceManagerIsTold listens as systemd does for a service of Type=notify.
func TestServiceManagerIsTold(t *testing.T) {
	t.Parallel()
	socket := filepath.Join(t.TempDir(), "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close()
	hears := func(want string) {
		t.Helper()
		_ = manager.SetReadDeadline(time.Now().Add(patience))
		said := make([]byte, 100)
		if n, err := manager.Read(said); err != nil || string(said[:n]) != want {
			t.Errorf("the manager hears %q, %v; want %q", said[:n], err, want)
		}
	}
	s := start(t, withEnv("NOTIFY_SOCKET="+socket))
	hears("READY=1")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	hears("STOPPING=1")
	start(t, withEnv("NOTIFY_SOCKET="+socket+"-not")) // serves all the same
}

// TestRootBesideAServiceOfAnother runs as root what an operator runs, on the data of a service that has a user of its own: the service
// goes on with all of it.
func TestRootBesideAServiceOfAnother(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("SKIP-TOOL root: the program cannot be run as somebody else")
	}
	home, err := os.MkdirTemp("", "insider-e2e-service-") // unlike t.TempDir it can be opened to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	if err := os.CopyFS(home+"/show", os.DirFS(newShow(t))); err != nil {
		t.Fatal(err)
	}
	shell(t, home, "mkdir data && chmod 755 . && chmod 700 data && chown 65534:65534 data && chmod -R a+rX show")
	s := start(t, asNobody, withData(home+"/data"), withContent(home+"/show"))
	file := filepath.Join(t.TempDir(), "show.tar")
	for _, command := range []string{"backup -", "mail off", "figures"} { // as somebody else again
		stranger := exec.Command(binary, strings.Fields(command)...)
		stranger.Env, stranger.SysProcAttr = s.environ(), &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65533, Gid: 65533}}
		if out, err := stranger.CombinedOutput(); err == nil || !strings.Contains(string(out), "as root") {
			t.Errorf("insider %s: %v\n%s", command, err, out)
		}
	}
	s.says(0, "Nothing is kept", "person", "erase", "reader@example.com")
	s.says(0, "Stamped", "stamp", "your-first-episode", "--force")
	s.says(0, "Wrote", "backup", file)
	s.says(0, "token=", "editor", "add", "editor@example.com")
	s.belongsTo(65534)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s.says(0, "nothing to do", "migrate")
	for _, name := range []string{"insider.db", "insider.db-wal", "insider.db-shm"} {
		_ = os.Remove(filepath.Join(s.Data, name)) // the latter two are gone after an orderly end
	}
	if err := os.RemoveAll(filepath.Join(s.Data, "bucket")); err != nil {
		t.Fatal(err)
	}
	s.says(0, "Restored", "restore", file)
	s.belongsTo(65534)
	s.restart()
	s.says(0, "Wrote", "backup", file)
}

// belongsTo looks at the owner of everything in the data folder.
func (s *server) belongsTo(user uint32) {
	s.t.Helper()
	err := filepath.WalkDir(s.Data, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Sys().(*syscall.Stat_t).Uid != user {
			s.t.Errorf("%s belongs to %d", name, info.Sys().(*syscall.Stat_t).Uid)
		}
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}
