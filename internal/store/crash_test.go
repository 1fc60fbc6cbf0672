package store

import (
	"bufio"
	"fmt"
	"os"
	osexec "os/exec"
	"testing"
	"time"
)

// migrateURL makes the test binary a process that migrates a database, until it is killed.
const migrateURL = "TEST_MIGRATE_URL"

func migratingChild(t *testing.T, url string) {
	t.Helper()
	fmt.Println("ready")
	if _, err := Migrate(t.Context(), Config{URL: url}); err != nil {
		t.Fatal(err)
	}
	select {}
}

// TestKilledWhileMigrating kills a process (SIGKILL) at different moments of a migration: the next one finishes it.
func TestKilledWhileMigrating(t *testing.T) {
	if url := os.Getenv(migrateURL); url != "" {
		migratingChild(t, url)
	}
	for _, after := range []time.Duration{0, 2, 5, 10, 20, 40, 80} {
		eachURL(t, func(t *testing.T, url string) {
			killMigration(t, url, after*time.Millisecond)
			s, err := Open(t.Context(), Config{URL: url, Migrate: true})
			if err != nil {
				t.Fatalf("after %v ms: %v", int(after), err)
			}
			defer s.Close()
			if schema, err := s.Schema(t.Context()); err != nil || schema.Version != schema.Newest {
				t.Fatalf("after %v ms: %+v, %v", int(after), schema, err)
			}
			if err := s.HoldMail(t.Context(), true, "test"); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func killMigration(t *testing.T, url string, after time.Duration) {
	t.Helper()
	child := osexec.Command(os.Args[0], "-test.run=^TestKilledWhileMigrating$")
	child.Env = append(os.Environ(), migrateURL+"="+url)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer child.Wait()
	defer child.Process.Kill()
	if lines := bufio.NewScanner(out); !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("the child says %q", lines.Text())
	}
	time.Sleep(after) // the moment of the kill is what the test is about
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
}
