package store_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"insider/internal/fault"
	"insider/internal/store"
	"insider/internal/store/storetest"
)

func TestOpenedTwiceItIsTheSameDatabase(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		first := storetest.Open(t, store.Config{URL: url, Migrate: true})
		if err := first.SetSetting(t.Context(), "colour", "petrol"); err != nil {
			t.Fatal(err)
		}
		second := storetest.Open(t, store.Config{URL: url})
		value, err := second.Setting(t.Context(), "colour")
		if err != nil || value != "petrol" {
			t.Fatalf("%q, %v", value, err)
		}
		if err := second.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestReadOnlyRefusesToWrite(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		if _, err := store.Migrate(t.Context(), store.Config{URL: url}); err != nil {
			t.Fatal(err)
		}
		s := storetest.Open(t, store.Config{URL: url, ReadOnly: true})
		if _, err := s.Revision(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.SetSetting(t.Context(), "a", "b"); !fault.Is(err, fault.Unavailable) {
			t.Fatalf("writing gave %v", err)
		}
	})
}

func TestReadOnlyCreatesNothing(t *testing.T) {
	url := storetest.SQLite(t)
	_, err := store.Open(t.Context(), store.Config{URL: url, ReadOnly: true})
	if !fault.Is(err, fault.Unavailable) {
		t.Fatalf("opening gave %v", err)
	}
	if _, err := os.Stat(strings.TrimPrefix(url, "sqlite:")); !os.IsNotExist(err) {
		t.Fatalf("the file exists: %v", err)
	}
}

func TestOnlyTheOwnerMayReadTheFile(t *testing.T) {
	url := storetest.SQLite(t)
	s := storetest.Open(t, store.Config{URL: url, Migrate: true})
	if err := s.SetSetting(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(strings.TrimPrefix(url, "sqlite:") + suffix)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%q: %v, %v", suffix, info, err)
		}
	}
}

func TestOpenSaysWhatIsWrongWithTheURL(t *testing.T) {
	for _, url := range []string{"", "sqlite:", "mysql://x", "postgres://user:secret@:x/"} {
		_, err := store.Open(t.Context(), store.Config{URL: url})
		if !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", url, err)
		}
	}
}

func TestNobodyAtHomeIsUnavailable(t *testing.T) {
	for _, url := range []string{"sqlite:" + t.TempDir() + "/missing/x.db", "postgres://nobody@127.0.0.1:1/x?sslmode=disable"} {
		if _, err := store.Open(t.Context(), store.Config{URL: url, Migrate: true}); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%q: %v", url, err)
		}
	}
	s := storetest.Open(t, store.Config{URL: storetest.SQLite(t), Migrate: true})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.SetSetting(ctx, "a", "b"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a cancelled write: %v", err)
	}
}
