package app

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"insider/internal/config"
	"insider/internal/fault"
)

func TestSecretIsMadeOnceHoweverManyTry(t *testing.T) {
	name := filepath.Join(t.TempDir(), "secret")
	keys := make([]string, 16)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			k, err := secretFile(name)
			if err != nil || len(k) != 1 {
				t.Errorf("%v %v", k, err)
				return
			}
			keys[i] = k[0]
		})
	}
	wg.Wait()
	for _, k := range keys {
		if k != keys[0] || len(k) < 32 {
			t.Fatalf("different keys: %v", keys)
		}
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info.Mode(), err)
	}
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil || len(entries) != 1 {
		t.Fatalf("left behind: %v %v", entries, err)
	}
}

func TestSecretFileThatIsBrokenIsNamed(t *testing.T) {
	name := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(name, []byte("short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := secretFile(name)
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "32 characters") {
		t.Fatal(err)
	}
}

func TestConfiguredKeysSignAndVerifyInOrder(t *testing.T) {
	first, second := strings.Repeat("a", 32), strings.Repeat("b", 32)
	old, err := keyRing(&config.Config{Secrets: []string{second}})
	if err != nil {
		t.Fatal(err)
	}
	now := testTime
	link := old.Sign("confirm", "body", now.AddDate(0, 0, 1))
	rotated, err := keyRing(&config.Config{Secrets: []string{first, second}})
	if err != nil {
		t.Fatal(err)
	}
	if body, err := rotated.Verify("confirm", link, now); err != nil || body != "body" {
		t.Fatalf("a link of the older key: %q %v", body, err)
	}
}

func TestFolderHasOneHolder(t *testing.T) {
	dir := t.TempDir()
	release, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lockFolder(dir); !fault.Is(err, fault.Conflict) {
		t.Fatalf("second holder: %v", err)
	}
	release()
	again, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	again()
}

func TestExplainSaysTheSentenceFirst(t *testing.T) {
	err := fault.Wrap(io.ErrUnexpectedEOF, fault.Unavailable, "The disk is full.")
	if got := Explain(err); got != "The disk is full. (unexpected EOF)" {
		t.Error(got)
	}
	if got := Explain(errors.New("plain")); got != "plain" {
		t.Error(got)
	}
}
