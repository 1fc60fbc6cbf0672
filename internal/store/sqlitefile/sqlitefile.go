// Package sqlitefile is the file of a SQLite database: made for its owner only, named to the driver, with the files that SQLite
// keeps beside it. It knows neither tables nor what is kept in them.
package sqlitefile

import (
	"net/url"
	"os"

	"insider/internal/fault"
)

// Companions are the endings of the files that SQLite puts beside a database.
var Companions = []string{"-wal", "-shm", "-journal"}

// Ensure makes the file readable by its owner only before SQLite can make it otherwise: the files beside it take its
// permissions. The error is a fault.Unavailable.
func Ensure(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "The database file %s cannot be opened for writing. It must belong to the user who serves; a command beside the service is run as that user or as root.", path)
	}
	return f.Close()
}

// Name is what the driver opens: the file, with settings that each connection takes.
func Name(path string, settings url.Values) string {
	file := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: settings.Encode()}
	return file.String()
}
