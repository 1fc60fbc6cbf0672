package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"insider/internal/config"
)

// TestFilesOfDeploy reads what operators copy from deploy/: each setting that is named there is one, and the settings of the service
// are right behind a proxy and with a certificate of its own.
func TestFilesOfDeploy(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, s := range config.Settings() {
		known[s.Env], known[s.Env+"_FILE"] = true, s.Secret
	}
	files, err := filepath.Glob("../../deploy/*")
	if err != nil || len(files) < 6 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		for _, name := range regexp.MustCompile(`INSIDER_[A-Z_]+`).FindAllString(readFile(t, file), -1) {
			if !known[name] {
				t.Errorf("%s names %s, which is no setting", file, name)
			}
		}
	}
	settings := readFile(t, "../../deploy/insider.env")
	show := newShow(t)
	for way, change := range map[string][]string{ // in pairs of old and new, as docs/install.md tells
		"as it is":              nil,
		"with mail":             {"#INSIDER_SMTP_URL", "INSIDER_SMTP_URL", "#INSIDER_MAIL_FROM", "INSIDER_MAIL_FROM"},
		"with https of its own": {"INSIDER_ADDR", "#", "INSIDER_TRUSTED_PROXIES", "#", "#INSIDER_TLS", "INSIDER_TLS"},
	} {
		file := filepath.Join(t.TempDir(), "insider.env")
		writeFile(t, file, strings.NewReplacer(append(change, "/srv/show", show)...).Replace(settings))
		cmd := exec.Command(binary, "check", "--settings", file)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "no mistakes") {
			t.Errorf("insider.env %s: %v\n%s", way, err, out)
		}
	}
}

// TestTheUnitIsHardened lets systemd judge the unit by itself and with what port 443 needs: its exposure is 2.0 at most.
func TestTheUnitIsHardened(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("SKIP-TOOL systemd-analyze: the unit is not judged")
	}
	dir := t.TempDir()
	unit := readFile(t, "../../deploy/insider.service")
	writeFile(t, filepath.Join(dir, "insider.service"), strings.ReplaceAll(unit, "/usr/local/bin/insider", binary))
	judge := func(args ...string) {
		t.Helper()
		cmd := exec.Command("systemd-analyze", append(args, filepath.Join(dir, "insider.service"))...)
		out, err := cmd.CombinedOutput()
		if err != nil || args[0] == "verify" && strings.Contains(string(out), "insider.service") {
			t.Errorf("%s: %v\n%s", args, err, out)
		}
	}
	judge("verify", "--man=no")
	judge("security", "--no-pager", "--offline=true", "--threshold=20")
	_, capabilities, _ := strings.Cut(readFile(t, "../../deploy/insider-ports.conf"), "[Service]")
	writeFile(t, filepath.Join(dir, "insider.service"), strings.ReplaceAll(unit, "/usr/local/bin/insider", binary)+"\n[Service]\n"+capabilities)
	judge("verify", "--man=no")
	judge("security", "--no-pager", "--offline=true", "--threshold=20")
}
