package app

import (
	"os"
	"path/filepath"
	"testing"

	"insider/internal/config"
)

func TestACommandSaysWithWhichFolderItWorks(t *testing.T) {
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	service, none := filepath.Join(here, "insider.env"), filepath.Join(here, "none.env")
	for _, file := range []string{service, "other/insider.db"} {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	says := func(want, service string, rows bool, environ ...string) {
		t.Helper()
		c, err := config.Load(nil, environ)
		if err != nil {
			t.Fatal(err)
		}
		if got := Whereabouts(c, service, rows); got != want {
			t.Errorf("%v, rows %v: %q, want %q", environ, rows, got, want)
		}
	}
	const toService, toFile = ". Another folder: --data DIR; the service: --settings ", ". Another folder: --data DIR; a service: --settings FILE."
	says("There is no database in "+here+"/data yet"+toFile, none, true)
	says("There is no database in "+here+"/data yet"+toService+service+".", service, true)
	says("There is no database in "+here+"/slip yet"+toFile, none, true, "INSIDER_DATA=slip")
	says("There is no database in "+here+"/data yet"+toService+service+".", service, true, "INSIDER_SETTINGS="+service)
	says("Works with "+here+"/data"+toService+service+".", service, false)
	says("", none, false)
	says("", service, false, "INSIDER_DATA=slip")
	says("", service, true, "INSIDER_DATA=other")
	says("", none, true, "INSIDER_DATABASE_URL=postgres://localhost/x", "INSIDER_SECRET=a key of the tests that is long enough")
	if err := os.Rename("other", "data"); err != nil {
		t.Fatal(err)
	}
	says("", none, true)
	says("Works with "+here+"/data"+toService+service+".", service, true)
}
